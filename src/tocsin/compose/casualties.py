"""Counts of killed, injured and arrested people in the sentence that tells an act, from a table of words per language."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from tocsin.reader.graph import Node
from tocsin.report import Casualties, Span
from tocsin.tables import load, stems

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:[.,\u00a0 ]\d{3})*(?![\d.,]*\d)|\d+|[^\w\s]")
REACH = 7
"""Furthest distance in words between a number and the word that says what was counted."""


@cache
def table() -> dict[str, dict[str, Any]]:
    """`casualties.yaml`: stems of counted fates and number words, by language."""
    raw = load("tocsin.compose", "casualties.yaml")
    return {k: v for k, v in raw.items() if isinstance(v, dict)}


@cache
def _numbers(language: str) -> dict[str, int]:
    out: dict[str, int] = {}
    for value, words in table().get(language, {}).get("numbers", {}).items():
        for w in words:
            out[w] = int(value)
    return out


@cache
def _fates(language: str) -> list[tuple[str, re.Pattern[str]]]:
    own = table().get(language, {})
    return [(fate, stems(own[fate])) for fate in ("killed", "injured", "arrested") if own.get(fate)]


def casualties_in(text: str, clause: Span, trigger: Node, kind: str, language: str) -> Casualties:
    """Counts told in the clause of an ASSAULT (killed, injured), a COERCE or a PROTEST (arrested too); none elsewhere."""
    if kind not in ("ASSAULT", "COERCE", "PROTEST"):
        return Casualties()
    lang = language.split("-")[0]
    words = [(m.group().casefold(), m.start() + clause.start) for m in WORD.finditer(text[clause.start : clause.end])]
    numbers = _numbers(lang)
    near: list[tuple[int, str, int, int]] = []
    values: list[int | None] = []
    for w, _ in words:
        digits = re.sub(r"[.,\s\u00a0]", "", w)
        values.append(
            int(digits)
            if digits.isdecimal() and len(digits) < 7 and not (len(digits) == 4 and digits[:2] in ("19", "20"))
            else numbers.get(w)
        )
    for fate, pattern in _fates(lang):
        if (fate == "arrested") != (kind != "ASSAULT") and fate == "arrested":
            continue
        if kind == "COERCE" and fate != "arrested":
            continue
        for i, (w, _) in enumerate(words):
            if not pattern.match(w):
                continue
            for j, value in enumerate(values):
                if value is None or abs(i - j) > REACH:
                    continue
                between = [x for x, _ in words[min(i, j) + 1 : max(i, j)]]
                if any(x in ".;:" for x in between) or any(p.match(x) for f, p in _fates(lang) if f != fate for x in between):
                    continue
                near.append((abs(i - j) + (0 if j < i else 2), fate, j, value))
    found: dict[str, int] = {}
    counted = set[int]()
    # The nearest first; a number counts one fate: "killed 12 people and injured three".
    for _, fate, j, value in sorted(near, key=lambda n: n[0]):
        if fate not in found and j not in counted:
            found[fate] = value
            counted.add(j)
    return Casualties(**found)
