"""Which events leave, under which day and which type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tocsin.codebook import codebook
from tocsin.report import Entity, Event, Report
from tocsin.resolve.days import bounds

FOLDED = {"CONSULT": "AGREE", "SUPPORT": "AGREE", "COOPERATE": "AGREE", "AID": "AGREE", "RETREAT": "CONCEDE"}
"""What PLOVER codes an announced act of a type as (manual 2023): future cooperation is agreement, an announced retreat a concession."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; an empty set or None asks for nothing in particular. Countries are ISO alpha-3 or PLOVER's codes, days ISO."""

    types: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    since: str | None = None
    until: str | None = None
    confidence: float = 0.0
    historical: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it leaves: its report, the day it is put under (None where neither the text nor the outlet gives one), the last day, its
    participants and its place."""

    report: Report
    event: Event
    day: str | None
    last: str | None
    actors: tuple[Entity, ...]
    recipients: tuple[Entity, ...]
    place: Entity | None

    @property
    def id(self) -> str:
        """Stable: the report's id and the event's."""
        return f"{self.report.id}-{self.event.id}"


def told(reports: Iterable[Report], wanted: Wanted) -> Iterator[Told]:
    """The events of reports that are asked for, in their order."""
    for r in reports:
        entities = {e.id: e for e in r.entities}
        for v in r.events:
            first, last = bounds(v.time.value) if v.time and v.time.value else (None, None)
            t = Told(
                r, v, first or (r.published or "")[:10] or None, last if last != first else None,
                tuple(entities[x] for x in v.actors if x in entities), tuple(entities[x] for x in v.recipients if x in entities),
                entities.get(v.place or ""),
            )  # fmt: skip
            if _asked(t, wanted):
                yield t


def _asked(t: Told, w: Wanted) -> bool:
    v = t.event
    return (
        (not w.types or v.type in w.types)
        and (not w.statuses or v.status in w.statuses)
        and v.confidence >= w.confidence
        and (w.historical or not v.historical)
        and (not w.since or (t.day is not None and (t.last or t.day) >= w.since))
        and (not w.until or (t.day is not None and t.day <= w.until))
        and (not w.actors or bool(w.actors & {e.country for e in t.actors}))
        and (not w.recipients or bool(w.recipients & {e.country for e in t.recipients}))
        and (not w.places or (t.place is not None and t.place.country in w.places))
    )


def plover_type(t: Told) -> str | None:
    """The type that PLOVER codes an event as; None where PLOVER has no event: what is only threatened, and what did not happen."""
    v = t.event
    if v.status == "negated" or (v.status == "hypothetical" and _threatened(t)):
        return None
    return FOLDED.get(v.type, v.type) if v.status == "future" else v.type


def _threatened(t: Told) -> bool:
    """Whether an act is the content of a threat: a response of a tripwire, or inside the words of the statement that carries one."""
    v = t.event
    if any(v.id in w.responses for w in t.report.tripwires):
        return True
    threats = [x.trigger for x in t.report.events if x.type == "THREATEN" and x.id != v.id]
    return any(
        s.cue.start < x.end and x.start < s.cue.end
        for s in t.report.statements if any(c.start <= v.trigger.start and v.trigger.end <= c.end for c in s.content)
        for x in threats
    )  # fmt: skip


def quad(kind: str) -> str:
    """Name of a type's quad class, as PLOVER spells it."""
    book = codebook()
    return book.quad_classes[book.types[kind].quad].upper() if kind in book.types else ""
