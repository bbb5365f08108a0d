"""Passages cut into their sentences, for the ablation that asks what a passage teaches that its sentences do not."""

from __future__ import annotations

from dataclasses import replace

from tocsin.tidy import split
from training.markup import Passage, Span


def sentences(p: Passage) -> list[Passage]:
    """Each sentence as a passage of its own, with the marks that lie in it; joins from one sentence to another are lost, and what is
    said over several is cut at their ends."""
    return [_cut(p, s.start, s.end, n) for n, s in enumerate(split(p.text, p.language))]


def _cut(p: Passage, start: int, end: int, n: int) -> Passage:
    def inside(spans: list[Span]) -> list[Span]:
        return [Span(s.start - start, s.end - start) for s in spans if start <= s.start and s.end <= end]

    def clipped(spans: list[Span]) -> list[Span]:
        both = [Span(max(s.start, start) - start, min(s.end, end) - start) for s in spans]
        return [s for s in both if s.start < s.end]

    entities = {k: replace(e, mentions=own) for k, e in p.entities.items() if (own := inside(e.mentions))}
    times = {k: replace(t, span=own[0]) for k, t in p.times.items() if (own := inside([t.span]))}
    events = {k: replace(v, mentions=own) for k, v in p.events.items() if (own := inside(v.mentions))}
    statements = {
        k: replace(s, cue=(inside([s.cue]) or [None])[0] if s.cue else None, content=clipped(s.content))
        for k, s in p.statements.items()
        if (s.cue and inside([s.cue])) or clipped(s.content)
    }
    noise = [(own[0], kind) for span, kind in p.noise if (own := clipped([span]))]
    return replace(
        p, id=f"{p.id}.{n}", text=p.text[start:end], entities=entities, events=events, statements=statements, times=times, noise=noise
    )  # fmt: skip
