"""What rings: acts, bells and counts in, alerts with their evidence out. Pure: which rows there are is asked by `ringing`, what rang before is told it.

An act rings once for a rule, and again when it stands otherwise (reported, then disputed).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tocsin.desk.acts import Act, headline, of_state, voice, voices
from tocsin.desk.board import STATES
from tocsin.desk.rules import AlertRule, OfEvents, OfTripwires
from tocsin.desk.watchlist import Wanted
from tocsin.store.tellings import Telling, Words

SHOWN = 5
"""Tellings that an alert shows; how many there are is said by its sources."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who says what: the words, the outlet (and whether it is a state's), the day of publication, status, confidence (0..1), who claims it (None: the
    outlet itself), and where it is to be found."""

    report: str
    event: str
    words: str
    outlet: str
    state_outlet: bool
    day: str | None
    status: str
    confidence: float
    said_by: str | None
    title: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that rang: for which rule, what (`key` and `state` make it one of its kind), in words, why, by whose account, and how to look further.

    `before` is the state in which it rang before, None where it rings for the first time; `confidence` the best of its evidence.
    """

    rule: str
    kind: str
    key: str
    state: str
    before: str | None
    headline: str
    why: str
    sources: tuple[str, ...]
    state_outlets: tuple[str, ...]
    confidence: float
    evidence: tuple[Evidence, ...]
    look: str

    @property
    def state_only(self) -> bool:
        """Whether outlets of a state alone say so."""
        return bool(self.sources) and len(self.state_outlets) == len(self.sources)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for a database and for `--json`."""
        return {**asdict(self), "state_only": self.state_only}

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Alert:
        """What `to_dict` wrote."""
        own: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in d.items() if k in cls.__slots__}
        own["evidence"] = tuple(Evidence(**e) for e in d["evidence"])
        return cls(**own)


@dataclass(frozen=True, slots=True)
class Rung:
    """A change of a tripwire's state: the bell's number, the tripwire, what it was and what it came to be, and the events that say so."""

    n: int
    wire: str
    title: str
    level: str
    before: str
    state: str
    reason: str
    events: tuple[tuple[str, str], ...]


def ringing(rule: AlertRule, found: Sequence[Act], known: Mapping[str, str]) -> list[Act]:
    """Of acts with something new, those that ring; `known` has the state in which each key of the rule rang last."""
    assert isinstance(rule.ask, OfEvents)
    wanted = rule.ask.wanted
    return [a for x in found if (a := accepted(x, wanted)) and enough(a, wanted) and known.get(a.key) != a.state]


def accepted(act: Act, wanted: Wanted) -> Act | None:
    """An act by those of its tellings that are sure enough; None where none of them fits."""
    own = tuple(t for t in act.tellings if t.confidence >= wanted.confidence)
    return Act(act.key, own) if any(wanted.fits(t) for t in own) else None


def enough(act: Act, wanted: Wanted) -> bool:
    """Whether so many independent sources tell it as is asked for; where two or more are asked for, one must not be a state's."""
    all_, ours = voices(t for t in act.tellings if not wanted.statuses or t.status in wanted.statuses)
    return len(all_) >= wanted.sources and (wanted.sources == 1 or len(ours) < len(all_))


def of_act(rule: AlertRule, act: Act, before: str | None, words: Mapping[tuple[str, str], Words]) -> Alert:
    """The alert of an act that rings."""
    all_, ours = voices(act.tellings)
    why = f"{before}, now {act.state}" if before else act.state
    return Alert(
        rule.id, "event", act.key, act.state, before, headline(act.tellings), why, all_, ours, max(t.confidence for t in act.tellings),
        evidence(latest(act.tellings), words), look_at(act.tellings),
    )  # fmt: skip


def latest(tellings: Sequence[Telling]) -> list[Telling]:
    """What an alert shows of many tellings: the first one, and the last of each other voice and status, so that a denial is not lost."""
    last = {(voice(t), t.status): t for t in tellings[1:]}
    rest = sorted(
        (t for t in last.values() if (voice(t), t.status) != (voice(tellings[0]), tellings[0].status)), key=lambda t: t.article
    )
    return [tellings[0], *rest[-(SHOWN - 1) :]]


def evidence(tellings: Iterable[Telling], words: Mapping[tuple[str, str], Words]) -> tuple[Evidence, ...]:
    """Tellings with their words."""
    out = []
    for t in tellings:
        said = words.get((t.report, t.event), Words("", None))
        out.append(
            Evidence(
                t.report, t.event, said.text, voice(t), of_state(t), t.day, t.status, t.confidence, said.said_by, t.title, t.url
            )
        )
    return tuple(out)


def look_at(tellings: Sequence[Telling]) -> str:
    """The command that shows an act with everything around it."""
    t = tellings[0]
    if t.incident is None:
        title = (t.title or "").replace('"', " ").strip()
        return f"tocsin search '\"{title}\"'" if title and "'" not in title else f"tocsin incidents --type {t.type}"
    countries = [e.country for e in (*(x for x in (t.place,) if x), *t.recipients, *t.actors) if e.country]
    where = f" --country {countries[0]}" if countries else ""
    days = sorted(d for x in tellings if (d := x.first or x.day))
    return f"tocsin incidents --type {t.type}{where}" + (f" --since {days[0]}" if days else "")


def moved(rule: AlertRule, rung: Sequence[Rung]) -> list[Rung]:
    """Of bells, those that a rule asks for; of a tripwire that moved on more than once only where it came to, from where it was."""
    ask = rule.ask
    assert isinstance(ask, OfTripwires)
    last: dict[str, Rung] = {}
    for b in rung:
        first = last[b.wire].before if b.wire in last else b.before
        last[b.wire] = Rung(b.n, b.wire, b.title, b.level, first, b.state, b.reason, b.events)
    return [
        b for b in last.values()
        if b.state in ask.states and b.state != b.before and (not ask.levels or b.level in ask.levels) and (not ask.ids or b.wire in ask.ids)
    ]  # fmt: skip


def of_bell(rule: AlertRule, b: Rung, tellings: Sequence[Telling], words: Mapping[tuple[str, str], Words]) -> Alert:
    """The alert of a tripwire's change, with the events that brought it about."""
    assert b.state in STATES
    all_, ours = voices(tellings)
    return Alert(
        rule.id, "tripwire", f"bell:{b.n}", b.state, b.before, b.title, f"{b.before}, now {b.state}: {b.reason}", all_, ours,
        max((t.confidence for t in tellings), default=0.0), evidence(tellings[:SHOWN], words), f"tocsin tripwire why {b.wire}",
    )  # fmt: skip


def record(alert: Alert) -> str:
    """An alert as one line of JSON."""
    return json.dumps(alert.to_dict(), ensure_ascii=False)
