"""What an article names that a translation keeps: its numbers in digits, and the places, known persons and bodies, and states that its names were
resolved to. A report in, marks out that can be compared whatever the two languages."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from tocsin.report import Report

NUMBER = re.compile(r"(?<![\w.,:/-])\d+(?:[.,’'\u00a0\u202f ]\d{3})*(?:[.,]\d+)?(?![\w:/-]|[.,]\d)")
LONGEST = 12
"""Characters of a number; longer ones are telephone numbers and codes."""


def numbers(text: str) -> dict[str, str]:
    """The numbers of a text that are written in digits, as value → words; times of day, dates with points and years are none."""
    out = {}
    for m in NUMBER.finditer(text):
        words = m.group()
        if len(words) <= LONGEST:
            value = re.sub(r"[.,’'\u00a0\u202f ](?=\d{3}(?!\d))", "", words).replace(",", ".")
            plain = str(float(value)).removesuffix(".0")
            if not (plain.isdigit() and 1900 <= int(plain) <= 2100):
                out[plain] = words
    return out


def marks(r: Report) -> frozenset[str]:
    """The marks of a report: `n` and a number of two digits or more, `k` and a knowledge id, `g` and a GeoNames id, `c` and a country."""
    out = {f"n{k}" for k in numbers(r.text) if len(k) > 1}
    for e in r.entities:
        if e.doubtful:
            continue
        if e.knowledge_id:
            out.add(f"k{e.knowledge_id}")
        elif e.place and e.place.geonames_id:
            out.add(f"g{e.place.geonames_id}")
        elif e.country:
            out.add(f"c{e.country}")
    return frozenset(out)


def rarity(of_articles: Sequence[Collection[str]]) -> dict[str, float]:
    """How much a mark says, by how few of the articles bear it: the logarithm of the inverse share."""
    counted = Counter(x for marks in of_articles for x in marks)
    return {x: math.log((len(of_articles) + 1) / (k + 0.5)) for x, k in counted.items()}


def shared(a: frozenset[str], b: frozenset[str], rare: Mapping[str, float]) -> float:
    """The weight of the marks that two articles share over the root of the product of both's, 0..1."""
    both = sum(rare.get(x, 0.0) for x in a) * sum(rare.get(x, 0.0) for x in b)
    return sum(rare.get(x, 0.0) for x in a & b) / both**0.5 if both > 0 else 0.0
