"""`tocsin incidents`: acts that the events of an archive's reports tell, each with its sources and versions."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Select, select

from tocsin.codebook import codebook
from tocsin.commands.opening import say, with_archive
from tocsin.desk.arriving import OURS
from tocsin.desk.incidents import state_of
from tocsin.desk.pattern import Party
from tocsin.desk.steps import catch_up
from tocsin.resolve.outlets import host, owner
from tocsin.store.database import among
from tocsin.store.desk_index import INCIDENT_COUNTRIES
from tocsin.store.schema import ARTICLES, INCIDENT_EVENTS, INCIDENTS


@dataclass(frozen=True, slots=True)
class Asked:
    """Which incidents: of a type, of a country (one of its parties or its place), not over before a day, told by so many sources; None or 1: whichever."""

    kind: str | None = None
    country: str | None = None
    since: str | None = None
    sources: int = 1


def run_incidents(
    db: str, kind: str | None, country: str | None, since: str | None, sources: int, limit: int, as_json: bool
) -> int:
    """Print incidents, those of most independent sources first, then the latest; 0 some, 1 none, 2 no such type, 3 no archive."""
    if kind and kind not in codebook().types:
        say(f"tocsin: --type: {kind} is none of {', '.join(codebook().types)}")
        return 2

    def do(engine: Engine) -> int:
        catch_up(engine)
        with engine.connect() as connection:
            found = incidents(connection, first(connection, Asked(kind, country, since, sources), limit))
        for x in found:
            print(json.dumps(x, ensure_ascii=False) if as_json else _lines(x))
        if not found:
            print("no incident is told" + (" by so many sources" if sources > 1 else ""), file=sys.stderr)
        return 0 if found else 1

    return with_archive(db, do)


ORDER = (INCIDENTS.c.sources.desc(), INCIDENTS.c.until.desc(), INCIDENTS.c.n.desc())
"""Those of most independent sources first, then the latest."""


def first(connection: Connection, asked: Asked, limit: int) -> list[int]:
    """The numbers of the first incidents that are asked for."""
    return [n for (n,) in connection.execute(asked_for(asked, limit))]


def asked_for(asked: Asked, limit: int) -> Select[Any]:
    """The question behind `first`, which an index answers in its order."""
    numbers = select(INCIDENTS.c.n).where(INCIDENTS.c.sources >= asked.sources)
    if asked.kind:
        numbers = numbers.where(INCIDENTS.c.type == asked.kind)
    if asked.country:
        here = select(INCIDENT_COUNTRIES.c.incident).where(INCIDENT_COUNTRIES.c.country == asked.country)
        numbers = numbers.where(INCIDENTS.c.n.in_(here))
    if asked.since:
        numbers = numbers.where(INCIDENTS.c.until >= asked.since)
    return numbers.order_by(*ORDER).limit(limit)


def incidents(connection: Connection, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """Incidents by their numbers, in that order, with their versions in the order in which they came."""
    rows = {r.n: r for r in connection.execute(select(INCIDENTS).where(among(INCIDENTS.c.n, numbers)))}
    told = (
        select(INCIDENT_EVENTS, ARTICLES.c.id, ARTICLES.c.outlet, ARTICLES.c.url, ARTICLES.c.day, ARTICLES.c.added)
        .join_from(INCIDENT_EVENTS, ARTICLES)
        .where(among(INCIDENT_EVENTS.c.incident, numbers))
        .order_by(INCIDENT_EVENTS.c.article, INCIDENT_EVENTS.c.event)
    )
    versions: dict[int, list[Any]] = defaultdict(list)
    for r in connection.execute(told):
        versions[r.incident].append(r)
    return [_one(rows[n], versions[n]) for n in numbers if n in rows]


def _one(r: Any, versions: list[Any]) -> dict[str, Any]:
    actors, recipients = ([str(Party(**p)) for p in json.loads(x)] for x in (r.actors, r.recipients))
    names = {v.outlet or host(v.url) or "an outlet that is not named": owner(v.outlet, v.url) in OURS for v in versions}
    return {
        "id": r.n, "type": r.type, "state": state_of([v.status for v in versions]), "first": r.first, "until": r.until, "actors": actors,
        "recipients": recipients, "country": r.country, "place": r.place, **{c: _range([getattr(v, c) for v in versions]) for c in ("killed", "injured", "arrested")},
        "sources": sorted(names), "state_outlets": sorted(k for k, of_state in names.items() if of_state),
        "versions": [
            {"report": v.id, "event": v.event, "day": v.day, "outlet": v.outlet, "added": v.added, "status": v.status, "said_by": v.said_by, "words": " ".join(v.words.split())}
            for v in versions
        ],
    }  # fmt: skip


def _range(values: list[int | None]) -> list[int] | None:
    """The least and the most that any version tells."""
    known = [v for v in values if v is not None]
    return [min(known), max(known)] if known else None


def headline(x: dict[str, Any]) -> str:
    """An incident in a line: what, who, to whom, where, when, and how many were hurt."""
    who = " and ".join(x["actors"]) or "somebody"
    whom = f" → {' and '.join(x['recipients'])}" if x["recipients"] else ""
    where = f" in {x['place'] or x['country']}" if x["country"] else ""
    days = x["first"] if x["first"] == x["until"] else f"{x['first']} to {x['until']}"
    lost = "".join(
        f", {a if a == b else f'{a} to {b}'} {c}" for c in ("killed", "injured", "arrested") if x[c] for a, b in (x[c],)
    )
    return f"{x['type']}: {who}{whom}{where}, {days}{lost}"


def told_by(x: dict[str, Any]) -> str:
    """How many tell an incident, and who."""
    names = ", ".join(s + (" (state)" if s in x["state_outlets"] else "") for s in x["sources"])
    return f"{len(x['sources'])} independent sources: {names}"


def _lines(x: dict[str, Any]) -> str:
    out = [f"{x['id']:6} {x['state'].upper():9} {headline(x)}", f"       {told_by(x)}"]
    for v in x["versions"]:
        by = f", according to {v['said_by']}" if v["said_by"] else ""
        out.append(
            f"       {v['day'] or 'undated'} {v['outlet'] or '-'}: {v['status']}{by}: “{v['words'][:140]}” ({v['report']})"
        )
    return "\n".join(out)
