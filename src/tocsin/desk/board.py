"""The board: what has been reported of each tripwire, which state that puts it in, and why, in words.

One state outlet, or one copy, is never enough to call a tripwire triggered: what counts are independent sources, and how many are asked for
is a rule that a user may change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tocsin.desk.days import BEFORE, SLACK, moved
from tocsin.desk.fiction import fictional
from tocsin.desk.pattern import fit
from tocsin.desk.wires import Wire, of_report, same_threat
from tocsin.report import Event, Report
from tocsin.resolve.days import bounds

STATES = ("standing", "approached", "triggered", "answered", "expired", "withdrawn")


UNNAMED = "an outlet that is not named"
"""Whom articles are put down to that say nothing of where they are from: nobody can tell that two of them are independent."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What makes a bell ring: independent sources, the least confidence of an event (half of it where a full fit is only to be
    an approach), and the worst grade (a to f) of a source that
    counts (empty: grades are shown and not asked for)."""

    sources: int = 2
    confidence: float = 0.5
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article came from: its outlet, whether that is a state's, whether the article is a copy of an earlier one, and how the user
    grades the outlet (a to f, empty where he has not)."""

    outlet: str | None
    state: bool
    copy: bool
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """An event that fits a tripwire, fully or in part, in its trigger or its response."""

    report: str
    event: str
    half: str
    full: bool
    status: str
    confidence: float
    day: str | None
    published: str | None
    source: Source
    words: str
    fits: str

    @property
    def voice(self) -> str:
        """Who reports it: an outlet counts once, and all articles of no known outlet once together."""
        return self.source.outlet or UNNAMED


def hits(wire: Wire, r: Report, source: Source, threats: Mapping[str, Wire] | None = None) -> list[Hit]:
    """The events of a report that fit a tripwire. What the report itself threatens is no hit: its own conditions and responses, what it says
    might happen where it tells of this very threat, old episodes, and what a film or
    a book tells. What it foresees without threatening is one. `threats` are those of the report, where whoever asks has them already."""
    threats = dict(of_report(r)) if threats is None else threats
    own = {x for t in r.tripwires if t.id in threats for x in (*t.triggers, *t.responses)}
    if any(same_threat(wire, w) for w in threats.values()):
        own |= {v.id for v in r.events if v.status in ("hypothetical", "future")}
    out = []
    for v in r.events:
        if v.historical or v.id in own or v.type == "THREATEN":
            continue
        for half, patterns in (("trigger", wire.triggers), ("response", wire.responses)):
            best = max(
                (fit(p, r, v) for p in patterns if not p.types or v.type in p.types),
                key=lambda f: (f.full, f.partial),
                default=None,
            )
            if best and (best.full or best.partial) and not fictional(r.text[v.start : v.end], r.language):
                out.append(_hit(r, v, half, best.full, str(best), source))
    return _disputed(r, out)


def _hit(r: Report, v: Event, half: str, full: bool, fits: str, source: Source) -> Hit:
    day = (v.time.value or "").split("/")[0] if v.time and v.time.value else None
    return Hit(
        r.id, v.id, half, full, v.status, v.confidence, day, (r.published or "")[:10] or None, source, r.text[v.start : v.end], fits
    )  # fmt: skip


