"""The codebook as values: event types with their modes, statuses, contexts, sectors, kinds.

One YAML table (`codebook.yaml`, PLOVER's categories) read once; everything that needs a category asks here and
nothing else in tocsin spells one out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tocsin.tables import load


@dataclass(frozen=True, slots=True)
class EventType:
    """One of PLOVER's sixteen types: quad class 1-4, conflict-cooperation score -10..10, its modes; whether all sides are actors, whether it is done to somebody."""

    name: str
    quad: int
    score: float
    gloss: str
    modes: tuple[str, ...]
    recipient_required: bool = False
    mutual: bool = False
    addressed: bool = False


@dataclass(frozen=True, slots=True)
class Codebook:
    """The whole table; every field keeps the order of the YAML file."""

    version: str
    types: dict[str, EventType]
    quad_classes: dict[int, str]
    statuses: tuple[str, ...]
    contexts: tuple[str, ...]
    sectors: dict[str, str]
    international: dict[str, str]
    entity_kinds: tuple[str, ...]
    noise_kinds: tuple[str, ...]

    @property
    def modes(self) -> tuple[str, ...]:
        """Every mode of every type once, in the table's order."""
        return tuple(dict.fromkeys(m for t in self.types.values() for m in t.modes))


@cache
def codebook() -> Codebook:
    """The table shipped with this version of tocsin."""
    raw = load("tocsin", "codebook.yaml")
    types = {name: EventType(name, **{**t, "modes": tuple(t["modes"])}) for name, t in raw["types"].items()}
    return Codebook(
        version=raw["version"],
        types=types,
        quad_classes=raw["quad_classes"],
        statuses=tuple(raw["statuses"]),
        contexts=tuple(raw["contexts"]),
        sectors=raw["sectors"],
        international=raw["international"],
        entity_kinds=tuple(raw["entity_kinds"]),
        noise_kinds=tuple(raw["noise_kinds"]),
    )
