"""The time of an act or a statement: its words and their ISO 8601 value."""

from __future__ import annotations

import re

from tocsin.compose.settings import Settings
from tocsin.reader.graph import Graph
from tocsin.report import Span, Time
from tocsin.resolve.narrative import says_year, told
from tocsin.resolve.when import when

# The end of a sentence: a stop before a capital, or the end of a line. "Sept. 11" and "5 р. Київ" seldom mislead: a figure follows, or
# the clause is long enough without the rest.
END = re.compile(r"\n|[.!?…][»”\"')]*\s+(?=[«“\"(]?[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁЄІЇҐ\u0600-\u06FF])")
ALONE = 0.3
"""Least probability of the only time in a sentence."""
REACH = 400  # characters each side in which a sentence is looked for


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
    if not ranked or graph.nodes[ranked[0][1]].score < settings.time:
        return None
    n = graph.nodes[ranked[0][1]]
    if ranked[0][0] < (ALONE if _alone(text, graph, head, ranked[0][1], settings) else settings.when):
        return None
    words = text[n.start : n.end]
    status = graph.nodes[head].scores
    ahead = status.get("status:future", 0) + status.get("status:hypothetical", 0) > 0.5
    around = sentence_around(text, n.start, n.end)
    before = _before(text, graph, n.start, language, published, settings)
    value = told(words, language, published, before, ahead=ahead, sentence=text[around.start : around.end])
    return Time(words, n.start, n.end, value)


def _before(text: str, graph: Graph, start: int, language: str, published: str | None, settings: Settings) -> str | None:
    """The value of the last time before a place in the text that says its year."""
    dated = [
        t for t in graph.nodes
        if t.layer == "time" and t.end <= start and t.score >= settings.time and says_year(text[t.start : t.end])
    ]  # fmt: skip
    return when(text[dated[-1].start : dated[-1].end], language, published) if dated else None


def _alone(text: str, graph: Graph, head: int, time: int, settings: Settings) -> bool:
    """Whether a time is the only one in the sentence of node `head`."""
    n = graph.nodes[head]
    around = sentence_around(text, n.start, n.end)
    found = [
        k for k, t in enumerate(graph.nodes)
        if t.layer == "time" and t.score >= settings.time and around.start <= t.start and t.end <= around.end
    ]  # fmt: skip
    return found == [time]


def sentence_around(text: str, start: int, end: int) -> Span:
    """The sentence that holds text[start:end]; what stands around it where no end of a sentence is near."""
    low, high = max(0, start - REACH), min(len(text), end + REACH)
    before = [m.end() for m in END.finditer(text, low, start)]
    after = END.search(text, end, high)
    return Span(before[-1] if before else low, after.end() if after else high)
