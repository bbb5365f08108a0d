"""Where two copies of one report disagree in substance: an act that one tells as done and the other as denied or only planned, doer and sufferer
exchanged, another number, another name. Both reports and the pairs of passages that say the same in, distortions with both sides' words out.

What is compared is what the passages hold, so nothing is said of sentences that one copy leaves out: that is no disagreement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.desk.alignment import Pair
from tocsin.desk.marks import numbers
from tocsin.desk.pattern import Party
from tocsin.report import Entity, Event, Report, Span

SURE = 0.6
"""Confidence of an event that is held against the other copy's."""
STANDS = {"actual": "done", "negated": "denied", "future": "open", "hypothetical": "open"}
"""What a status comes to: that a plan is only feared in the other copy is no disagreement in substance."""


SHORTEST = 3
"""Letters of a name; shorter words are pronouns."""
MOST_APART = 100.0
"""Times one number may be the other: more is another unit, or another thing."""


@dataclass(frozen=True, slots=True)
class Distortion:
    """`kind` is status, roles, number or name; `here` and `there` what each copy says; the pair holds both passages."""

    kind: str
    here: str
    there: str
    pair: Pair


def distortions(here: Report, there: Report, pairs: Sequence[Pair]) -> list[Distortion]:
    """The disagreements of two copies, in the order of the text, one of a kind in a pair of passages."""
    out = []
    for pair in pairs:
        own, other = _events(here, pair.here), _events(there, pair.there)
        found = [_status(own, other), _roles(here, there, own, other), _number(here, there, pair), _name(here, there, pair)]
        out += [Distortion(kind, a, b, pair) for kind, a, b in (f for f in found if f)]
    return out


Found = tuple[str, str, str]


def _events(r: Report, span: Span) -> list[Event]:
    return [v for v in r.events if span.start <= v.trigger.start < span.end and v.confidence >= SURE]


def _status(own: Sequence[Event], other: Sequence[Event]) -> Found | None:
    """An act that both tell and that stands otherwise; or a refusal that the other has not, where it tells of acts as done."""
    for a, b in _alike(own, other):
        if STANDS[a.status] != STANDS[b.status] and not any(
            STANDS[x.status] == STANDS[a.status] for x in other if x.type == a.type
        ):
            return "status", f"{a.status}: {a.trigger.text}", f"{b.status}: {b.trigger.text}"
    return None


def _alike(own: Sequence[Event], other: Sequence[Event]) -> Iterator[tuple[Event, Event]]:
    """Events of one type, each with the other's in the same place of the order."""
    for kind in dict.fromkeys(v.type for v in own):
        a, b = ([v for v in side if v.type == kind] for side in (own, other))
        if len(a) == len(b):
            yield from zip(a, b, strict=True)


def _roles(here: Report, there: Report, own: Sequence[Event], other: Sequence[Event]) -> Found | None:
    """An act whose doer is the other copy's sufferer, and the other way round."""
    for a, b in _alike(own, other):
        doers, sufferers = _parties(here, a.actors), _parties(here, a.recipients)
        theirs, their_sufferers = _parties(there, b.actors), _parties(there, b.recipients)
        if doers & their_sufferers and sufferers & theirs and not doers & theirs and not sufferers & their_sufferers:
            return "roles", _said(here, a), _said(there, b)
    return None


def _parties(r: Report, ids: Sequence[str]) -> frozenset[Party]:
    return frozenset(p for x in ids if (e := r.entity(x)) and (p := Party.of(e)))


def _said(r: Report, v: Event) -> str:
    def names(ids: Sequence[str]) -> str:
        return " and ".join(e.name or e.text for x in ids if (e := r.entity(x))) or "somebody"

    return f"{names(v.actors)} → {names(v.recipients)}: {v.trigger.text}"


def _number(here: Report, there: Report, pair: Pair) -> Found | None:
    """One number in digits that each copy has and the other has not. Where the counts differ, one of them may only be written in words."""
    own, other = numbers(here.text[pair.here.start : pair.here.end]), numbers(there.text[pair.there.start : pair.there.end])
    only, theirs = [k for k in own if k not in other], [k for k in other if k not in own]
    if len(only) == len(theirs) == 1 and _of_one_kind(float(only[0]), float(theirs[0])):
        return "number", own[only[0]], other[theirs[0]]
    return None


def _of_one_kind(a: float, b: float) -> bool:
    """Whether two numbers can be counts of one thing: "15 thousand" is 15,000, and 6.4 no count where 12 is one."""
    low, high = sorted((a, b))
    return a.is_integer() == b.is_integer() and low > 0 and high / low < MOST_APART


def _name(here: Report, there: Report, pair: Pair) -> Found | None:
    """One state that each copy names in the passage and the other does not: by whatever name, place or body."""
    own, other = _states(here, pair.here), _states(there, pair.there)
    only, theirs = [w for k, w in own.items() if k not in other], [w for k, w in other.items() if k not in own]
    return ("name", only[0], theirs[0]) if len(only) == len(theirs) == 1 else None


def _states(r: Report, span: Span) -> dict[str, str]:
    """The states that a passage calls by name, as code → words. Towns, bodies and persons are left out: two languages resolve them too differently."""
    out: dict[str, str] = {}
    for e in r.entities:
        if e.country and not e.doubtful and e.knowledge_id == f"state:{e.country}":
            for m in e.mentions or (Span(e.start, e.end),):
                if span.start <= m.start and m.end <= span.end and _names(r, e, m):
                    out.setdefault(e.country, r.text[m.start : m.end])
    return out


def _names(r: Report, e: Entity, m: Span) -> bool:
    """Whether a mention is a name, not a pronoun or a description of somebody named elsewhere."""
    words = r.text[m.start : m.end]
    return len(words) > SHORTEST and (any(c.isupper() for c in words) or r.language == "ar")
