"""Measurement error as a feature: a blind, stratified sample of a user's own events, judged, and what it says of all of them.

Events fall into cells of type, language and confidence band; of every cell that is not empty some are drawn, at least one, the rest in proportion.
An event that was drawn stands for as many as its cell holds for each that was drawn (Horvitz and Thompson 1952), so that shares are those of
the archive. Intervals are Wilson's (1927) at 95 %, over the effective number of events (Kish 1965); agreement of two judges is Cohen's kappa (1960).
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

BANDS = ((0.0, 0.5, "under 0.5"), (0.5, 0.8, "0.5 to 0.8"), (0.8, 1.01, "0.8 and more"))
Z = 1.959964
"""Of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Item:
    """An event that may be drawn: where it is, its cell, and the country and month that it counts for (empty where it tells none)."""

    report: str
    event: str
    type: str
    language: str
    band: str
    country: str = ""
    month: str = ""

    @property
    def id(self) -> str:
        return f"{self.report}-{self.event}"

    @property
    def cell(self) -> tuple[str, str, str]:
        return self.type, self.language, self.band


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its interval, from so many judged events."""

    value: float
    low: float
    high: float
    n: int


def band_of(confidence: float) -> str:
    """The band that a confidence lies in."""
    return next(name for low, high, name in BANDS if low <= confidence < high)


def draw(items: Sequence[Item], n: int, seed: int) -> list[Item]:
    """A stratified sample of `n` events (more where there are more cells), in an order that tells nothing of their cells."""
    rng = random.Random(seed)
    cells: dict[tuple[str, str, str], list[Item]] = defaultdict(list)
    for i in sorted(items, key=lambda i: i.id):
        cells[i.cell].append(i)
    rest, total = max(0, n - len(cells)), len(items)
    # What is left after one of each cell, by largest remainder.
    quota = {c: rest * len(own) / max(1, total) for c, own in cells.items()}
    take = {c: 1 + math.floor(q) for c, q in quota.items()}
    short = n - sum(take.values())
    for c in sorted(quota, key=lambda c: (math.floor(quota[c]) - quota[c], c))[: max(0, short)]:
        take[c] += 1
    drawn = [i for c, own in sorted(cells.items()) for i in rng.sample(own, min(take[c], len(own)))]
    rng.shuffle(drawn)
    return drawn


def weights(items: Iterable[Item], judged: Iterable[Item]) -> dict[tuple[str, str, str], float]:
    """For how many events of its cell each judged one stands."""
    all_, own = defaultdict[tuple[str, str, str], int](int), defaultdict[tuple[str, str, str], int](int)
    for i in items:
        all_[i.cell] += 1
    for i in judged:
        own[i.cell] += 1
    return {c: all_[c] / n for c, n in own.items()}


def share(right: Sequence[tuple[bool, float]]) -> Share:
    """The weighted share of what is right, with Wilson's interval over the effective number."""
    total = sum(w for _, w in right)
    if not total:
        return Share(0.0, 0.0, 1.0, 0)
    p = sum(w for ok, w in right if ok) / total
    n = total**2 / sum(w * w for _, w in right)
    centre, spread = p + Z**2 / (2 * n), Z * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n * n))
    return Share(p, max(0.0, (centre - spread) / (1 + Z**2 / n)), min(1.0, (centre + spread) / (1 + Z**2 / n)), len(right))


def by(
    key: Callable[[Item], str], judged: Mapping[Item, bool], weight: Mapping[tuple[str, str, str], float]
) -> dict[str, Share]:
    """Shares by whatever `key` says of an event."""
    groups: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for i, ok in judged.items():
        groups[key(i)].append((ok, weight[i.cell]))
    return {k: share(v) for k, v in sorted(groups.items())}


def kappa(one: Mapping[str, bool], other: Mapping[str, bool]) -> tuple[float, float, int]:
    """Agreement of two judges on what both judged: the share, Cohen's kappa (1 where both always say the same), and how many."""
    both = sorted(one.keys() & other.keys())
    if not both:
        return 0.0, 0.0, 0
    agree = sum(one[k] == other[k] for k in both) / len(both)
    a, b = (sum(j[k] for k in both) / len(both) for j in (one, other))
    chance = a * b + (1 - a) * (1 - b)
    return agree, 1.0 if chance == 1 else (agree - chance) / (1 - chance), len(both)


@dataclass(frozen=True, slots=True)
class Count:
    """Events of a country and month: as counted, and as they are to be expected to be, with an interval."""

    country: str
    month: str
    counted: int
    corrected: float
    low: float
    high: float


def corrected(items: Sequence[Item], judged: Mapping[Item, bool], draws: int = 400, seed: int = 0) -> list[Count]:
    """Counts by country and month, each event counted for as much as events like it were right.

    Like it: of its type and band, pulled towards its type's and the whole archive's share where few were judged. Intervals are of the judging, by
    the bootstrap over judged events; what was never found is not in them.
    """
    places: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for i in items:
        if i.country and i.month:
            places[i.country, i.month].append(i)
    own = list(judged.items())
    rng = random.Random(seed)
    expected = _expected(items, own)
    ranges: dict[tuple[str, str], list[float]] = {k: [] for k in places}
    for _ in range(draws if own else 0):
        again = _expected(items, rng.choices(own, k=len(own)))
        for k, some in places.items():
            ranges[k].append(sum(again[i.type, i.band] for i in some))
    out = []
    for (country, month), some in sorted(places.items()):
        spread = sorted(ranges[country, month]) or [0.0, float(len(some))]
        low, high = spread[int(0.025 * len(spread))], spread[min(len(spread) - 1, int(0.975 * len(spread)))]
        out.append(
            Count(
                country, month, len(some), round(sum(expected[i.type, i.band] for i in some), 2), round(low, 2), round(high, 2)
            )
        )
    return out


PULL = 4.0
"""How many judged events the share of a wider group counts as."""


def _expected(items: Sequence[Item], judged: Sequence[tuple[Item, bool]]) -> dict[tuple[str, str], float]:
    weight = weights(items, [i for i, _ in judged])

    def pulled(some: Sequence[tuple[Item, bool]], towards: float) -> float:
        total = sum(weight[i.cell] for i, _ in some)
        if not total:
            return towards
        mean = total / len(some)
        return (sum(weight[i.cell] for i, ok in some if ok) + PULL * mean * towards) / (total + PULL * mean)

    whole = pulled(judged, 0.5)
    of_type: dict[str, float] = {}
    out = {}
    for kind, band in {(i.type, i.band) for i in items}:
        if kind not in of_type:
            of_type[kind] = pulled([x for x in judged if x[0].type == kind], whole)
        out[kind, band] = pulled([x for x in judged if x[0].type == kind and x[0].band == band], of_type[kind])
    return out
