"""Events of the last readings as rows with their participants: which came in between two articles, belong to some acts, or were told in some days.

Copies of earlier articles and old episodes are left out. What they amount to is left to the desk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, tuple_

from tocsin.report import Entity, Place
from tocsin.store.records import report_of
from tocsin.store.schema import ARTICLES, COPIES, ENTITIES, EVENTS, INCIDENT_EVENTS, INCIDENTS, PARTICIPANTS, READINGS

PIECE = 500
"""Readings whose participants are fetched at a time."""


@dataclass(frozen=True, slots=True)
class Telling:
    """An event of a report: where it is told, and what it tells. `article` is the archive's number; `incident` the act's, None for an event that
    belongs to none; `day` is that of publication, `first` that of the act (ISO), None where nothing says."""

    article: int
    report: str
    event: str
    incident: int | None
    day: str | None
    outlet: str | None
    url: str | None
    title: str | None
    type: str
    modes: tuple[str, ...]
    status: str
    confidence: float
    first: str | None
    actors: tuple[Entity, ...] = ()
    recipients: tuple[Entity, ...] = ()
    place: Entity | None = None

    @property
    def places(self) -> tuple[Entity, ...]:
        """Where it is done: the place that is told, else the places that it is done to."""
        return (self.place,) if self.place else tuple(e for e in self.recipients if e.kind == "place")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an event, and who claims it (None where the outlet says it in its own voice)."""

    text: str
    said_by: str | None


def came_in(connection: Connection, after: int, upto: int) -> list[Telling]:
    """Those of articles with numbers above one and up to another."""
    return _tellings(connection, ARTICLES.c.n > after, ARTICLES.c.n <= upto)


def of_incidents(connection: Connection, incidents: Iterable[int], upto: int) -> list[Telling]:
    """All those of some incidents."""
    own, out = sorted(incidents), []
    for k in range(0, len(own), PIECE):
        out += _tellings(connection, INCIDENTS.c.n.in_(own[k : k + PIECE]), ARTICLES.c.n <= upto)
    return out


def told_since(
    connection: Connection, day: str, last: str, upto: int, types: Sequence[str] = (), loose: bool = False
) -> list[Telling]:
    """Those of articles of some days, of some types or all; only those that belong to no incident where `loose`."""
    asked = [ARTICLES.c.day >= day, ARTICLES.c.day <= last, ARTICLES.c.n <= upto]
    if types:
        asked.append(EVENTS.c.type.in_(list(types)))
    if loose:
        asked.append(INCIDENTS.c.n.is_(None))
    return _tellings(connection, *asked)


def pointed_at(connection: Connection, pairs: Sequence[tuple[str, str]]) -> list[Telling]:
    """Those of pairs of a report's id and an event's, in that order, each once; copies and what is there no more are left out."""
    found = {(t.report, t.event): t for t in _tellings(connection, tuple_(ARTICLES.c.id, EVENTS.c.id).in_(list(pairs)))}
    return [found[p] for p in dict.fromkeys(pairs) if p in found]


