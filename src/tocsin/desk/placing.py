"""Events placed in the incidents of an archive, as articles come in: each joins the incident that it fits best, or opens one; what was joined once is never
parted or joined anew. What is one act `incidents` says.

A piece of articles is placed in memory: the incidents that any of its events could join are fetched together (two of an event's keys must be
theirs), and what became of them is written together.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import lru_cache
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from tocsin.desk.arriving import Came
from tocsin.desk.days import SLACK, moved
from tocsin.desk.incidents import LONGEST, Profile, agreement, joined, profile
from tocsin.desk.pattern import Party
from tocsin.report import Event, Report
from tocsin.resolve.outlets import host
from tocsin.store.database import among
from tocsin.store.desk_index import INCIDENT_COUNTRIES, INCIDENT_KEYS, party_key, place_key
from tocsin.store.schema import ARTICLES, INCIDENT_EVENTS, INCIDENTS
from tocsin.store.writing import bulk, inserted

PIECE = 500
"""Keys or incidents that are asked for at a time."""

Keys = tuple[frozenset[int], frozenset[int], frozenset[int]]
"""Of who, whom and where."""


def look(connection: Connection, articles: Sequence[Came]) -> None:
    """New articles: each event that can be told from others joins its incident or opens one. Copies bring nothing of their own."""
    told = [(a, v, own) for a in articles if not a.source.copy for v in a.report.events if (own := _distinct(a.report, v))]
    if not told:
        return
    keys = [keys_of(own) for _, _, own in told]
    near = _near(connection, [own for _, _, own in told], keys)
    before = _profiles(connection, {n for own in keys for n in _candidates(own, near)})
    now, number = dict(before), connection.execute(select(func.max(INCIDENTS.c.n))).scalar() or 0
    events = []
    for (a, v, own), own_keys in zip(told, keys, strict=True):
        ranked = [(fit, -n) for n in _candidates(own_keys, near) if (fit := agreement(now[n], own)) >= 2]
        if ranked:
            n = -max(ranked)[1]
            now[n] = joined(now[n], own)
        else:
            n = number = number + 1
            now[n] = own
        for k in frozenset().union(*own_keys):
            near[k].add(n)
        events.append(_event(a, v, n))
    _write(connection, before, now, events)


def _distinct(r: Report, v: Event) -> Profile | None:
    """The profile of an event that can be told from others, None for an old episode and one that says too little."""
    if v.historical:
        return None
    own = profile(r, v)
    told = bool(own.actors) + bool(own.recipients) + bool(own.country)
    if own.first is None or told < 2 or (own.until or own.first) > moved(own.first, LONGEST):
        return None
    return own


def keys_of(p: Profile) -> Keys:
    """What an act is looked up by."""
    who, whom = (
        frozenset(_party_key(p.type, role, x) for x in some) for role, some in (("who", p.actors), ("whom", p.recipients))
    )
    return who, whom, frozenset({place_key(p.type, p.country)} if p.country else ())


@lru_cache(maxsize=1 << 14)
def _party_key(kind: str, role: str, x: Party) -> int:
    return party_key(kind, role, x.country, x.sector, x.id, x.name)


def _near(connection: Connection, profiles: Sequence[Profile], keys: Sequence[Keys]) -> dict[int, set[int]]:
    """By key, the incidents whose days may be those of the acts that have the key."""
    months: dict[str, list[int]] = defaultdict(list)
    for k, p in enumerate(profiles):
        months[(p.first or "")[:7]].append(k)
    out: dict[int, set[int]] = defaultdict(set)
    for some in months.values():
        wanted = sorted(frozenset().union(*(x for k in some for x in keys[k])))
        first = min(profiles[k].first or "" for k in some)
        until = max(profiles[k].until or profiles[k].first or "" for k in some)
        for k in range(0, len(wanted), PIECE):
            asked = select(INCIDENT_KEYS.c.key, INCIDENT_KEYS.c.incident).where(
                among(INCIDENT_KEYS.c.key, wanted[k : k + PIECE]),
                # No act is longer, but for the days by which two reports may put it apart.
                INCIDENT_KEYS.c.first.between(moved(first, -LONGEST - 3 * SLACK), moved(until, SLACK)),
            )
            for own, n in connection.execute(asked):
                out[own].add(n)
    return out


def _candidates(keys: Keys, near: dict[int, set[int]]) -> set[int]:
    """The incidents that have two of who, whom and where in common with an act."""
    who, whom, where = (set[int]().union(*(near[k] for k in own)) for own in keys)
    return set[int]().union(*(a & b for a, b in combinations((who, whom, where), 2)))


def _profiles(connection: Connection, numbers: set[int]) -> dict[int, Profile]:
    wanted, out = sorted(numbers), {}
    for k in range(0, len(wanted), PIECE):
        for r in connection.execute(select(INCIDENTS).where(among(INCIDENTS.c.n, wanted[k : k + PIECE]))):
            out[r.n] = profile_of(r)
    return out


def profile_of(r: Any) -> Profile:
    """The profile of a stored incident."""
    return Profile(
        r.type, r.first, r.until, _parties(r.actors), _parties(r.recipients), r.country, r.place, r.latitude, r.longitude
    )


@lru_cache(maxsize=1 << 14)
def _parties(stored: str) -> frozenset[Party]:
    return frozenset(Party(**p) for p in json.loads(stored))


@lru_cache(maxsize=1 << 14)
def _stored(parties: frozenset[Party]) -> str:
    return json.dumps([asdict(x) for x in sorted(parties)])


def _row(p: Profile) -> dict[str, Any]:
    return {
        "type": p.type, "first": p.first, "until": p.until or p.first, "actors": _stored(p.actors), "recipients": _stored(p.recipients),
        "country": p.country, "place": p.place, "latitude": p.latitude, "longitude": p.longitude,
    }  # fmt: skip


def _event(a: Came, v: Event, incident: int) -> dict[str, Any]:
    speaker = next(
        (e.name or e.text for s in v.according_to[-1:] if (x := a.report.statement(s)) and (e := a.report.entity(x.speaker))),
        None,
    )
    return {
        "article": a.n, "event": v.id, "incident": incident, "status": v.status, "killed": v.casualties.killed, "injured": v.casualties.injured,
        "arrested": v.casualties.arrested, "words": a.report.text[v.start : v.end], "said_by": speaker,
    }  # fmt: skip


def _write(connection: Connection, before: dict[int, Profile], now: dict[int, Profile], events: list[dict[str, Any]]) -> None:
    touched = sorted({e["incident"] for e in events})
    new = [n for n in touched if n not in before]
    changed = [n for n in touched if n in before and now[n] != before[n]]
    bulk(connection, INCIDENTS, [{"n": n, "sources": 1, **_row(now[n])} for n in new])
    if changed:
        values = [{"number": n, **_row(now[n])} for n in changed]
        connection.execute(INCIDENTS.update().where(INCIDENTS.c.n == bindparam("number")), values)
    bulk(connection, INCIDENT_EVENTS, events)
    index(connection, {n: before[n] for n in changed}, {n: now[n] for n in (*new, *changed)})
    count(connection, touched)


def index(connection: Connection, before: dict[int, Profile], now: dict[int, Profile]) -> None:
    """Keep the keys and countries of incidents as they are now."""
    old = {(k, p.first, n) for n, p in before.items() for k in frozenset().union(*keys_of(p))}
    new = {(k, p.first, n) for n, p in now.items() for k in frozenset().union(*keys_of(p))}
    if gone := old - new:
        own = INCIDENT_KEYS.c
        connection.execute(
            INCIDENT_KEYS.delete().where(
                own.key == bindparam("k"), own.first == bindparam("f"), own.incident == bindparam("i")
            ),
            [{"k": k, "f": first, "i": n} for k, first, n in sorted(gone)],
        )
    bulk(connection, INCIDENT_KEYS, [{"key": k, "first": first, "incident": n} for k, first, n in sorted(new - old)])
    countries = sorted((c, n) for n, p in now.items() for c in countries_of(p))
    if countries:
        connection.execute(
            inserted(connection, INCIDENT_COUNTRIES).on_conflict_do_nothing(),
            [{"country": c, "incident": n} for c, n in countries],
        )


def countries_of(p: Profile) -> set[str]:
    """The countries of an act's parties and place."""
    return {c for c in (p.country, *(x.country for x in (*p.actors, *p.recipients))) if c}


def count(connection: Connection, incidents: Sequence[int]) -> None:
    """Keep how many independent sources tell each of some incidents."""
    for k in range(0, len(incidents), PIECE):
        sources: dict[int, set[str | None]] = defaultdict(set)
        for n, outlet, url in _tellers(connection, incidents[k : k + PIECE]):
            sources[n].add(outlet or host(url))
        connection.execute(
            INCIDENTS.update().where(INCIDENTS.c.n == bindparam("number")).values(sources=bindparam("many")),
            [{"number": n, "many": len(own)} for n, own in sources.items()],
        )


def _tellers(connection: Connection, incidents: Sequence[int]) -> Iterator[tuple[int, str | None, str | None]]:
    asked = (
        select(INCIDENT_EVENTS.c.incident, ARTICLES.c.outlet, ARTICLES.c.url)
        .join_from(INCIDENT_EVENTS, ARTICLES)
        .where(among(INCIDENT_EVENTS.c.incident, incidents))
    )
    yield from map(tuple, connection.execute(asked))
