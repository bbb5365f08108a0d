"""Tokenised print: text whose every comma and full stop stands alone, as annotated corpora and some bad converters have it.

The encoder was taught on text as it is printed; such spaces are closed up before it sees them, and its offsets are
led back, so that reports still point at the text as it is.
"""

from __future__ import annotations

import re

_LONE = re.compile(r"\s[.,](?=\s|$)")
_ANY = re.compile(r"[.,](?=\s|$)")
_SPACE = re.compile(r" (?=[.,;:!?%)\]}]|'s\b|''|n't\b)|(?<=[(\[{$£€]) |(?<=\w['’]) (?=\w)|(?<=``) ")
LEAST = 3
"""Lone commas and full stops that a text has at least to count as tokenised."""


def tokenised(text: str) -> bool:
    """Whether most commas and full stops of a text have a space before them."""
    lone = len(_LONE.findall(text))
    return lone >= LEAST and 2 * lone > len(_ANY.findall(text))


def closed_up(text: str) -> tuple[str, list[int]]:
    """The text without the spaces that tokenising put in, and for each of its characters (and its end) the place in `text`."""
    drop = {m.start() for m in _SPACE.finditer(text)}
    kept = [i for i in range(len(text)) if i not in drop]
    return "".join(text[i] for i in kept), [*kept, len(text)]
