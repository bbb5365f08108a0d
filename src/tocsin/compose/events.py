"""Triggers to events: type, modes, status, participants, place, time, casualties, attribution, confidence."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tocsin.codebook import codebook
from tocsin.compose.casualties import casualties_in
from tocsin.compose.coordination import series
from tocsin.compose.entities import Cast
from tocsin.compose.ours import first_person, side_of
from tocsin.compose.settings import Settings
from tocsin.compose.signals import topical
from tocsin.compose.statements import sentence_of
from tocsin.compose.status import status_of
from tocsin.compose.times import time_of
from tocsin.reader.graph import Graph, Node
from tocsin.report import Event, Quoted, Span, Statement
from tocsin.resolve.days import bounds

SPEECH_ACTS = frozenset({"THREATEN", "ACCUSE", "REQUEST", "REJECT", "AGREE", "CONCEDE", "SUPPORT"})
"""Types that are done by saying: the words that perform one are its speaker's act, known from the outlet, not from him."""


WITH = 0.4
"""Least probability of a participant that is named in one series ("A, B and C") with one who takes part."""


HALF_A_YEAR = dt.timedelta(days=183)

VOUCHING = 0.8
"""Least probability of a condition's edge that keeps a trigger too weak by itself."""


def compose_events(
    text: str,
    graph: Graph,
    sentences: Sequence[Span],
    cast: Cast,
    statements: Sequence[Statement],
    language: str,
    published: str | None,
    settings: Settings,
) -> tuple[tuple[Event, ...], dict[int, tuple[str, ...]]]:
    """All events of an article, and for each trigger node the ids of the events it became."""  # fmt: skip
    made: list[tuple[int, Event]] = []
    absorbed = _told_again(graph, settings)
    together = series(text, cast, language)
    sure = {
        (i, kind): calibrated(n.score * share, max(_status(n).values(), default=1.0), settings) * _in_place(graph, n, settings)
        for i, n in enumerate(graph.nodes)
        if n.layer == "trigger" and i not in absorbed
        for kind, share in _types(n, settings)
    }
    vouched = _vouched(graph, {i for (i, _), confidence in sure.items() if confidence >= settings.confidence})
    for (i, kind), confidence in sure.items():
        if confidence >= settings.confidence or i in vouched:
            event = _event(
                text, graph, i, kind, confidence, sentences, cast, together, statements, language, published, settings
            )
            made.append((i, event))
    made = _dated(made, published)
    made.sort(key=lambda x: (x[1].trigger.start, x[1].trigger.end, -x[1].confidence))
    of_node: dict[int, tuple[str, ...]] = {}
    events = []
    for k, (i, e) in enumerate(made):
        events.append(replace(e, id=f"v{k + 1}"))
        of_node[i] = (*of_node.get(i, ()), f"v{k + 1}")
    for again, first in absorbed.items():
        if first in of_node:
            of_node[again] = of_node[first]
    return tuple(events), of_node


def _dated(made: Sequence[tuple[int, Event]], published: str | None) -> list[tuple[int, Event]]:
    """Each with the time of the act that it goes on with ("shelled the port in 2021 and killed two"), and old episodes told as such."""
    out = []
    for i, e in made:
        time = e.time or next((o.time for _, o in made if o.time and _goes_on(o, e)), None)
        old = bool(published and time and time.value and e.status == "actual" and _long_before(time.value, published))
        out.append((i, replace(e, time=time, historical=e.historical or old)))
    return out


def _goes_on(first: Event, then: Event) -> bool:
    """Whether the second act is told in the first one's sentence, of its kind and by its actors."""
    return (first.start, first.type, first.status) == (then.start, then.type, then.status) and set(first.actors) == set(
        then.actors
    ) != set()


def _long_before(value: str, published: str) -> bool:
    """Whether a time ended half a year or more before that day (codebook, 12)."""
    last = bounds(value)[1]
    return bool(last) and dt.date.fromisoformat(last or "") <= dt.date.fromisoformat(published[:10]) - HALF_A_YEAR


def _vouched(graph: Graph, certain: set[int]) -> set[int]:
    """The likeliest condition of each certain response, and the other way round, where the reader is sure that they are joined: what is
    threatened to follow from something vouches for it."""
    out = set()
    joined = sorted((e for e in graph.edges if e.relation == "condition" and e.score >= VOUCHING), key=lambda e: -e.score)
    for here, there in (("head", "tail"), ("tail", "head")):
        seen = set()
        for e in joined:
            if getattr(e, here) in certain and getattr(e, here) not in seen:
                seen.add(getattr(e, here))
                out.add(getattr(e, there))
    return out


