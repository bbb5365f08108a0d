"""Which sentences of two articles say the same, in whatever languages: sentence vectors in, pairs of passages in both texts' order out.

The order of a translation is that of its original, so the best monotone path through the likeness of every two sentences is taken (dynamic
programming, as Gale and Church 1993 align by length); a sentence may stand for two, and any may stand for none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.reader.graph import Vector
from tocsin.report import Span

SCALE = 127.0
"""Of the signed bytes of a vector."""
LEAST = 0.3
"""Likeness (cosine) from which two sentences may be one another's translation."""
MOST = 120
"""Sentences of an article that are compared; of a longer one the first."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pair:
    """A stretch of one text, the stretch of the other that says the same, and their cosine."""

    here: Span
    there: Span
    likeness: float


@dataclass(frozen=True, slots=True)
class Aligned:
    """What one text has of another: the share of its characters (0..1), the share of the other's, and the pairs in order."""

    here: float
    there: float
    pairs: tuple[Pair, ...]

    @property
    def likeness(self) -> float:
        """The pairs' cosine, weighted by length; 0 where there are none."""
        weights = [p.here.end - p.here.start for p in self.pairs]
        return sum(w * p.likeness for w, p in zip(weights, self.pairs, strict=True)) / sum(weights) if weights else 0.0


def matrix(vectors: Sequence[bytes]) -> Floats:
    """Vectors as unit rows [N, units]."""
    rows = np.stack([np.frombuffer(v, np.int8) for v in vectors]).astype(np.float32)
    out: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return out


def centre(vectors: Sequence[Vector]) -> bytes | None:
    """The vector of a whole article: its sentences' mean, weighted by the root of their lengths; None without any."""
    if not vectors:
        return None
    weights = np.array([(v.end - v.start) ** 0.5 for v in vectors], np.float32)
    mean = weights @ matrix([v.values for v in vectors])
    return np.round(SCALE * mean / max(float(np.linalg.norm(mean)), 1e-6)).astype(np.int8).tobytes()


def align(here: Sequence[Vector], there: Sequence[Vector], least: float = LEAST) -> Aligned:
    """The pairs of the best monotone path, and how much of each text they make up."""
    a, b = here[:MOST], there[:MOST]
    if not a or not b:
        return Aligned(0.0, 0.0, ())
    steps = _steps(a, b, least)
    best = np.zeros((len(a) + 1, len(b) + 1), np.float32)
    taken: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            options = [(float(best[i - n, j - m]) + g, (n, m)) for n, m, g in _ways(steps, i, j)]
            if options:
                best[i, j], taken[i, j] = max(options)
    pairs = []
    i, j = len(a), len(b)
    while (i, j) in taken:
        n, m = taken[i, j]
        if n and m:
            likeness = float(steps[n, m][i - n, j - m])
            pairs.append(Pair(Span(a[i - n].start, a[i - 1].end), Span(b[j - m].start, b[j - 1].end), round(likeness, 3)))
        i, j = i - n, j - m
    pairs.reverse()
    return Aligned(_share(a, [p.here for p in pairs]), _share(b, [p.there for p in pairs]), tuple(pairs))


Steps = dict[tuple[int, int], Floats]


def _steps(a: Sequence[Vector], b: Sequence[Vector], least: float) -> Steps:
    """Likeness of every sentence, and every two in a row, of one text to those of the other; -1 where below `least`."""
    one, other = matrix([v.values for v in a]), matrix([v.values for v in b])

    def doubled(rows: Floats, vectors: Sequence[Vector]) -> Floats:
        weights = np.array([[v.end - v.start] for v in vectors], np.float32)
        sums = (rows * weights)[:-1] + (rows * weights)[1:]
        out: Floats = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
        return out

    found = {(1, 1): one @ other.T}
    if len(a) > 1:
        found[2, 1] = doubled(one, a) @ other.T
    if len(b) > 1:
        found[1, 2] = one @ doubled(other, b).T
    return {k: np.where(v >= least, v, -1).astype(np.float32) for k, v in found.items()}


def _ways(steps: Steps, i: int, j: int) -> list[tuple[int, int, float]]:
    """How the path may have come to (i, j): sentences taken of either text, and what that gains."""
    ways = []
    if i:
        ways.append((1, 0, 0.0))
    if j:
        ways.append((0, 1, 0.0))
    for (n, m), likeness in steps.items():
        if i >= n and j >= m and likeness[i - n, j - m] > 0:
            # Two for one gains little more than one for one, or every short sentence would hang on to its neighbour.
            ways.append((n, m, float(likeness[i - n, j - m]) * (1.0 if n == m else 1.15)))
    return ways


def _share(vectors: Sequence[Vector], spans: Sequence[Span]) -> float:
    whole = sum(v.end - v.start for v in vectors)
    own = sum(v.end - v.start for v in vectors if any(s.start <= v.start and v.end <= s.end for s in spans))
    return own / max(1, whole)
