"""What a benchmark yields: named figures, with how many things they rest on and what they cannot say."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table. `higher` is False where less is better; `note` says what the figure cannot tell."""

    name: str
    value: float
    n: int
    note: str = ""
    higher: bool = True


def lines(path: Path) -> list[dict[str, Any]]:
    """The records of a JSONL file."""
    return [json.loads(line) for line in path.open(encoding="utf-8") if line.strip()]


def f1(right: int, gold: int, system: int) -> float:
    """Harmonic mean of precision and recall, 0 where nothing is right."""
    return 2 * right / (gold + system) if gold + system else 0.0


def roc_auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Probability that a positive scores above a negative, ties halved (Mann-Whitney)."""
    if not positive or not negative:
        return 0.0
    ranked = sorted([(s, 1) for s in positive] + [(s, 0) for s in negative])
    total, i = 0.0, 0
    while i < len(ranked):
        j = i
        while j < len(ranked) and ranked[j][0] == ranked[i][0]:
            j += 1
        total += sum(y for _, y in ranked[i:j]) * (i + j + 1) / 2
        i = j
    n = len(positive)
    return (total - n * (n + 1) / 2) / (n * len(negative))


def bcubed(gold: Sequence[object], system: Sequence[object]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 of a clustering (Bagga and Baldwin 1998): the cluster of each item by the gold and by the system."""
    n = len(gold)
    both, own, right = Counter(zip(gold, system, strict=True)), Counter(system), Counter(gold)
    precision = sum(k * k / own[s] for (_, s), k in both.items()) / n
    recall = sum(k * k / right[g] for (g, _), k in both.items()) / n
    return precision, recall, 2 * precision * recall / (precision + recall)


def overlap(a: Iterable[tuple[int, int]], b: Iterable[tuple[int, int]]) -> float:
    """Shared characters of two sets of spans over all of theirs (Jaccard), 0..1."""
    x = {k for s, e in a for k in range(s, e)}
    y = {k for s, e in b for k in range(s, e)}
    return len(x & y) / len(x | y) if x | y else 0.0


def match(gold: Sequence[list[tuple[int, int]]], system: Sequence[list[tuple[int, int]]], least: float) -> int:
    """One-to-one pairs of span sets whose overlap is at least `least`, best first."""
    scored = sorted(((overlap(g, s), i, j) for i, g in enumerate(gold) for j, s in enumerate(system)), key=lambda x: -x[0])
    taken_g: set[int] = set()
    taken_s: set[int] = set()
    for value, i, j in scored:
        if value > 0 and value >= least and i not in taken_g and j not in taken_s:
            taken_g.add(i)
            taken_s.add(j)
    return len(taken_g)


def sample(items: list[Any], most: int, seed: int = 0) -> list[Any]:
    """At most so many items, the same ones every time."""
    return items if len(items) <= most else random.Random(seed).sample(items, most)
