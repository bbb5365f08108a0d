"""All places of a document chosen together: each mention has readings, and a reading counts more where the others' places are near.

What speaks for a reading: how many live there and whether the name is its main one (`Reading.prior`), the countries that the article names,
the share of the other mentions placed in its country and in its first-level division, towns placed near it, and a state or
country that stands beside the mention ("Paris, Texas"). At first all readings of the others count, then ever more the likeliest (mean field, cooled;
the evidence is the spatial minimality of Leidner, "Toponym Resolution in Text", 2007).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tocsin.report import Place
from tocsin.resolve.earth import EARTH

COUNTRY = 6.0
"""What a country's share of the other mentions weighs (under a square root), as a difference of log populations."""
NAMED = 5.0
"""What a country weighs that the article names otherwise."""
DIVISION = 8.0
"""What a first-level division's share of the other mentions weighs."""
NEAR = 11.0
"""What towns nearby weigh at most."""
REACH = 100.0
"""Kilometres over which nearness falls to a third."""
BESIDE = 20.0
"""What a state or country beside a mention weighs for the towns in it."""
HEAT = (4.0, 2.0, 1.0, 0.7)
"""How evenly the readings of a name count in each round: a difference of log populations by so much is a factor of e."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One place that a mention may mean; `prior` is a logarithm of inhabitants with what the name itself says, `kind` one of the gazetteer's or
    "region", `part` marks a place whose name is only part of a longer one."""

    place: Place
    prior: float
    kind: str = "city"
    part: bool = False

    @property
    def country(self) -> str | None:
        return self.place.country

    @property
    def division(self) -> tuple[str | None, str] | None:
        return (self.place.country, self.place.admin1) if self.place.admin1 else None


def holds(outer: Reading, inner: Reading) -> bool:
    """Whether a town or county lies in a country or a division."""
    if outer.kind == "country":
        return inner.kind != "country" and outer.country is not None and outer.country == inner.country
    return outer.kind == "admin1" and inner.kind in ("city", "admin2") and outer.division == inner.division


def apart(a: Reading, b: Reading) -> float:
    """Kilometres between two readings, infinite where one has no coordinates."""
    if a.place.latitude is None or b.place.latitude is None:
        return math.inf
    x, y = _points((a, b))
    return EARTH * math.acos(max(-1.0, min(1.0, float(x @ y))))


def _points(readings: Sequence[Reading]) -> Any:
    """Unit vectors; zero where a reading has no coordinates."""
    angles = np.radians([[r.place.latitude or 0.0, r.place.longitude or 0.0] for r in readings])
    sin, cos = np.sin(angles), np.cos(angles)
    there = np.array([r.place.latitude is not None for r in readings])
    return np.stack([cos[:, 0] * cos[:, 1], cos[:, 0] * sin[:, 1], sin[:, 0]], 1) * there[:, None]


def together(
    options: Sequence[tuple[Reading, ...]], counts: Sequence[int], beside: Sequence[tuple[int, int]], countries: frozenset[str]
) -> list[Reading | None]:
    """One reading for every name of a document, None where a name has none.

    `counts` says how often each name stands there, `beside` which name (by number) has which other right after it, `countries` are ISO alpha-3.
    """
    names = [i for i, o in enumerate(options) if o]
    flat = [r for i in names for r in options[i]]
    if not flat:
        return [None] * len(options)
    ends = np.cumsum([len(options[i]) for i in names])
    starts = ends - [len(options[i]) for i in names]
    prior = np.array([r.prior + NAMED * (r.country in countries) for r in flat])
    where = {i: (int(a), int(b)) for i, a, b in zip(names, starts, ends, strict=True)}
    for inner, outer in beside:
        _stand_beside(inner, outer, where, flat, prior)
    if len(names) > 1:
        chosen = _settled(flat, prior, starts, ends, np.sqrt([counts[i] for i in names]))
    else:
        chosen = _best(prior, starts, ends)
    out: list[Reading | None] = [None] * len(options)
    for i, k in zip(names, chosen, strict=True):
        out[i] = flat[int(k)]
    return out


def _stand_beside(inner: int, outer: int, where: dict[int, tuple[int, int]], flat: Sequence[Reading], prior: Any) -> None:
    """Add to the readings of two neighbours what speaks for one lying in the other."""
    if inner not in where or outer not in where or inner == outer:
        return
    inside, outside = range(*where[inner]), range(*where[outer])
    for i in inside:
        if any(holds(flat[o], flat[i]) for o in outside):
            prior[i] += BESIDE
    for o in outside:
        if any(holds(flat[o], flat[i]) for i in inside):
            prior[o] += BESIDE / 2


def _settled(flat: Sequence[Reading], prior: Any, starts: Any, ends: Any, mass: Any) -> Any:
    """The readings chosen given the others': every reading counts for what it is worth, the likelier ones more in every round."""
    owner = np.repeat(np.arange(len(starts)), ends - starts)
    country, division = _Shares([r.country for r in flat], owner), _Shares([r.division for r in flat], owner)
    points, small = _points(flat), np.array([r.kind in ("city", "admin2") for r in flat])
    rest = mass.sum() - mass[owner]
    score = prior
    chosen = _best(score, starts, ends)
    for heat in HEAT:
        weight = np.exp((score - np.repeat(np.maximum.reduceat(score, starts), ends - starts)) / heat)
        weight *= mass[owner] / np.repeat(np.add.reduceat(weight, starts), ends - starts)
        cosine = np.clip(points @ points[chosen].T, -1.0, 1.0)
        near = np.exp(-EARTH * np.arccos(cosine) / REACH) * small[chosen][None, :] * small[:, None]
        near[np.arange(len(flat)), owner] = 0.0
        score = (
            prior
            + COUNTRY * np.sqrt(country.others(weight) / rest)
            + DIVISION * np.sqrt(division.others(weight) / rest)
            + NEAR * (1 - np.exp(-near.sum(1)))
        )
        chosen = _best(score, starts, ends)
    return chosen


def _best(score: Any, starts: Any, ends: Any) -> Any:
    return np.array([a + int(np.argmax(score[a:b])) for a, b in zip(starts, ends, strict=True)])


class _Shares:
    """For every reading, what the readings of other names that lie in the same country or division weigh together."""

    def __init__(self, values: Sequence[object], owner: Any) -> None:
        known: dict[object, int] = {}
        self._group = np.array([0 if v is None else known.setdefault(v, len(known) + 1) for v in values])
        self._own = np.unique(self._group * (int(owner[-1]) + 1) + owner, return_inverse=True)[1]

    def others(self, weight: Any) -> Any:
        """Shares, 0 where a reading has no such group."""
        total, own = np.bincount(self._group, weight), np.bincount(self._own, weight)
        return np.where(self._group > 0, np.maximum(total[self._group] - own[self._own], 0.0), 0.0)
