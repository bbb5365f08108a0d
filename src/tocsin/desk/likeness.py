"""How likely two articles tell one happening, and an article what a story tells: log odds from the weighed bags of both.

In go traits (`tocsin.desk.traits`), out come log odds. The weights are a table
(`likeness.yaml`) that `python -m training.stories` learns. Knows no database and keeps nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from tocsin.desk.traits import Bag, Traits

WEIGHTS = Path(__file__).parent / "likeness.yaml"
OWN = ("words", "lead")
"""Bags that only articles of one language have in common."""
SHARED = ("names", "places", "acts", "figures")
"""Bags that articles of any two languages can have in common."""
BEST = 3
"""Articles of a story that count for it beside their mean: those most like the new one."""
NEXT = 1
"""Days apart that say nothing: time zones, and the next morning's paper."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Log odds: where nothing is alike (`bias`), for a bag that is wholly alike, and for each day apart after the first."""

    bias: float
    bags: Mapping[str, float]
    day: float
    vector: float
    vector_zero: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How an article fits a story: log odds (0 joins), and the article of the story (its place in what was given) that is most like it."""

    odds: float
    nearest: int

    @property
    def score(self) -> float:
        """The odds as a probability, 0..1."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.odds))))


@cache
def weights(path: Path = WEIGHTS) -> dict[str, Weights]:
    """The weights of a pair in one language (`same`) and in two (`across`)."""
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {k: Weights(**v) for k, v in table.items()}


def cosine(a: Bag, b: Bag) -> float:
    """Of two bags of length 1: 0 for nothing in common to 1 for the same."""
    if len(a) > len(b):
        a, b = b, a
    return sum(x * b[w] for w, x in a.items() if w in b)


def features(a: Traits, b: Traits) -> dict[str, float]:
    """What a pair is judged by: the cosine of each bag that both can have, and `has_*` 1 where both have something of the kind."""
    out = {k: cosine(getattr(a, k), getattr(b, k)) for k in OWN} if a.language == b.language else {}
    for k in SHARED:
        one, other = getattr(a, k), getattr(b, k)
        out[k] = cosine(one, other)
        out[f"has_{k}"] = float(bool(one and other))
    return out


def alike(a: Traits, b: Traits, table: Mapping[str, Weights]) -> float:
    """Log odds that two articles tell one happening."""
    w = table["same" if a.language == b.language else "across"]
    odds = w.bias + sum(w.bags.get(k, 0.0) * x for k, x in features(a, b).items())
    if (near := angle(a, b)) is not None:
        odds += w.vector * (near - w.vector_zero)
    if a.day is not None and b.day is not None:
        odds += w.day * max(0, abs(a.day - b.day) - NEXT)
    return odds


def angle(a: Traits, b: Traits) -> float | None:
    """The cosine of two articles' vectors, -1..1; None where one has none, or they are of two models."""
    if not a.vector or a.model != b.model or len(a.vector) != len(b.vector):
        return None
    lengths = math.sqrt(sum(x * x for x in a.vector) * sum(x * x for x in b.vector))
    return sum(x * y for x, y in zip(a.vector, b.vector, strict=True)) / lengths if lengths else 0.0


def fit(own: Traits, story: Sequence[Traits], table: Mapping[str, Weights]) -> Likeness:
    """How an article fits a story of at least one article: half by all of them, half by those most like it."""
    odds = [alike(own, t, table) for t in story]
    best = sorted(odds, reverse=True)[:BEST]
    return Likeness((sum(odds) / len(odds) + sum(best) / len(best)) / 2, odds.index(best[0]))
