"""Reporting cues with their contents to statements: who said it, through whom, and what exactly."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.compose.entities import Cast
from tocsin.compose.settings import Settings
from tocsin.compose.times import time_of
from tocsin.reader.graph import Graph
from tocsin.report import Noise, Quoted, Span, Statement

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


def whole_clause(
    text: str, said: Span, cue: Span, others: Sequence[Span], sentences: Sequence[Span], noise: Sequence[Noise]
) -> Span:
    """Content that stands before its cue without quotation marks ("..., police said") begins where its sentence begins.

    `others` are the remaining cues and contents of the article: what follows one of them in the sentence begins after it. Readers tend to find only
    the last phrase of a long clause.
    """
    own = next((s for s in sentences if s.start <= said.start < s.end), None)
    if own is None or said.end > cue.start or cue.start >= own.end or _direct(text, (said,)):
        return said
    start = max([own.start, *(n.end for n in noise if own.start < n.end <= said.start)])
    if any(start < o.end and o.start < said.start for o in others) or any(c in QUOTES for c in text[start : said.start]):
        return said
    while text[start].isspace():
        start += 1
    return Span(start, said.end)


def compose_statements(
    text: str,
    graph: Graph,
    sentences: Sequence[Span],
    noise: Sequence[Noise],
    cast: Cast,
    language: str,
    published: str | None,
    settings: Settings,
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
        others = [Span(nodes[c].start, nodes[c].end) for head, own in contents.items() for _, c in own if head != i]
        others += [Span(nodes[c].start, nodes[c].end) for c in contents]
        said[0] = whole_clause(text, said[0], Span(cue.start, cue.end), others, sentences, noise)
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
