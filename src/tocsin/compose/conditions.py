"""Conditions that the words themselves give away: "if", "unless", "any attack", by a table of ten languages.

The reader joins a response to its condition where it has learnt to; what it leaves unjoined is looked at here. A
condition needs an event inside it, and a response that is not said to have happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from tocsin.report import Event, Span
from tocsin.tables import load

_BOUNDARY = re.compile(r"[,;:،؛]|[.!?…]|\s[-–—]\s")
_NEAR = 40
"""Characters between "any" and the noun that it stands before, at most."""


@cache
def _openers(language: str) -> dict[str, re.Pattern[str]]:
    """`if` and `any` → one expression each, for a language of the table."""
    table = load("tocsin.compose", "conditions.yaml").get(language.split("-")[0], {})
    return {kind: re.compile(r"(?<!\w)(?:" + "|".join(words) + r")(?!\w)", re.IGNORECASE) for kind, words in table.items()}


def conditions(text: str, language: str, sentences: Sequence[Span], events: Sequence[Event]) -> Iterator[tuple[str, str]]:
    """Ids of (response, condition) for every condition opened in a sentence that holds both."""
    openers = _openers(language)
    for s in sentences if openers else ():
        own = sorted((v for v in events if s.start <= v.trigger.start < s.end), key=lambda v: v.trigger.start)
        if len(own) < 2:
            continue
        for m in openers["if"].finditer(text, s.start, s.end):
            yield from _joined(own, m.start(), _clause_end(text, own, m.end(), s.end))
        for m in openers["any"].finditer(text, s.start, s.end):
            boundary = _BOUNDARY.search(text, m.end(), s.end)
            reach = min(m.end() + _NEAR, boundary.start() if boundary else s.end)
            first = next((v for v in own if m.end() <= v.trigger.start < reach), None)
            if first:
                yield from _joined(own, m.start(), first.trigger.end)


def _clause_end(text: str, own: Sequence[Event], start: int, end: int) -> int:
    """Where a clause that begins at `start` ends: the first boundary with an event before it."""
    for m in _BOUNDARY.finditer(text, start, end):
        if any(start <= v.trigger.start < m.start() for v in own):
            return m.start()
    return end


def _joined(own: Sequence[Event], start: int, end: int) -> Iterator[tuple[str, str]]:
    """The condition inside start..end with its response: what follows it, or, where nothing fits, what stood before."""
    condition = next((v for v in own if start <= v.trigger.start < end), None)
    if condition is None or condition.historical:
        return
    fit = [v for v in own if v is not condition and v.status != "actual" and v.type != "THREATEN"]
    after = [v for v in fit if v.trigger.start >= end]
    before = [v for v in fit if v.trigger.end <= start]
    opens = not any(v.trigger.end <= start for v in own)
    ranked = [*after, *reversed(before)] if opens else [*reversed(before), *after]
    if ranked:
        yield ranked[0].id, condition.id
