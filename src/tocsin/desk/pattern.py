"""What a tripwire waits for, as a pattern over events: types, who does it, to whom, where; and how far an event fits it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from tocsin.report import Entity, Event, Report

OF_STATE = frozenset({"GOV", "MIL", "COP", "LEG", "SPY"})
"""Sectors whose acts are their state's: a pattern asks for the state, whichever body of it acts."""


@dataclass(frozen=True, slots=True, order=True)
class Party:
    """Somebody a pattern asks for: a state or PLOVER code, with a sector where not the whole state is meant, or one body by id or name."""

    country: str = ""
    sector: str = ""
    id: str = ""
    name: str = ""

    @classmethod
    def of(cls, e: Entity) -> Party | None:
        """What a participant is asked for by; None where nothing tells it from others."""
        if (e.knowledge_id or "").startswith(("groups:", "parties:", "organisations:", "person:")):
            return cls(id=e.knowledge_id or "")
        if e.country and (not e.sectors or e.sectors[0] in OF_STATE):
            return cls(country=e.country)
        if e.country and e.sectors:
            return cls(country=e.country, sector=e.sectors[0])
        return cls(name=e.name.casefold()) if e.name else None

    def fits(self, e: Entity) -> bool:
        """Whether a participant is, or belongs to, who is asked for."""
        if self.id:
            return e.knowledge_id == self.id
        if self.name:
            return self.name in ((e.name or "").casefold(), e.text.casefold())
        return e.country == self.country and (
            self.sector in e.sectors if self.sector else not e.sectors or e.sectors[0] in OF_STATE
        )

    def __str__(self) -> str:
        return self.id or self.name or f"{self.country} {self.sector}".strip()

    @classmethod
    def all_of(cls, e: Entity) -> set[str]:
        """Everybody, in words, who an entity could be asked for as."""
        names = {x for x in (e.knowledge_id, (e.name or "").casefold(), e.text.casefold()) if x}
        return names | ({e.country, *(f"{e.country} {s}" for s in e.sectors)} if e.country else set())


@dataclass(frozen=True, slots=True)
class Pattern:
    """Any of `types`, done by any of `actors` to any of `recipients` in any of `places` (ISO alpha-3); what is empty is not asked."""

    types: tuple[str, ...] = ()
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def vague(self) -> bool:
        """Whether it asks for a type alone: half the news would fit."""
        return not (self.actors or self.recipients or self.places)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for a database."""
        return asdict(self)

    @classmethod
    def from_dict(cls, d: dict[str, Any]) -> Pattern:
        """What `to_dict` wrote."""
        return cls(
            tuple(d["types"]), tuple(Party(**p) for p in d["actors"]), tuple(Party(**p) for p in d["recipients"]), tuple(d["places"])
        )  # fmt: skip

    def __str__(self) -> str:
        said = " or ".join(self.types) or "any act"
        for word, asked in (("by", self.actors), ("against", self.recipients), ("in", self.places)):
            if asked:
                said += f" {word} {' or '.join(map(str, asked))}"
        return said


def of_event(r: Report, v: Event) -> Pattern:
    """The pattern that an act of a report is an instance of."""
    entities = {e.id: e for e in r.entities}

    def parties(ids: Iterable[str]) -> tuple[Party, ...]:
        return tuple(sorted({p for x in ids if x in entities and (p := Party.of(entities[x]))}))

    place = entities.get(v.place or "")
    country = (place.place.country if place.place else place.country) if place else None
    actors, recipients = parties(v.actors), parties(v.recipients)
    # Where it is done says nothing more than to whom, where that is the same state.
    told = {p.country for p in (*actors, *recipients)}
    return Pattern((v.type,), actors, recipients, (country,) if country and country not in told else ())


def keys_of_report(r: Report) -> frozenset[str]:
    """Every key of a pattern that a report could fit, whatever part its entities have in its events; nothing that fits is left out."""
    there = {x for e in r.entities for x in Party.all_of(e)} | {
        e.place.country for e in r.entities if e.place and e.place.country
    }
    return frozenset(f"{t} {x}" for t in ("*", *{v.type for v in r.events}) for x in there)


@dataclass(frozen=True, slots=True)
class Fit:
    """How an event fits a pattern, part by part: True, False, or None where the pattern asks nothing or the event tells nothing."""

    type: bool
    actor: bool | None
    recipient: bool | None
    place: bool | None
    asked: int

    @property
    def full(self) -> bool:
        """The type, and everything else that is asked; a type alone is not enough."""
        return self.type and self.asked > 0 and sum(x is True for x in (self.actor, self.recipient, self.place)) == self.asked

    @property
    def partial(self) -> bool:
        """The type and something else that is asked, and nothing against it."""
        parts = (self.actor, self.recipient, self.place)
        return self.type and not self.full and True in parts and False not in parts

    def __str__(self) -> str:
        names = (("type", self.type), ("actor", self.actor), ("recipient", self.recipient), ("place", self.place))
        return ", ".join(
            f"{n} {'fits' if x else 'does not fit' if x is False else 'not told'}"
            for n, x in names
            if n == "type" or x is not None
        )


def fit(pattern: Pattern, r: Report, v: Event) -> Fit:
    """How an event of a report fits a pattern. Whom it hits is often left out where the same words name him: a recipient that is asked for and named beside the act
    counts as told, and somebody else who is named there instead speaks against it. Whoever the whole article never names does not fit."""
    entities = {e.id: e for e in r.entities}

    def one_of(parties: tuple[Party, ...], ids: tuple[str, ...]) -> bool | None:
        own = [entities[x] for x in ids if x in entities]
        if parties and not own:
            return None if any(p.fits(e) for p in parties for e in r.entities) else False
        return any(p.fits(e) for p in parties for e in own) if parties else None

    place = entities.get(v.place or "")
    country = (place.place.country if place.place else place.country) if place else None
    # What is done to a state is done in it, as far as nothing else is said.
    there = {country} if country else {entities[x].country for x in v.recipients if x in entities and entities[x].country}
    recipient = one_of(pattern.recipients, v.recipients)
    if recipient is None and pattern.recipients and v.actors:
        recipient = _beside(pattern.recipients, r, v)
    return Fit(
        not pattern.types or v.type in pattern.types, one_of(pattern.actors, v.actors), recipient,
        bool(there & set(pattern.places)) if pattern.places and there else None,
        sum(map(bool, (pattern.actors, pattern.recipients, pattern.places))),
    )  # fmt: skip


def _beside(parties: tuple[Party, ...], r: Report, v: Event) -> bool | None:
    """Whether one of some parties is named in the words that tell an act, beside those who do it; False where only others are, None where nobody is. Where it is
    done does not say to whom, and who tells it is not whom it hits."""
    named = [
        e for e in r.entities
        if e.kind != "place" and e.id not in v.actors and any(v.start <= m.start and m.end <= v.end for m in e.mentions)
    ]  # fmt: skip
    if any(p.fits(e) for p in parties for e in named):
        return True
    speakers = {s.speaker for s in r.statements}
    return False if any((e.country or e.knowledge_id) and e.id not in speakers for e in named) else None
