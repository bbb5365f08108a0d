"""Reporting cues with their contents to statements: who said it, through whom, and what exactly."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.compose.entities import Cast
from tocsin.compose.quotations import quotations
from tocsin.compose.settings import Settings
from tocsin.compose.times import time_of
from tocsin.reader.graph import Graph
from tocsin.report import Noise, Quoted, Span, Statement

PERFORMED = 0.5
"""Least probability of a trigger that makes a statement by itself."""
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


def whole_quotations(text: str, said: Sequence[Span], quoted: Sequence[Span]) -> list[Span]:
    """Contents in order; one that begins a quotation goes on to its end: readers tend to find only the first sentence of several."""
    out: list[Span] = []
    for c in said:
        around = next((q for q in quoted if q.start <= c.start <= q.start + 1 and c.end <= q.end), None)
        own = trimmed(text, around.start, around.end) if around else c
        if out and own.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, own.end))
        else:
            out.append(own)
    return out


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
    quoted = list(quotations(text))
    for i, cue in enumerate(nodes):
        if cue.layer != "cue" or i not in contents or cue.score < settings.cue - 0.2:
            continue
        said = sorted((trimmed(text, nodes[c].start, nodes[c].end) for _, c in contents[i]), key=lambda s: s.start)
        others = [Span(nodes[c].start, nodes[c].end) for head, own in contents.items() for _, c in own if head != i]
        others += [Span(nodes[c].start, nodes[c].end) for c in contents]
        said[0] = whole_clause(text, said[0], Span(cue.start, cue.end), others, sentences, noise)
        said = whole_quotations(text, said, quoted)
        speaker = _best(graph, cast, "speaker", i, 0.1)
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
    out += _performed(text, graph, sentences, noise, cast, language, published, settings, out)
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


PERFORMING = frozenset({"REQUEST", "ACCUSE", "AGREE", "CONCEDE", "REJECT", "THREATEN"})
"""Acts done by saying whose verb is a cue as soon as an act stands in what it says."""
REACH = 120
"""Characters between such a verb and the act that it asks for, promises or refuses, at most."""


def _performed(
    text: str,
    graph: Graph,
    sentences: Sequence[Span],
    noise: Sequence[Noise],
    cast: Cast,
    language: str,
    published: str | None,
    settings: Settings,
    known: Sequence[Statement],
) -> list[Statement]:
    """Statements of speech acts that the reader took for an act alone: "demanded their release", "promised to send help".

    The act inside is not said to have happened; what is said runs from the verb to the end of its sentence, or to the next cue or content.
    """
    out: list[Statement] = []
    acts = [(i, n) for i, n in enumerate(graph.nodes) if n.layer == "trigger" and n.score >= PERFORMED]
    taken = [s.cue for s in known] + [c for s in known for c in s.content]
    for i, n in acts:
        if n.label not in PERFORMING or any(s.cue.start < n.end and n.start < s.cue.end for s in known):
            continue
        own = next((s for s in sentences if s.start <= n.start < s.end), None)
        speaker = _best(graph, cast, "actor", i, settings.actor)
        if own is None or speaker is None:
            continue
        end = min([own.end, *(t.start for t in taken if t.start >= n.end)])
        inner = [
            m for _, m in acts
            if n.end <= m.start < min(end, n.end + REACH)
            and max(((p, k) for k, p in m.scores.items() if k.startswith("status:")), default=(0, ""))[1] != "status:actual"
        ]  # fmt: skip
        if not inner:
            continue
        said = trimmed(text, n.end, max(end, inner[0].end))
        while said.end > said.start + 1 and text[said.end - 1] in ".,;:!? \n":
            said = Span(said.start, said.end - 1)
        out.append(
            Statement(
                id="", speaker=speaker, via=None, cue=Quoted(text[n.start : n.end], n.start, n.end), content=(said,),
                direct=_direct(text, (said,)), time=time_of(text, graph, "time", i, language, published, settings),
                start=own.start, end=own.end,
            )
        )  # fmt: skip
    return out
