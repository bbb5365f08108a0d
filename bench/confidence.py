"""What confidence means: reliability and precision-recall over `--min-confidence`, on the dev articles.

`python -m bench.confidence --plot docs/confidence.svg` prints the tables of `docs/confidence.md` and draws them (needs matplotlib). An event is right
where the benchmark's own pairing gives it a gold event of the same type and status.
"""  # fmt: skip

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.measure import f1
from bench.pairing import of_dev
from tocsin import Reader
from tocsin.line import confident

LEAST = 0.05
"""Events are read down to this confidence."""
CUTS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Judged:
    """An event's confidence and whether its type and status are right."""

    confidence: float
    right: bool


def judged(reader: Reader, data: Path) -> tuple[list[Judged], int]:
    """All events of the dev articles down to `LEAST`, judged, and how many the gold has."""
    found = of_dev(Reader(reader=reader.reader, settings=confident(reader.settings, LEAST)), data)
    return [Judged(p.ours.confidence, p.right) for p in found if p.ours], sum(p.gold is not None for p in found)


def bins(events: list[Judged], n: int = 10) -> list[tuple[float, float, int]]:
    """(mean confidence, share right, events) of each of `n` equal bins that holds any."""
    out = []
    for k in range(n):
        own = [e for e in events if k / n <= e.confidence < (k + 1) / n or (k == n - 1 and e.confidence == 1)]
        if own:
            out.append((sum(e.confidence for e in own) / len(own), sum(e.right for e in own) / len(own), len(own)))
    return out


def curve(events: list[Judged], gold: int) -> list[tuple[float, float, float, float]]:
    """(least confidence, precision, recall, F1) of type and status."""
    out = []
    for c in CUTS:
        own = [e for e in events if e.confidence >= c]
        right = sum(e.right for e in own)
        out.append((c, right / max(1, len(own)), right / max(1, gold), f1(right, gold, len(own))))
    return out


def plot(reliability: list[tuple[float, float, int]], points: list[tuple[float, float, float, float]], path: Path) -> None:
    """Both figures side by side, as SVG."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 4))
    left.plot([0, 1], [0, 1], color="0.8")
    left.plot([c for c, *_ in reliability], [s for _, s, _ in reliability], "o-")
    left.set(xlabel="confidence", ylabel="share right (type and status)", xlim=(0, 1), ylim=(0, 1), title="Reliability")
    right.plot([r for _, _, r, _ in points], [p for _, p, _, _ in points], "o-")
    for c, p, r, _ in points:
        right.annotate(f"{c:g}", (r, p), textcoords="offset points", xytext=(5, 3), fontsize=8)
    right.set(xlabel="recall", ylabel="precision", xlim=(0, 1), ylim=(0, 1), title="Over --min-confidence")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=Path("../shared/bench"))
    ap.add_argument("--plot", type=Path, metavar="FILE.svg")
    a = ap.parse_args()
    events, gold = judged(Reader(), a.data)
    reliability, points = bins(events), curve(events, gold)
    print("| confidence | events | right |\n|---|---|---|")
    for c, share, n in reliability:
        print(f"| {c:.2f} | {n} | {share:.2f} |")
    print("\n| --min-confidence | precision | recall | F1 |\n|---|---|---|---|")
    for c, p, r, f in points:
        print(f"| {c:g} | {p:.2f} | {r:.2f} | {f:.2f} |")
    if a.plot:
        plot(reliability, points, a.plot)
        print(f"wrote {a.plot}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
