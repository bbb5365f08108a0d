"""The time of an act or a statement: its words and their ISO 8601 value."""

from __future__ import annotations

from tocsin.compose.settings import Settings
from tocsin.reader.graph import Graph
from tocsin.report import Time
from tocsin.resolve import when


def time_of(
    text: str, graph: Graph, relation: str, head: int, language: str, published: str | None, settings: Settings
) -> Time | None:
    """The likeliest time that `relation` joins to node `head`, None where none is likely enough."""
    ranked = sorted(
        (
            (e.score, e.tail)
            for e in graph.edges
            if e.relation == relation and e.head == head and graph.nodes[e.tail].layer == "time"
        ),
        reverse=True,
    )
    if not ranked or ranked[0][0] < settings.when or graph.nodes[ranked[0][1]].score < settings.time:
        return None
    n = graph.nodes[ranked[0][1]]
    words = text[n.start : n.end]
    status = graph.nodes[head].scores
    ahead = status.get("status:future", 0) + status.get("status:hypothetical", 0) > 0.5
    return Time(words, n.start, n.end, when(words, language, published, ahead=ahead))
