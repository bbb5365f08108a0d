"""Who does the act inside a speech act, where its own words do not say: the one who is asked, accused, thanked, or who promises.

"He demanded that they withdraw", "she promised to release him", "it accused B of shelling the town": grammar leaves the inner
act's doer to the outer act's participants (control), and the other way round: who would have to act is whom a demand
addresses. The same holds for a tripwire: its response is the issuer's side's, its trigger that of whoever is threatened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.compose.entities import Cast
from tocsin.compose.ours import side_of
from tocsin.report import Event, Statement, Tripwire

BY_ADDRESSEE = frozenset({"REQUEST", "ACCUSE", "SUPPORT"})
"""Speech acts whose inner act is that of the one addressed, blamed or thanked."""
BY_SPEAKER = frozenset({"AGREE", "CONCEDE", "REJECT", "THREATEN"})
"""Speech acts whose inner act is the speaker's own, or his side's."""


def controlled(
    events: Sequence[Event], statements: Sequence[Statement], tripwires: Sequence[Tripwire], cast: Cast
) -> tuple[Event, ...]:
    """The events with doers and addressees filled in that follow from one another; none that is there is changed."""
    now = {v.id: v for v in events}
    for t in tripwires:
        _threat(t, now, statements, cast)
    conditions = {x for t in tripwires for x in t.triggers}
    for v in events:
        outer = _outer(v, events, statements)
        if outer is not None and v.id not in conditions:
            _inner(now[outer.id], now[v.id], now, cast)
    return tuple(now[v.id] for v in events)


def _outer(v: Event, events: Sequence[Event], statements: Sequence[Statement]) -> Event | None:
    """The speech act whose cue carries the innermost statement that an act stands in."""
    own = [s for s in statements if any(c.start <= v.trigger.start and v.trigger.end <= c.end for c in s.content)]
    if not own:
        return None
    s = min(own, key=lambda s: sum(c.end - c.start for c in s.content))
    acts = BY_ADDRESSEE | BY_SPEAKER
    return next(
        (
            x for x in events
            if x.id != v.id and x.type in acts and x.trigger.start < s.cue.end and s.cue.start < x.trigger.end
        ),
        None,
    )  # fmt: skip


def _inner(outer: Event, inner: Event, now: dict[str, Event], cast: Cast) -> None:
    if outer.type in BY_ADDRESSEE:
        if not inner.actors and outer.recipients:
            now[inner.id] = _doing(inner, outer.recipients)
        elif inner.actors and not outer.recipients and outer.type != "SUPPORT":
            now[outer.id] = replace(outer, recipients=tuple(a for a in inner.actors if a not in outer.actors))
    elif not inner.actors and inner.status != "actual" and outer.actors:
        now[inner.id] = _doing(inner, tuple(dict.fromkeys(_side(a, cast) for a in outer.actors)))


def _threat(t: Tripwire, now: dict[str, Event], statements: Sequence[Statement], cast: Cast) -> None:
    if t.issuer is None:
        return
    ours = (_side(t.issuer, cast),)
    for x in t.responses:
        if not now[x].actors:
            now[x] = _doing(now[x], ours)
    threats = [v for v in now.values() if v.type == "THREATEN" and t.issuer in v.actors and v.start < t.end and t.start < v.end]
    warned = tuple(dict.fromkeys(r for v in threats for r in v.recipients))
    doers = tuple(dict.fromkeys(a for x in t.triggers for a in now[x].actors if a not in ours and a != t.issuer))
    for x in t.triggers:
        if not now[x].actors and warned:
            now[x] = _doing(now[x], warned)
    for v in threats:
        if not v.recipients and doers:
            now[v.id] = replace(v, recipients=doers)


def _doing(v: Event, actors: tuple[str, ...]) -> Event:
    return replace(v, actors=actors, recipients=tuple(r for r in v.recipients if r not in actors))


def _side(id: str, cast: Cast) -> str:
    who = cast.get(id)
    return side_of(who, cast) if who and who.kind == "person" else id
