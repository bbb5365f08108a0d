"""Whether a sentence speaks of what lies ahead or behind, as seen from one of its time expressions.

A table of marks for each language (`tense.yaml`), no parser: the mark nearest to the expression decides, and one in its own clause
comes before one behind a comma. Where it is silent, the caller takes the past.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tocsin.tables import load

BREAK = re.compile(r"[,;:–—«»\"“”()]")
OPENING = re.compile(r"(?:^|[.!?:;\"«„“(–—])\s*$")
FAR = 60  # what a clause boundary weighs, in characters
CLOSE = 30  # how far an infinitive may stand before the time that it is planned for
REACH = 250  # characters each side that are looked at: marks farther off say little, and a "sentence" may be a whole page


def lean(sentence: str, start: int, end: int, language: str) -> int:
    """1 ahead, -1 behind, 0 where the sentence does not tell; `start` and `end` are the offsets of the time expression in it."""
    marks = _marks(language)
    if marks is None:
        return 0
    best, found = 10**9, 0
    low = max(0, start - REACH)
    near = sentence[low : end + REACH].replace("’", "'").casefold()
    if len(near) != len(sentence[low : end + REACH]):  # a letter that grows when folded moves the offsets
        near = sentence[low : end + REACH].replace("’", "'").lower()
    for m in marks.finditer(near):
        if m.lastgroup is None or m.lastgroup == "never":
            continue
        a, b = low + m.start(), low + m.end()
        if a < end and b > start:
            continue
        # A capital inside a sentence is a name or a German noun, no verb.
        if sentence[a].isupper() and not OPENING.search(sentence[:a]):
            continue
        if m.lastgroup == "infinitive" and (b > start or any(c.isupper() for c in sentence[a:b])):
            continue
        between = sentence[b:start] if b <= start else sentence[end:a]
        distance = len(between) + FAR * len(BREAK.findall(between))
        if distance < best and (m.lastgroup != "infinitive" or distance < CLOSE):
            best, found = distance, -1 if m.lastgroup == "past" else 1
    return found


@lru_cache(32)
def _marks(language: str) -> re.Pattern[str] | None:
    raw = load("tocsin.resolve", "tense.yaml").get(language)
    if raw is None:
        return None
    groups = "|".join(f"(?P<{k}>{'|'.join(raw[k])})" for k in ("never", "future", "past", "infinitive") if k in raw)
    return re.compile(rf"(?<!\w)(?:{groups})(?!\w)")
