"""Reporting cues with their contents to statements: who said it, through whom, and what exactly."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.compose.entities import Cast
from tocsin.compose.settings import Settings
from tocsin.compose.times import time_of
from tocsin.reader.graph import Graph
from tocsin.report import Quoted, Span, Statement

QUOTES = "\"'«»„“”‚‘’‹›"


def sentence_of(sentences: Sequence[Span], start: int, end: int) -> Span:
    """The stretch of sentences that a span lies in."""
    own = [s for s in sentences if s.start < end and start < s.end]
    return Span(min((s.start for s in own), default=start), max((s.end for s in own), default=end))


def _direct(text: str, spans: Sequence[Span]) -> bool:
    """Whether most of the content stands in quotation marks."""
    quoted = 0
    for s in spans:
        before, after = text[: s.start].rstrip(" \u00a0")[-1:], text[s.end : s.end + 3].lstrip(" .,!?\u00a0")[:1]
        inside = text[s.start : s.start + 1] in QUOTES and text[s.end - 1 : s.end] in QUOTES
        if inside or (before and before in QUOTES and (after in QUOTES or after == "")):
            quoted += s.end - s.start
    return 2 * quoted > sum(s.end - s.start for s in spans)


def trimmed(text: str, start: int, end: int) -> Span:
    """A content span without the quotation marks and blanks around it."""
    while start < end - 1 and (text[start] in QUOTES or text[start].isspace()):
        start += 1
    while end > start + 1 and (text[end - 1] in QUOTES or text[end - 1].isspace()):
        end -= 1
    return Span(start, end)


def compose_statements(
    text: str, graph: Graph, sentences: Sequence[Span], cast: Cast, language: str, published: str | None, settings: Settings
) -> tuple[Statement, ...]:
    """All statements of an article; each content goes to the one cue it most probably belongs to."""
    nodes = graph.nodes
    contents: dict[int, list[tuple[float, int]]] = {}
    for i, n in enumerate(nodes):
        if n.layer != "content" or n.score < settings.content:
            continue
        ranked = sorted(((e.score, e.head) for e in graph.edges if e.relation == "content" and e.tail == i), reverse=True)
        if ranked and ranked[0][0] >= settings.attach:
            contents.setdefault(ranked[0][1], []).append((ranked[0][0], i))
    out: list[Statement] = []
    for i, cue in enumerate(nodes):
        if cue.layer != "cue" or i not in contents or cue.score < settings.cue - 0.2:
            continue
        said = sorted((trimmed(text, nodes[c].start, nodes[c].end) for _, c in contents[i]), key=lambda s: s.start)
        speaker = _best(graph, cast, "speaker", i, settings.speaker)
        via = _best(graph, cast, "via", i, settings.via)
        reach = [sentence_of(sentences, cue.start, cue.end), *said]
        out.append(
            Statement(
                id="", speaker=speaker, via=via if via != speaker else None,
                cue=Quoted(text[cue.start : cue.end], cue.start, cue.end), content=tuple(said), direct=_direct(text, said),
                time=time_of(text, graph, "said_time", i, language, published, settings),
                start=min(s.start for s in reach), end=max(s.end for s in reach),
            )
        )  # fmt: skip
    out.sort(key=lambda s: (s.cue.start, s.cue.end))
    return tuple(
        Statement(f"s{n + 1}", s.speaker, s.via, s.cue, s.content, s.direct, s.time, s.start, s.end) for n, s in enumerate(out)
    )


def _best(graph: Graph, cast: Cast, relation: str, head: int, least: float) -> str | None:
    ranked = sorted(
        ((e.score, e.tail) for e in graph.edges if e.relation == relation and e.head == head and e.tail in cast.of_node),
        reverse=True,
    )
    return cast.of_node[ranked[0][1]] if ranked and ranked[0][0] >= least else None
