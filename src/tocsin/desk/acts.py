"""Tellings gathered into acts: those of one incident, and those that belong to none and say the same of the same day.

Tellings come in, acts with their sources go out; which acts ring is left to `alerts`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tocsin.desk.bells import OURS
from tocsin.desk.board import UNNAMED
from tocsin.desk.incidents import state_of
from tocsin.desk.pattern import Party
from tocsin.render.gist import label
from tocsin.report import Entity
from tocsin.resolve.outlets import host, owner
from tocsin.store.tellings import Telling


@dataclass(frozen=True, slots=True)
class Act:
    """One act with everybody who tells it, in the order in which they came; `key` is its own in its archive."""

    key: str
    tellings: tuple[Telling, ...]

    @property
    def type(self) -> str:
        """Its PLOVER type."""
        return self.tellings[0].type

    @property
    def state(self) -> str:
        """How it stands: planned, feared, reported, disputed or denied."""
        return state_of([t.status for t in self.tellings])


def acts(tellings: Iterable[Telling]) -> list[Act]:
    """The acts of some tellings, in the order in which they were first told; what names neither who, nor against whom, nor where is none."""
    found: dict[str, list[Telling]] = {}
    for t in tellings:
        key = _key(t)
        if key:
            found.setdefault(key, []).append(t)
    return [Act(key, tuple(own)) for key, own in found.items()]


def _key(t: Telling) -> str | None:
    if t.incident is not None:
        return f"incident:{t.incident}"
    if not (t.actors or t.recipients or t.place):
        return None
    who, whom = (sorted({str(Party.of(e) or e.text.casefold()) for e in own}) for own in (t.actors, t.recipients))
    where = (t.place.name or t.place.text).casefold() if t.place else ""
    said = "|".join((t.type, ",".join(who), ",".join(whom), where, t.first or t.day or ""))
    return f"act:{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def voice(t: Telling) -> str:
    """Who tells it: an outlet counts once, and all articles of no known outlet once together."""
    return t.outlet or host(t.url) or UNNAMED


def of_state(t: Telling) -> bool:
    """Whether a state's or a ruling party's outlet tells it."""
    return owner(t.outlet, t.url) in OURS


def voices(tellings: Iterable[Telling]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The independent sources of some tellings, and which of them are outlets of a state; both in the order of their names."""
    found = {voice(t): of_state(t) for t in tellings}
    return tuple(sorted(found)), tuple(sorted(v for v, ours in found.items() if ours))


def headline(tellings: Sequence[Telling]) -> str:
    """An act in a line, by the telling that says most of it: what, who, to whom, where, and the days that are told."""
    fullest = max(tellings, key=_says)
    whom = f" → {_listed(fullest.recipients)}" if fullest.recipients else ""
    where = f" in {_listed((fullest.place,))}" if fullest.place and fullest.place not in fullest.recipients else ""
    days = sorted({d for t in tellings if (d := t.first or t.day)})
    when = "" if not days else f", {days[0]}" if len(days) == 1 else f", {days[0]} to {days[-1]}"
    return f"{fullest.type}: {_listed(fullest.actors)}{whom}{where}{when}"


def _says(t: Telling) -> tuple[int, int, float]:
    """How much a telling says of who, against whom and where, by names first and by confidence last."""
    people = (*t.actors, *t.recipients)
    return bool(t.actors) + bool(t.recipients) + bool(t.place), sum(bool(e.name) for e in people) - len(people), t.confidence


def _listed(entities: Sequence[Entity]) -> str:
    return " and ".join(dict.fromkeys(map(label, entities))) or "somebody"