def calibrated(p: float, status: float, settings: Settings) -> float:
    """Probability that type and status are right, from the model's probabilities by a logistic map fitted on validation passages."""
    p = min(max(p * status, 1e-4), 1 - 1e-4)
    return 1 / (1 + math.exp(-(settings.slope * math.log(p / (1 - p)) + settings.intercept)))


def _in_place(graph: Graph, n: Node, settings: Settings) -> float:
    """What a trigger's passage leaves of its probability: in a company's results words of attack and agreement are seldom acts."""
    return min(1.0, topical(graph, n.start) / settings.topical) if settings.topical else 1.0


def _types(n: Node, settings: Settings) -> list[tuple[str, float]]:
    """The trigger's type, and a second one where the words name two acts."""
    ranked = sorted(((p, k[5:]) for k, p in n.scores.items() if k.startswith("type:")), reverse=True)
    if not ranked:
        return [(n.label or "", 1.0)]
    out = [(ranked[0][1], ranked[0][0])]
    if len(ranked) > 1 and ranked[1][0] >= settings.second_type:
        # Two acts in one word share the probability between them; each is as certain as their sum.
        both = ranked[0][0] + ranked[1][0]
        out = [(ranked[0][1], both), (ranked[1][1], both)]
    return out


def _status(n: Node) -> dict[str, float]:
    return {k[7:]: p for k, p in n.scores.items() if k.startswith("status:")}


def _told_again(graph: Graph, settings: Settings) -> dict[int, int]:
    """Triggers that tell an act again, mapped to the better told trigger of the same type and status."""
    out: dict[int, int] = {}
    for e in sorted(graph.edges, key=lambda e: -e.score):
        if e.relation != "same_event" or e.score < settings.same_event:
            continue
        a, b = graph.nodes[e.head], graph.nodes[e.tail]
        if a.label != b.label or e.head in out or e.tail in out:
            continue
        arguments = [
            sum(x.score for x in graph.edges if x.head == k and x.relation in ("actor", "recipient", "place", "time"))
            for k in (e.head, e.tail)
        ]
        worse, better = (e.tail, e.head) if arguments[0] >= arguments[1] else (e.head, e.tail)
        out[worse] = better
    return out


def _event(
    text: str, graph: Graph, i: int, kind: str, confidence: float, sentences: Sequence[Span], cast: Cast,
    together: Sequence[frozenset[str]], statements: Sequence[Statement], language: str, published: str | None, settings: Settings,
) -> Event:  # fmt: skip
    n = graph.nodes[i]
    status = status_of(_status(n), Span(n.start, n.end), statements, language)
    clause = sentence_of(sentences, n.start, n.end)
    actors, recipients = _participants(graph, i, kind, cast, together, settings)
    doer = _performer(n, statements) if kind in SPEECH_ACTS and not actors else None
    if doer is None and (kind not in SPEECH_ACTS or not actors):
        ours, how = _ours(text, n, cast, statements, language)
        doer = ours if how == "subject" or not actors else None
    if doer:
        actors, recipients = (doer,), tuple(r for r in recipients if r != doer)
    room = codebook().types[kind].modes if kind in codebook().types else ()
    place = max(
        (
            (e.score, cast.of_node[e.tail])
            for e in graph.edges
            if e.relation == "place" and e.head == i and e.tail in cast.of_node
        ),
        default=(0.0, None),
    )
    return Event(
        id="", type=kind, modes=tuple(m for m in room if n.scores.get(f"mode:{m}", 0) >= settings.mode),
        contexts=_contexts(graph, n, settings), status=status, historical=n.scores.get("historical", 0) >= settings.historical,
        trigger=Quoted(text[n.start : n.end], n.start, n.end), actors=actors, recipients=recipients,
        place=place[1] if place[0] >= settings.place else None,
        time=time_of(text, graph, "time", i, language, published, settings),
        casualties=casualties_in(text, clause, n, kind, language),
        according_to=attribution(n, kind, status, actors, statements), confidence=round(confidence, 3),
        start=clause.start, end=clause.end,
    )  # fmt: skip


def _ours(text: str, n: Node, cast: Cast, statements: Sequence[Statement], language: str) -> tuple[str | None, str | None]:
    """The speaker's side, where the act stands in his words and "we" do it, and how that is told."""
    for s in statements:
        speaker = cast.get(s.speaker)
        for c in s.content if speaker else ():
            if speaker and c.start <= n.start and n.end <= c.end:
                how = first_person(text, Span(n.start, n.end), c, language)
                return (side_of(speaker, cast) if how else None), how
    return None, None


