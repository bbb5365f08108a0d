"""The Graph: what a reader yields, before anything is composed or resolved.

Nodes are spans of the text with a layer, a score and label scores; edges join nodes. Any reader that yields this type
can be plugged in (`tocsin.reader.load`); it is what is kept beside a stored report, so that an archive can be
recomposed without the model.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LAYERS = ("entity", "trigger", "cue", "content", "time", "noise")
"""Kinds of node: participants and places; words that name an act; words that report speech; what was said; times; noise."""

RELATIONS: dict[str, tuple[str, str]] = {
    "actor": ("trigger", "entity"),
    "recipient": ("trigger", "entity"),
    "place": ("trigger", "entity"),
    "time": ("trigger", "time"),
    "speaker": ("cue", "entity"),
    "via": ("cue", "entity"),
    "said_time": ("cue", "time"),
    "content": ("cue", "content"),
    "condition": ("trigger", "trigger"),
    "same_participant": ("entity", "entity"),
    "same_event": ("trigger", "trigger"),
    "same_country": ("entity", "entity"),
}
"""Edge labels with the layers they join, head to tail. `condition`: "if tail, then head". The `same_*` have no direction;
`same_country` joins participants and places of one state ("the defence ministry" and "Kyiv")."""


@dataclass(frozen=True, slots=True)
class Node:
    """A span `text[start:end]` in one layer.

    `label` is the entity kind, event type or noise kind (None for cue, content and time); `score` is the probability
    that the span is such a node, 0..1; `scores` holds further probabilities by name: `type:ASSAULT`,
    `status:negated`, `mode:drone`, `sector:GOV`, `historical`.
    """

    layer: str
    start: int
    end: int
    label: str | None
    score: float
    scores: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """`nodes[head]` —relation→ `nodes[tail]` with a probability 0..1."""

    relation: str
    head: int
    tail: int
    score: float


@dataclass(frozen=True, slots=True)
class Window:
    """A passage as it was read, `text[start:end]`, with scores of the whole: `context:military`, `political`, `machine_translated`."""

    start: int
    end: int
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Vector:
    """What `text[start:end]`, a sentence, means whatever its language: `values` are the signed bytes of a unit vector times 127.

    Sentences that say the same in two languages have vectors whose cosine is near 1, sentences that have nothing to do with one
    another near 0. Only vectors of one model can be compared.
    """

    start: int
    end: int
    values: bytes


def vectors_of(data: Mapping[str, Any]) -> tuple[Vector, ...]:
    """The vectors of a graph that `Graph.to_dict` wrote, without the rest of it."""
    return tuple(Vector(a, b, base64.b64decode(values)) for a, b, values in data.get("vectors", ()))


def _rounded(scores: Mapping[str, float]) -> dict[str, float]:
    return {k: round(v, 3) for k, v in scores.items()}


@dataclass(frozen=True, slots=True)
class Graph:
    """All nodes and edges of one article, nodes in text order, the windows they were read in, and its sentences' vectors where the reader has any."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    windows: tuple[Window, ...] = ()
    vectors: tuple[Vector, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Compact JSON values: lists in field order, scores rounded to three places."""
        plain: dict[str, Any] = {
            "nodes": [[n.layer, n.start, n.end, n.label, round(n.score, 3), _rounded(n.scores)] for n in self.nodes],
            "edges": [[e.relation, e.head, e.tail, round(e.score, 3)] for e in self.edges],
            "windows": [[w.start, w.end, _rounded(w.scores)] for w in self.windows],
        }
        if self.vectors:
            plain["vectors"] = [[v.start, v.end, base64.b64encode(v.values).decode()] for v in self.vectors]
        return plain

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Graph:
        """The graph that `to_dict` wrote."""
        return cls(
            tuple(Node(*n) for n in data["nodes"]),
            tuple(Edge(*e) for e in data["edges"]),
            tuple(Window(*w) for w in data["windows"]),
            vectors_of(data),
        )
