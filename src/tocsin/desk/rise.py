"""Whether a count has risen beyond its own past: windows of acts and of articles in, the odds and a verdict out. Which acts are counted, and from
which outlets, is left to `counting`.

The last window is held against a negative binomial tail. Its mean is what the past windows had an article, times the articles of the last
window; its variance that of counts that scatter as those windows do, about a mean that is itself only estimated from them. A dozen windows tell
little of a scatter, so the tail is averaged over what it may be (the chi-square of the past about its mean; Gelman and others 2013, ch. 3.2).
Beside it stands a rule without a model: the last window must have more than every past one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

SCATTER = 1.1
"""Least variance of a count in units of its mean: news comes in bursts, and a dozen windows may hide it."""
FEWEST = 6
"""Past windows with articles without which nothing is said."""
STEPS = 16
"""Values of the scatter that the tail is averaged over, each as likely as another."""


@dataclass(frozen=True, slots=True)
class Window:
    """Some days: acts counted in them, and articles that were read."""

    acts: int
    articles: int


@dataclass(frozen=True, slots=True)
class Rise:
    """The verdict on a window: its acts, how many its past lets one expect, the chance of as many or more if nothing had changed (0..1; 1 without
    reckoning where they are no record), the most that any past window had, and whether it is a rise."""

    acts: int
    expected: float
    chance: float
    most: int
    risen: bool


def rise(past: Sequence[Window], last: Window, chance: float = 0.001, least: int = 5) -> Rise | None:
    """The last window against its past ones, in any order; None where fewer than six of these have articles.

    A rise is `least` acts or more, more than in any past window, of a chance below `chance`. More articles than before let one expect as many
    times more acts; fewer articles do not let one expect fewer, for what several outlets tell is still told by some.
    """
    own = [w for w in past if w.articles > 0]
    if len(own) < FEWEST:
        return None
    usual = sum(w.articles for w in own) / len(own)
    volume = max(1.0, last.articles / usual)
    # Half an act stands for none at all: a pair that never met is not impossible, only rare.
    mean = max(sum(w.acts for w in own), 0.5) / len(own)
    most = max(w.acts for w in own)
    record = last.acts >= least and last.acts > most * volume
    spread = sum((w.acts - mean * w.articles / usual) ** 2 / (mean * w.articles / usual) for w in own)
    odds = _chance(last.acts, mean * volume, spread, len(own), volume) if record else 1.0
    return Rise(last.acts, mean * volume, odds, most, record and odds < chance)


def _chance(count: int, mean: float, spread: float, windows: int, volume: float) -> float:
    """The chance of `count` or more, averaged over what the scatter may be if `windows` of them gave this chi-square."""
    total = 0.0
    for k in range(STEPS):
        scatter = max(SCATTER, spread / _chi_square((k + 0.5) / STEPS, windows - 1))
        # Bursts are shares of the mean: with more articles they scatter more.
        scatter = 1 + (scatter - 1) * volume
        total += _tail(count, mean, scatter * mean * (1 + volume / windows))
    return total / STEPS


def _chi_square(share: float, degrees: int) -> float:
    """The value that a share of a chi-square lies under (Wilson and Hilferty 1931)."""
    part = 2 / (9 * degrees)
    return degrees * max(0.05, 1 - part + NormalDist().inv_cdf(share) * math.sqrt(part)) ** 3


def _tail(count: int, mean: float, variance: float) -> float:
    """The chance of `count` or more of a negative binomial; variance > mean > 0."""
    size = mean * mean / (variance - mean)
    p = mean / variance
    start, fewer = size * math.log(p) - math.lgamma(size), math.log1p(-p)
    below = math.fsum(math.exp(start + math.lgamma(k + size) - math.lgamma(k + 1) + k * fewer) for k in range(count))
    return max(0.0, 1.0 - below)