def _disputed(r: Report, found: list[Hit]) -> list[Hit]:
    """What an article tells as a fact and also as not so is no fact by it; whoever is accused may deny."""
    events = {v.id: v for v in r.events}
    speakers = {s.id: s.speaker for s in r.statements}

    def denies(h: Hit) -> bool:
        v = events[h.event]
        return h.status == "negated" and not any(speakers.get(s) in v.actors for s in v.according_to)

    denied = {h.half for h in found if h.full and denies(h)}
    return [replace(h, status="disputed") if h.half in denied and h.status == "actual" else h for h in found]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state that a tripwire is in, why, in words, and the hits that say so."""

    state: str
    reason: str
    evidence: tuple[Hit, ...] = ()


def decide(wire: Wire, found: Sequence[Hit], rule: Rule, today: str | None) -> Verdict:
    """The state of a tripwire by everything that was reported; `today` is the last day that the archive has seen."""
    if wire.withdrawn:
        return Verdict("withdrawn", "its file says that it is withdrawn")
    if all(p.vague for p in wire.triggers):
        return Verdict("standing", "its trigger names neither who, nor against whom, nor where: nothing can be held against it")
    inside = [h for h in found if _in_time(wire, h)]
    done = one_act([h for h in inside if h.half == "trigger" and is_fact(h, rule)], rule)
    if _enough(done, rule):
        first = min((h.day or h.published or "" for h in done), default="")
        later = [h for h in inside if h.half == "response" and is_fact(h, rule) and (h.day or h.published or "") >= first]
        after = one_act(later, rule)
        if _enough(after, rule):
            return Verdict(
                "answered", f"the trigger is {_told(done, rule)}; the response is {_told(after, rule)}", (*done, *after)
            )
        return Verdict("triggered", f"the trigger is {_told(done, rule)}", tuple(done))
    if wire.until and today and today > wire.until:
        return Verdict("expired", f"nobody has repeated it, and its {wire.window} days ended on {wire.until}")
    near = [
        h
        for h in inside
        if h.half == "trigger" and h.status != "negated" and h.confidence >= rule.confidence / (2 if h.full else 1)
    ]
    if near:
        return Verdict("approached", _short_of(near, done, rule), tuple(near))
    return Verdict("standing", "nothing that fits its trigger has been reported")


def is_fact(h: Hit, rule: Rule) -> bool:
    """Whether a hit tells that it was done, all of it, and surely enough."""
    return h.full and h.status == "actual" and h.confidence >= rule.confidence


def one_act(found: Sequence[Hit], rule: Rule) -> list[Hit]:
    """Of hits those that can be of one act, by their days: two sources that tell of two acts do not bear each other out. Where there are several acts, the one
    that most sources tell, the earliest of them first."""
    days = [_days(h) for h in found]
    ends = sorted({until for _, until in days})
    acts = [[h for h, (first, until) in zip(found, days, strict=True) if first <= end <= until] for end in ends]
    return max(acts, key=lambda act: len(voices(act, rule)[0]), default=[])


def _days(h: Hit) -> tuple[str, str]:
    """The days between which the act of a hit lies; all days where nothing is dated."""
    first, until = bounds(h.day) if h.day else (None, None)
    # What is told as done was done by then, whatever day was read.
    if h.published and (first is None or first > h.published):
        first, until = moved(h.published, -BEFORE), h.published
    return (moved(first, -SLACK), until or first) if first else ("", "9999")


def _in_time(wire: Wire, h: Hit) -> bool:
    """Whether a hit lies in the time of a tripwire: told no earlier than the threat, of an act no earlier than it, and before it ran out."""
    told, done = h.published, h.day or h.published
    if wire.since and ((told and told < wire.since) or (done and done < wire.since)):
        return False
    return not (wire.until and done and done > wire.until)


def voices(found: Sequence[Hit], rule: Rule) -> tuple[set[str], set[str]]:
    """Who reports some hits independently, and which of them are outlets of a state; copies count for nothing, nor do sources of too bad a grade, or of
    none, where the rule asks for one."""
    own = [h for h in found if not h.source.copy and (not rule.grade or "" < h.source.grade <= rule.grade)]
    return {h.voice for h in own}, {h.voice for h in own if h.source.state}


def _enough(found: Sequence[Hit], rule: Rule) -> bool:
    all_, of_states = voices(found, rule)
    return len(all_) >= rule.sources and bool(all_ - of_states)


def _told(found: Sequence[Hit], rule: Rule) -> str:
    all_, of_states = voices(found, rule)
    grades = {h.voice: h.source.grade for h in found if h.source.grade}
    names = ", ".join(
        sorted(v + (f" [{grades[v]}]" if v in grades else "") + (" (state)" if v in of_states else "") for v in all_)
    )
    return f"reported as a fact by {len(all_)} independent sources ({names})"


def _short_of(near: Sequence[Hit], done: Sequence[Hit], rule: Rule) -> str:
    """Why what was reported is not enough."""
    if done:
        all_, of_states = voices(done, rule)
        copies = sum(h.source.copy for h in done)
        said = f"reported as a fact by {len(all_)} of the {rule.sources} independent sources asked for"
        if all_ and all_ == of_states:
            said += ", all of them outlets of a state"
        if rule.grade:
            said += f", of grade {rule.grade} or better"
        return said + (f"; {copies} copies do not count" if copies else "")
    full = [h for h in near if h.full]
    if not full:
        return f"something like it is reported: {near[0].fits}"
    statuses = sorted({h.status for h in full if h.status != "actual"})
    if statuses:
        return f"the trigger is told of, but as {' and '.join(statuses)}"
    return f"the trigger is told of, but with less confidence than {rule.confidence:g}"


def why(wire: Wire, found: Sequence[Hit], rule: Rule, today: str | None) -> list[str]:
    """On demand: the state and its reason, then every hit with what speaks for it and against it."""
    verdict = decide(wire, found, rule, today)
    out = [f"{verdict.state}: {verdict.reason}"]
    for h in found:
        against = []
        if not _in_time(wire, h):
            against.append(f"outside its time ({wire.since or '…'} to {wire.until or '…'})")
        if h.source.copy:
            against.append("a copy")
        if rule.grade and not "" < h.source.grade <= rule.grade:
            against.append(f"graded {h.source.grade}, {rule.grade} or better is asked for" if h.source.grade else "not graded")
        if h.source.state:
            against.append("a state's outlet alone is not enough")
        if h.status != "actual":
            against.append(f"told as {h.status}")
        if h.confidence < rule.confidence:
            against.append(f"confidence {h.confidence:g} under {rule.confidence:g}")
        if not h.full:
            against.append(h.fits)
        out.append(
            f"{h.published or 'undated'} {h.voice}: {h.half} “{' '.join(h.words.split())[:120]}”"
            + (f" — {'; '.join(against)}" if against else "")
        )
    return out
