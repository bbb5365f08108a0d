"""Incidents: which events of many reports are one act, and how it stands. Profiles in, verdicts out; `placing` finds them in an archive.

Two tell of one act where they are of one type, their days can be the same, nothing that both tell speaks against it, and at least two of who, against
whom and where agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tocsin.desk.days import BEFORE, SLACK, moved
from tocsin.desk.pattern import Party
from tocsin.report import Entity, Event, Report
from tocsin.resolve.days import bounds
from tocsin.resolve.earth import kilometres

NEAR = 40.0
"""Kilometres within which two towns are one place of an act."""
LONGEST = 31
"""Days between which an act may lie to be told from others: "last year" fits too many."""
PLACES = ("CONSULT", "AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONCEDE")
"""Acts in words: who and to whom must agree, for a hundred of them are done in one capital on one day."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of an act: its type, the days between which it lies, the parties, and the place (country, name, degrees)."""

    type: str
    first: str | None
    until: str | None
    actors: frozenset[Party]
    recipients: frozenset[Party]
    country: str | None = None
    place: str | None = None
    latitude: float | None = None
    longitude: float | None = None


def profile(r: Report, v: Event) -> Profile:
    """The profile of one event; without a day of its own an act in the past lies shortly before publication."""
    entities = {e.id: e for e in r.entities}

    def parties(ids: Iterable[str]) -> frozenset[Party]:
        return frozenset(p for x in ids if x in entities and (p := Party.of(entities[x])))

    first, until = bounds(v.time.value) if v.time and v.time.value else (None, None)
    published = (r.published or "")[:10]
    if first is None and published and v.status == "actual":
        first, until = moved(published, -BEFORE), published
    where: Entity | None = entities.get(v.place or "")
    at = where.place if where else None
    city = at if at and at.precision in ("city", "point") else None
    return Profile(
        v.type, first, until, parties(v.actors), parties(v.recipients), (at.country if at else where.country) if where else None,
        (at.name if at else None) if where else None, city.latitude if city else None, city.longitude if city else None,
    )  # fmt: skip


def agreement(a: Profile, b: Profile) -> int:
    """How many of who, against whom and where agree, 0..3; -1 where the two cannot be one act."""
    if a.type != b.type or not _days(a, b):
        return -1
    found = 0
    for one, other in ((a.actors, b.actors), (a.recipients, b.recipients)):
        if one and other:
            if not one & other:
                return -1
            found += 1
    where = _places(a, b)
    if where is False:
        return -1
    if where and a.type not in PLACES:
        found += 1
    return found


def _days(a: Profile, b: Profile) -> bool:
    if a.first is None or b.first is None:
        return False
    return a.first <= moved(b.until or b.first, SLACK) and b.first <= moved(a.until or a.first, SLACK)


def _places(a: Profile, b: Profile) -> bool | None:
    """Whether two acts were done in one place; None where one of them does not say, or says only the country."""
    if a.country is None or b.country is None:
        return None
    if a.country != b.country:
        return False
    if a.latitude is not None and b.latitude is not None and a.longitude is not None and b.longitude is not None:
        return kilometres(a.latitude, a.longitude, b.latitude, b.longitude) <= NEAR
    return True if a.place and a.place == b.place else None


def joined(a: Profile, b: Profile) -> Profile:
    """What two reports of one act tell together: the days that both allow, the parties of both, the finer place."""
    first, until = max(x for x in (a.first, b.first) if x), min(x for x in (a.until or a.first, b.until or b.first) if x)
    if first > until:
        first, until = min(first, until), max(first, until)
    finer = b if (a.latitude is None and b.latitude is not None) or a.country is None else a
    return replace(
        a, first=first, until=until, actors=a.actors | b.actors, recipients=a.recipients | b.recipients, country=finer.country, place=finer.place,
        latitude=finer.latitude, longitude=finer.longitude,
    )  # fmt: skip


def state_of(statuses: Sequence[str]) -> str:
    """How an incident stands by the statuses of its events, in the order in which they came."""
    has = set(statuses)
    if "actual" in has:
        return "disputed" if "negated" in has else "reported"
    if "negated" in has:
        return "denied"
    return "planned" if "future" in has else "feared"
