"""Floors: what a figure must not fall below (or, where less is better, rise above); kept in `floors.json`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.measure import Figure

FLOORS = Path(__file__).parent / "floors.json"
MARGIN = 0.01
"""What a figure may lose to chance (another version of a library, say) before it counts as fallen."""
MACHINE = ("sentences a second", "speed over", "import seconds", "cold report", "peak memory", "mentions resolved")
"""Figures of the machine, not of the reading: stated, never a floor."""


def fallen(figures: list[Figure]) -> list[str]:
    """A line for every figure on the wrong side of its floor."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    out = []
    for f in figures:
        floor = floors.get(f.name)
        if floor is not None and (f.value < floor if f.higher else f.value > floor):
            out.append(
                f"{f.name} is {f.value:.3f}, its floor is {floor:.3f}: find what lowered it, or run --update --lower and say why in the changelog"
            )
    return out


def updated(figures: list[Figure], lower: bool) -> int:
    """Write floors from figures; refuse to lower one unless told so. Returns an exit status."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    refused = 0
    for f in figures:
        if f.name.startswith(MACHINE):
            continue
        new = round(f.value - MARGIN if f.higher else f.value + MARGIN, 3)
        if f.value in (0.0, 1.0):
            new = f.value
        old = floors.get(f.name)
        if old is not None and (new < old if f.higher else new > old) and not lower:
            if f.value < old if f.higher else f.value > old:
                print(f"{f.name}: {old:.3f} would become {new:.3f}; not lowered without --lower", file=sys.stderr)
                refused += 1
            continue
        floors[f.name] = new
    FLOORS.write_text(json.dumps(dict(sorted(floors.items())), indent=1) + "\n", encoding="utf-8")
    return 1 if refused else 0
