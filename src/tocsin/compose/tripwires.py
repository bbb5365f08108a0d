"""Standing threats: a condition joined to a response becomes "if this, then that"."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.compose.settings import Settings
from tocsin.reader.graph import Graph
from tocsin.report import Event, Span, Statement, Tripwire

ACROSS = 0.5
"""Least probability of a condition in another sentence than its response: rare, and easily taken for one."""


def compose_tripwires(
    graph: Graph,
    sentences: Sequence[Span],
    statements: Sequence[Statement],
    events: Sequence[Event],
    of_node: dict[int, tuple[str, ...]],
    settings: Settings,
) -> tuple[Tripwire, ...]:
    """Tripwires of an article: responses that share a statement (or a sentence) and a trigger are one."""  # fmt: skip
    by_id = {v.id: v for v in events}
    by_statement = {s.id: s for s in statements}
    pairs: dict[str, list[str]] = {}
    for e in sorted(graph.edges, key=lambda e: -e.score):
        if e.relation != "condition" or e.score < settings.condition:
            continue
        for response in of_node.get(e.head, ()):
            for trigger in of_node.get(e.tail, ()):
                if e.score < ACROSS and not _together(sentences, by_id[response], by_id[trigger]):
                    continue
                known = trigger in pairs.get(response, ()) or response in pairs.get(trigger, ())
                if response != trigger and by_id[response].type != "THREATEN" and not known:
                    pairs.setdefault(response, []).append(trigger)
    grouped: dict[tuple[str, ...], list[str]] = {}
    for response, candidates in pairs.items():
        # Of two responses to one condition neither sets off the other.
        triggers = [t for t in candidates if not set(pairs.get(t, ())) & set(candidates)] or candidates
        carrier = _carrier(by_id[response], [by_id[t] for t in triggers])
        grouped.setdefault((carrier or "", *sorted(triggers)), []).append(response)
    out = []
    for (carrier, *triggers), responses in grouped.items():
        own = [by_id[x] for x in (*triggers, *responses)]
        bound = tuple(dict.fromkeys(a for r in responses for a in by_id[r].actors))
        statement = by_statement.get(carrier)
        issuer = (
            statement.speaker if statement and statement.speaker else _threatener(events, own) or (bound[0] if bound else None)
        )
        protects = tuple(dict.fromkeys(x for t in triggers for x in by_id[t].recipients))
        reach: list[Event | Statement] = [*own, *([statement] if statement else [])]
        out.append(
            Tripwire("", issuer, bound, protects, tuple(triggers), tuple(sorted(responses, key=lambda x: int(x[1:]))),
                     statement.id if statement else None, min(x.start for x in reach), max(x.end for x in reach))
        )  # fmt: skip
    out.sort(key=lambda t: (t.start, t.end))
    return tuple(
        Tripwire(f"t{n + 1}", t.issuer, t.on_behalf_of, t.protects, t.triggers, t.responses, t.statement, t.start, t.end)
        for n, t in enumerate(out)
    )


def _together(sentences: Sequence[Span], a: Event, b: Event) -> bool:
    """Whether two events are told in one sentence."""
    return any(s.start <= a.trigger.start < s.end and s.start <= b.trigger.start < s.end for s in sentences)


def _carrier(response: Event, triggers: Sequence[Event]) -> str | None:
    """The statement that carries a tripwire: the innermost that both halves are known from, else the response's, else the trigger's."""
    shared = [s for s in response.according_to if all(s in t.according_to for t in triggers)]
    rest = (*shared, *response.according_to, *(s for t in triggers for s in t.according_to))
    return rest[0] if rest else None


def _threatener(events: Sequence[Event], own: Sequence[Event]) -> str | None:
    """Who threatens in the same sentence, where no statement carries the tripwire."""
    for v in events:
        if v.type == "THREATEN" and v.actors and any(v.start < o.end and o.start < v.end for o in own):
            return v.actors[0]
    return None