def _tellings(connection: Connection, *asked: ColumnElement[bool]) -> list[Telling]:
    rows = connection.execute(
        select(
            READINGS.c.n.label("reading"), ARTICLES.c.n, ARTICLES.c.id, ARTICLES.c.day, ARTICLES.c.outlet, ARTICLES.c.url, ARTICLES.c.title,
            EVENTS.c.id.label("event"), EVENTS.c.type, EVENTS.c.modes, EVENTS.c.status, EVENTS.c.confidence, EVENTS.c.first, EVENTS.c.place,
            INCIDENTS.c.n.label("incident"),
        )
        .join_from(EVENTS, READINGS).join(ARTICLES)
        .outerjoin(INCIDENT_EVENTS, (INCIDENT_EVENTS.c.article == ARTICLES.c.n) & (INCIDENT_EVENTS.c.event == EVENTS.c.id))
        # A later reading may call another event by the same id.
        .outerjoin(INCIDENTS, (INCIDENTS.c.n == INCIDENT_EVENTS.c.incident) & (INCIDENTS.c.type == EVENTS.c.type))
        .where(READINGS.c.last, ~EVENTS.c.historical, ARTICLES.c.n.not_in(select(COPIES.c.article)), *asked)
        .order_by(ARTICLES.c.n, EVENTS.c.start, EVENTS.c.id)
    ).all()  # fmt: skip
    out: list[Telling] = []
    readings = list(dict.fromkeys(r.reading for r in rows))
    known: dict[int, dict[str, Entity]] = {}
    parts: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for k in range(0, len(readings), PIECE):
        _people(connection, readings[k : k + PIECE], known, parts)
    for r in rows:
        own = known.get(r.reading, {})
        actors, recipients = (
            tuple(own[x] for x in parts[r.reading, r.event, role] if x in own) for role in ("actor", "recipient")
        )
        out.append(
            Telling(r.n, r.id, r.event, r.incident, r.day, r.outlet, r.url, r.title, r.type, tuple(r.modes.split()), r.status, r.confidence,
                    r.first, actors, recipients, own.get(r.place or ""))
        )  # fmt: skip
    return out


def _people(
    connection: Connection,
    readings: Sequence[int],
    known: dict[int, dict[str, Entity]],
    parts: dict[tuple[int, str, str], list[str]],
) -> None:
    for r in connection.execute(select(ENTITIES).where(ENTITIES.c.reading.in_(list(readings)))):
        at = Place(r.name, r.country, None, r.geonames_id, r.latitude, r.longitude, r.precision) if r.precision else None
        known.setdefault(r.reading, {})[r.id] = Entity(
            r.id, r.kind, r.text, r.start, r.end, (), r.name, r.country, tuple(r.sectors.split()), at, False, r.knowledge_id
        )
    asked = select(PARTICIPANTS).where(PARTICIPANTS.c.reading.in_(list(readings))).order_by(PARTICIPANTS.c.entity)
    for r in connection.execute(asked):
        parts[r.reading, r.event, r.role].append(r.entity)


def words(connection: Connection, tellings: Sequence[Telling]) -> dict[tuple[str, str], Words]:
    """What some of them say, by report and event."""
    wanted = defaultdict(set)
    for t in tellings:
        wanted[t.article].add(t.event)
    out = {}
    numbers = sorted(wanted)
    for k in range(0, len(numbers), PIECE):
        asked = (
            select(ARTICLES.c.n, ARTICLES.c.text, READINGS.c.report)
            .join_from(READINGS, ARTICLES)
            .where(READINGS.c.last, ARTICLES.c.n.in_(numbers[k : k + PIECE]))
        )
        for row in connection.execute(asked):
            r = report_of(row.report, row.text)
            for v in r.events:
                if v.id in wanted[row.n]:
                    speakers = [r.entity(s.speaker) for x in v.according_to[-1:] if (s := r.statement(x))]
                    said_by = next((e.name or e.text for e in speakers if e), "somebody unnamed" if v.according_to else None)
                    out[r.id, v.id] = Words(" ".join(r.text[v.start : v.end].split()), said_by)
    return out


def articles_read(connection: Connection, day: str, last: str, upto: int) -> list[tuple[str, str | None, str | None, int]]:
    """(day, outlet, address, articles) of some days, without copies; the address of those without an outlet, each on its own."""
    own = (ARTICLES.c.day >= day, ARTICLES.c.day <= last, ARTICLES.c.n <= upto, ARTICLES.c.n.not_in(select(COPIES.c.article)))
    named = (
        select(ARTICLES.c.day, ARTICLES.c.outlet, func.count())
        .where(*own, ARTICLES.c.outlet.is_not(None))
        .group_by(ARTICLES.c.day, ARTICLES.c.outlet)
    )
    out: list[tuple[Any, ...]] = [(d, o, None, n) for d, o, n in connection.execute(named)]
    nameless = select(ARTICLES.c.day, ARTICLES.c.url).where(*own, ARTICLES.c.outlet.is_(None))
    return [*out, *((d, None, u, 1) for d, u in connection.execute(nameless))]
