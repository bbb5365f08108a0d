"""How often `rise` rings when nothing has changed, and how often when acts have become three times as many: counts drawn by a fixed seed.

Steady counts are Poisson, or scatter more (negative binomial of the size given: the smaller, the more they come in bursts), or lie one day like
the last (a rate that wanders); "new feed" doubles both articles and acts in the last window. `python -m bench.rise [--draws N]`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np

from tocsin.desk.rise import Window, rise

PAST = 12
"""Past windows, as a rule has by default."""
ARTICLES = 1000
"""Articles of a window."""

Draw = Callable[[np.random.Generator, np.ndarray], np.ndarray]


def poisson(rng: np.random.Generator, means: np.ndarray) -> np.ndarray:
    """Counts that come independently of one another."""
    return rng.poisson(means)


def bursts(size: float) -> Draw:
    """Counts that scatter more: a negative binomial, variance mean + mean² / size."""
    return lambda rng, means: rng.poisson(means * rng.gamma(size, 1 / size, means.shape))


def wandering(rng: np.random.Generator, means: np.ndarray) -> np.ndarray:
    """Counts whose rate is much like the window before's: log-normal, correlation 0.7, spread 0.4."""
    level = np.zeros(means.shape)
    noise = rng.normal(0, 0.4, means.shape)
    level[:, 0] = noise[:, 0]
    for k in range(1, means.shape[1]):
        level[:, k] = 0.7 * level[:, k - 1] + (1 - 0.7**2) ** 0.5 * noise[:, k]
    return rng.poisson(means * np.exp(level - 0.08))


PROCESSES: tuple[tuple[str, Draw], ...] = (
    ("Poisson", poisson),
    ("bursts, size 5", bursts(5)),
    ("bursts, size 2", bursts(2)),
    ("wandering", wandering),
)
MEANS = (0.5, 2, 5, 20, 60)
"""Acts of a window."""


def share(draw: Draw, mean: float, draws: int, acts: float = 1, articles: float = 1) -> float:
    """The share of draws that ring, with `acts` times the acts and `articles` times the articles in the last window."""
    means = np.full((draws, PAST + 1), float(mean))
    means[:, -1] *= acts
    counts = draw(np.random.default_rng(7), means)
    rung = 0
    for row in counts:
        past = [Window(int(c), ARTICLES) for c in row[:-1]]
        found = rise(past, Window(int(row[-1]), int(ARTICLES * articles)))
        rung += found is not None and found.risen
    return rung / draws


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=4_000, help="per cell")
    draws = parser.parse_args().draws
    print(f"share of {draws:,} draws that ring; {PAST} past windows, the defaults of a rule")
    print(f"{'':18}{'acts a window':>14}{'steady':>10}{'new feed':>10}{'threefold':>10}{'fivefold':>10}")
    for name, draw in PROCESSES:
        for mean in MEANS:
            cells = (share(draw, mean, draws, a, n) for a, n in ((1, 1), (2, 2), (3, 1), (5, 1)))
            print(f"{name:18}{mean:14g}" + "".join(f"{x:10.4f}" for x in cells))


if __name__ == "__main__":
    main()
