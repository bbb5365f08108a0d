"""What a user watches: places, actors, dyads and types, and what a rule asks of an act; whether a telling of an act fits.

Tellings come in as values (from `store.tellings`), nothing goes out but a yes or a no; how rules are written is left to `rules`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tocsin.desk.pattern import Party
from tocsin.report import Entity
from tocsin.resolve.earth import kilometres
from tocsin.store.tellings import Telling


@dataclass(frozen=True, slots=True)
class Area:
    """A state (ISO alpha-3), or everything within `km` of a point (WGS 84 degrees); `name` is how the user calls it."""

    name: str
    country: str = ""
    latitude: float = 0.0
    longitude: float = 0.0
    km: float = 0.0

    def holds(self, place: Entity) -> bool:
        """Whether a place lies in it. Of a circle only towns and points can be said to: the middle of a state is nowhere in particular."""
        at = place.place
        if self.country:
            return (at.country if at else None) == self.country or place.country == self.country
        if at is None or at.latitude is None or at.longitude is None or at.precision not in ("city", "point"):
            return False
        return kilometres(self.latitude, self.longitude, at.latitude, at.longitude) <= self.km

    def __str__(self) -> str:
        return self.country or f"{self.name} ({self.km:g} km)"


Dyad = tuple[Party, Party]
"""Two parties, whichever of them acts."""


@dataclass(frozen=True, slots=True)
class WatchList:
    """What a user watches under one name: any of the parties, dyads and places; of any of the types, where it names some."""

    name: str
    places: tuple[Area, ...] = ()
    actors: tuple[Party, ...] = ()
    dyads: tuple[Dyad, ...] = ()
    types: tuple[str, ...] = ()

    def holds(self, t: Telling) -> bool:
        """Whether a telling is of something on the list."""
        if self.types and t.type not in self.types:
            return False
        if not (self.places or self.actors or self.dyads):
            return True
        return (
            _any(self.actors, (*t.actors, *t.recipients))
            or any(between(d, t) for d in self.dyads)
            or any(a.holds(p) for a in self.places for p in t.places)
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a rule asks of an act; what is empty is not asked, of each of the others any one must fit. `sources` independent outlets must tell it."""

    types: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ("actual",)
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    dyads: tuple[Dyad, ...] = ()
    places: tuple[Area, ...] = ()
    watch: tuple[WatchList, ...] = ()
    confidence: float = 0.5
    sources: int = 1

    def fits(self, t: Telling) -> bool:
        """Whether one telling is of what is asked for; how many tell it is asked of the act."""
        return (
            (not self.types or t.type in self.types)
            and (not self.modes or bool(set(self.modes) & set(t.modes)))
            and (not self.statuses or t.status in self.statuses)
            and t.confidence >= self.confidence
            and (not self.actors or _any(self.actors, t.actors))
            and (not self.recipients or _any(self.recipients, t.recipients))
            and (not self.dyads or any(between(d, t) for d in self.dyads))
            and (not self.places or any(a.holds(p) for a in self.places for p in t.places))
            and (not self.watch or any(w.holds(t) for w in self.watch))
        )


def _any(parties: Iterable[Party], entities: Iterable[Entity]) -> bool:
    own = tuple(entities)
    return any(p.fits(e) for p in parties for e in own)


def between(dyad: Dyad, t: Telling) -> bool:
    """Whether one of a dyad acts upon the other, or both act together."""
    return any(
        x.id != y.id and ((dyad[0].fits(x) and dyad[1].fits(y)) or (dyad[1].fits(x) and dyad[0].fits(y)))
        for x in t.actors
        for y in (*t.recipients, *t.actors)
    )
