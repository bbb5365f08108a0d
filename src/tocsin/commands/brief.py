"""`tocsin brief`: what a shift must know of the last hours: bells, new acts, acts that stand otherwise than before, the most told stories, and what was read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from tocsin.commands.incidents import ORDER, headline, incidents, told_by
from tocsin.commands.opening import say, with_archive
from tocsin.commands.stories import extent
from tocsin.desk.incidents import state_of
from tocsin.desk.steps import catch_up
from tocsin.store.database import among
from tocsin.store.schema import ARTICLES, BELLS, COPIES, INCIDENT_EVENTS, INCIDENTS, WIRES
from tocsin.store.telling import Story, stories, touched
from tocsin.watch.heartbeat import Heartbeat, heartbeat
from tocsin.watch.heartbeat import headline as pulse
from tocsin.watch.heartbeat import moment as said_moment

SPAN = re.compile(r"(\d+)\s*([mhdw])")
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
MOST = 20
"""Acts of a list that are printed."""
TOLD = 10
"""Stories that are printed, those most told of."""
PIECE = 5_000
"""Acts that are ranked at a time."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What came in since a moment: counts, bells as (state, title, reason, id), incidents that are new, those that stand otherwise, with how they stood; the heartbeat of
    what is watched, with its one line; and the stories that most articles joined, with how many."""

    since: str
    articles: int
    outlets: int
    copies: int
    bells: tuple[tuple[str, str, str, str], ...]
    new: tuple[dict[str, Any], ...]
    changed: tuple[tuple[str, dict[str, Any]], ...]
    feeds: Heartbeat
    pulse: str
    stories: tuple[tuple[int, Story], ...] = ()


def moment(since: str, now: dt.datetime) -> str | None:
    """`8h`, `2d`, or an ISO 8601 moment → the moment in UTC as archives have it; None for anything else."""
    if m := SPAN.fullmatch(since.strip()):
        return (now - dt.timedelta(**{UNITS[m[2]]: int(m[1])})).isoformat(timespec="seconds")
    try:
        found = dt.datetime.fromisoformat(since)
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or dt.UTC).astimezone(dt.UTC).isoformat(timespec="seconds")


def brief(connection: Connection, since: str) -> Brief:
    """Everything since a moment (ISO 8601, UTC), of acts the first `MOST` of each kind."""
    new = ARTICLES.c.added >= since
    articles, outlets = connection.execute(select(func.count(), func.count(func.distinct(ARTICLES.c.outlet))).where(new)).one()
    copies = connection.execute(
        select(func.count(func.distinct(COPIES.c.article)))
        .join_from(COPIES, ARTICLES, COPIES.c.article == ARTICLES.c.n)
        .where(new)
    ).scalar_one()
    rung = connection.execute(
        select(BELLS.c.state, WIRES.c.title, BELLS.c.reason, WIRES.c.id)
        .join_from(BELLS, WIRES)
        .where(BELLS.c.at >= since)
        .order_by(BELLS.c.n)
    )
    bells = {r.id: (r.state, r.title, r.reason, r.id) for r in rung}
    fresh, changed = _moved(connection, since)
    new_ones = incidents(connection, _first(connection, fresh))
    otherwise = tuple((changed[x["id"]], x) for x in incidents(connection, list(changed)[:MOST]))
    now = dt.datetime.now(dt.UTC)
    feeds = heartbeat(connection, now)
    return Brief(
        since,
        articles,
        outlets,
        copies,
        tuple(bells.values()),
        tuple(new_ones),
        otherwise,
        feeds,
        pulse(feeds, now),
        _stories(connection, since),
    )


def _first(connection: Connection, numbers: Sequence[int]) -> list[int]:
    """Of incidents, the first `MOST`: those of most sources, then the latest."""
    ranked: list[tuple[int, str, int]] = []
    for k in range(0, len(numbers), PIECE):
        asked = select(INCIDENTS.c.sources, INCIDENTS.c.until, INCIDENTS.c.n).where(
            among(INCIDENTS.c.n, numbers[k : k + PIECE])
        )
        ranked = sorted([*ranked, *map(tuple, connection.execute(asked.order_by(*ORDER).limit(MOST)))], reverse=True)[:MOST]
    return [n for _, _, n in ranked]


def _moved(connection: Connection, since: str) -> tuple[list[int], dict[int, str]]:
    """The incidents that nobody had told before a moment, and those that stand otherwise than then, with how they stood."""
    told = select(INCIDENT_EVENTS.c.incident).join_from(INCIDENT_EVENTS, ARTICLES).where(ARTICLES.c.added >= since)
    rows = connection.execute(
        select(INCIDENT_EVENTS.c.incident, INCIDENT_EVENTS.c.status, ARTICLES.c.added)
        .join_from(INCIDENT_EVENTS, ARTICLES)
        .where(INCIDENT_EVENTS.c.incident.in_(told))
        .order_by(INCIDENT_EVENTS.c.incident, INCIDENT_EVENTS.c.article, INCIDENT_EVENTS.c.event)
    )
    fresh, changed = [], {}
    for n, some in groupby(rows, key=lambda r: r.incident):
        versions = list(some)
        before = [v.status for v in versions if v.added < since]
        if not before:
            fresh.append(n)
        elif (stood := state_of(before)) != state_of([v.status for v in versions]):
            changed[n] = stood
    return fresh, changed


def _stories(connection: Connection, since: str) -> tuple[tuple[int, Story], ...]:
    """Stories of several articles that most joined since a moment, and how many those were."""
    joined = touched(connection, since)
    most = sorted(joined, key=lambda n: (-joined[n], -n))[:TOLD]
    found = {s.id: s for s in stories(connection, ids=most, least=2)}
    return tuple((joined[n], found[n]) for n in most if n in found)


def run_brief(db: str, since: str, as_page: bool, output: Path | None) -> int:
    """Print or write the brief; 0, 2 no such moment, 3 no archive or nowhere to write."""
    start = moment(since, dt.datetime.now(dt.UTC))
    if start is None:
        say(f"tocsin: --since: {since!r} is neither a span (8h, 2d) nor a moment (2024-05-17T06:00)")
        return 2

    def do(engine: Engine) -> int:
        catch_up(engine)
        with engine.connect() as connection:
            b = brief(connection, start)
        words = _page(b) if as_page else "\n".join(_lines(b)) + "\n"
        if output is None:
            print(words, end="")
            return 0
        try:
            output.write_text(words, encoding="utf-8")
        except OSError as fault:
            say(f"tocsin: {output}: cannot be written ({fault.strerror or fault})")
            return 3
        return 0

    return with_archive(db, do)


def _sections(b: Brief) -> Iterator[tuple[str, Sequence[tuple[str, str]]]]:
    """Title, and (line, what stands under it) of each part; what has nothing to say says so."""
    yield (
        "Tripwires",
        [(f"{state.upper()}: {title}", f"{reason} (tocsin tripwire why {id})") for state, title, reason, id in b.bells],
    )
    yield (
        "Stand otherwise than before",
        [(f"{stood} → {x['state']}: {headline(x)}", told_by(x)) for stood, x in b.changed],
    )
    yield (
        "Most told",
        [(s.title, f"{n} new of {extent(s)} (tocsin stories {s.id})") for n, s in b.stories],
    )
    yield "New", [(f"{x['state']}: {headline(x)}", told_by(x)) for x in b.new]
    if b.feeds.feeds:
        yield (
            "Dead feeds",
            [
                (f"{f.outlet or f.address} since {said_moment(f.failing or '')}", f"{f.error} ({f.address})")
                for f in b.feeds.dead
            ],
        )


def _read(b: Brief) -> str:
    said = f"{b.articles:,} articles of {b.outlets:,} outlets since {b.since.replace('T', ' ').removesuffix('+00:00')} UTC, {b.copies:,} of them copies"
    if b.feeds.feeds:
        return f"{said if b.articles else f'nothing came in since {b.since}'}; {b.pulse}"
    return said if b.articles else f"nothing came in since {b.since}: is something still feeding the archive?"


def _lines(b: Brief) -> Iterator[str]:
    yield _read(b)
    for title, lines in _sections(b):
        yield ""
        yield title
        for head, under in lines:
            yield f"  {head}"
            yield f"      {under}"
        if not lines:
            yield "  nothing"


def _page(b: Brief) -> str:
    from tocsin.render.html import page

    parts = [f'<main class="tocsin"><h1>Brief</h1><p class="meta">{escape(_read(b))}</p>']
    for title, lines in _sections(b):
        own = "".join(
            f'<li><span dir="auto">{escape(head)}</span><p class="note" dir="auto">{escape(under)}</p></li>'
            for head, under in lines
        )
        parts.append(f"<h2>{escape(title)}</h2><ul>{own or '<li>nothing</li>'}</ul>")
    return page("tocsin brief", "".join([*parts, "</main>"]))