def _participants(
    graph: Graph, i: int, kind: str, cast: Cast, together: Sequence[frozenset[str]], settings: Settings
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Actors and recipients; who would be both is what is likelier, and who only stands inside another's mention is neither.

    Who is named in a series with one who takes part (`together`) need only be `WITH` likely.
    """
    best: dict[str, dict[str, tuple[float, Node]]] = {"actor": {}, "recipient": {}}
    for e in graph.edges:
        if e.head == i and e.relation in best and e.tail in cast.of_node:
            own, who = best[e.relation], cast.of_node[e.tail]
            if who not in own or e.score > own[who][0]:
                own[who] = (e.score, graph.nodes[e.tail])
    actors, recipients = best["actor"], best["recipient"]
    visit = kind == "CONSULT" and graph.nodes[i].scores.get("mode:visit", 0.0) >= settings.mode
    acting = likely(
        {k: p for k, (p, _) in actors.items() if p >= recipients.get(k, (0.0,))[0]}, *settings.thresholds("actor", kind, visit)
    )
    acting = _with_others(acting, together, {k: p for k, (p, _) in actors.items()})
    suffering = likely(
        {k: p for k, (p, _) in recipients.items() if k not in acting}, *settings.thresholds("recipient", kind, visit)
    )
    suffering = _with_others(suffering, together, {k: p for k, (p, _) in recipients.items() if k not in acting})
    return _in_order(_outermost({k: actors[k] for k in acting})), _in_order(_outermost({k: recipients[k] for k in suffering}))


def _with_others(found: set[str], together: Sequence[frozenset[str]], scores: Mapping[str, float]) -> set[str]:
    return found | {k for s in together if s & found for k in s if scores.get(k, 0.0) >= WITH}


def likely(scores: Mapping[str, float], least: float, alone: float) -> set[str]:
    """Of participants' probabilities 0..1: who is likely enough; where nobody is, the likeliest one alone, if he is above `alone`: few acts have no doer."""
    enough = {k for k, p in scores.items() if p >= least}
    if not enough and scores:
        best = max(scores, key=lambda k: scores[k])
        enough = {best} if scores[best] >= alone else set()
    return enough


def _performer(n: Node, statements: Sequence[Statement]) -> str | None:
    """Who performs a speech act: the speaker of the statement whose cue is the very trigger, else in whose words it stands."""
    for s in statements:
        if s.cue.start < n.end and n.start < s.cue.end:
            return s.speaker
    inside = [
        (c.end - c.start, s.speaker)
        for s in statements
        for c in s.content
        if s.direct and c.start <= n.start and n.end <= c.end
    ]
    return min(inside, key=lambda x: x[0])[1] if inside else None


def _outermost(found: dict[str, tuple[float, Node]]) -> list[str]:
    """Participants whose mention does not stand inside that of another one in the same role."""
    return [
        k
        for k, (_, n) in found.items()
        if not any(
            m is not n and m.start <= n.start and n.end <= m.end and (m.start, m.end) != (n.start, n.end)
            for _, m in found.values()
        )
    ]


def _in_order(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(ids, key=lambda x: int(x[1:])))


def _contexts(graph: Graph, n: Node, settings: Settings) -> tuple[str, ...]:
    """The contexts of the passages that hold the trigger, likeliest first."""
    best: dict[str, float] = {}
    for w in graph.windows:
        if w.start <= n.start < w.end:
            for name, p in w.scores.items():
                if name.startswith("context:") and p >= settings.context:
                    best[name[8:]] = max(best.get(name[8:], 0), p)
    return tuple(sorted(best, key=lambda c: -best[c]))


def attribution(n: Node, kind: str, status: str, actors: Sequence[str], statements: Sequence[Statement]) -> tuple[str, ...]:
    """Ids of the statements whose content holds the trigger, innermost first (codebook, doubtful case 1).

    A speech act is not known from the one who performs it: his own statement is left out of the chain. What he says that he
    will or will not promise, accept or refuse is told by him, not performed.
    """
    holding = []
    for s in statements:
        for c in s.content:
            if c.start <= n.start and n.end <= c.end:
                holding.append((c.end - c.start, s))
                break
    holding.sort(key=lambda x: x[0])
    return tuple(
        s.id for _, s in holding
        if not (s.cue.start < n.end and n.start < s.cue.end) and not (kind in SPEECH_ACTS and status == "actual" and s.speaker in actors)
    )  # fmt: skip
