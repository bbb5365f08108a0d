"""Scores of a whole article from its graph: is it political, is it machine-translated. Each 0..1."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from tocsin.reader.graph import Graph, Node, Window

POLITICAL = ("GOV", "MIL", "COP", "JUD", "LEG", "PRM", "PTY", "REB", "SPY", "UAF", "OPP", "CVL", "REF")
"""Sectors whose doings are what tocsin records; business, sport and science have none of these or others."""
APART = ("economic", "technology")
"""Contexts of passages that governments stand in too, and in which little of what tocsin records is done."""
DENSE = 1.0
"""Acts a sentence at which their density counts half."""


def window_mean(graph: Graph, name: str) -> float:
    """A score of the windows, averaged over the article by their length."""
    scores = [(w.scores.get(name, 0.0), max(1, w.end - w.start)) for w in graph.windows]
    return sum(p * n for p, n in scores) / max(1, sum(n for _, n in scores))


def machine_translated(graph: Graph) -> float:
    """How garbled the article is, by the reader's own score of its passages."""
    return round(window_mean(graph, "machine_translated"), 3)


def _cast(nodes: Iterable[Node]) -> tuple[float, float]:
    """How many of the mentions are of political actors, and how many of companies."""
    scores = [n.scores for n in nodes if n.layer == "entity"]
    return sum(max(s.get(f"sector:{k}", 0.0) for k in POLITICAL) for s in scores), sum(s.get("sector:BUS", 0.0) for s in scores)


def _apart(scores: Mapping[str, float]) -> float:
    return min(1.0, sum(scores.get(f"context:{c}", 0.0) for c in APART))


def topical(graph: Graph, at: int) -> float:
    """How little the passage at that character is one of business and technology, and its actors companies; of several passages the most topical.

    Nothing is held against a passage for what it lacks: a sentence that names nobody is as topical as its context.
    """

    def one(w: Window) -> float:
        own, business = _cast(n for n in graph.nodes if w.start <= n.start < w.end)
        return (1 - _apart(w.scores)) * (own + 1) / (own + business + 1)

    return max((one(w) for w in graph.windows if w.start <= at < w.end), default=1.0)


def political(graph: Graph, sentences: int) -> float:
    """How densely acts are told, times the root of political actors' share of the mentions, less so in passages of business and technology.

    Each alone leaves something in: a bank rescue is full of ministers, a match report of acts that the reader half believes.
    """
    own, business = _cast(graph.nodes)
    acts = sum(
        n.score * max((p for k, p in n.scores.items() if k.startswith("type:")), default=1.0) for n in graph.nodes if n.layer == "trigger"
    ) / max(1, sentences)  # fmt: skip
    apart = _apart({f"context:{c}": window_mean(graph, f"context:{c}") for c in APART})
    return round(math.sqrt(own / (own + business + 1)) * acts / (acts + DENSE) * (1 - apart), 4)
