"""Where the reader errs on the dev articles: `python -m bench.errors` prints the tables of `docs/errors.md`.

Events are paired as the benchmark pairs them; figures here explain the scores, they are no scores of their own.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from bench.measure import f1
from bench.pairing import Pair, of_dev
from tocsin import Reader

NONE = "—"


def by_type(found: list[Pair]) -> str:
    """Of each type: gold events, found and typed, what it is most taken for, and F1."""
    rows = ["| type | gold | ours | right | F1 | most taken for |", "|---|---|---|---|---|---|"]
    for kind in sorted({p.gold["type"] for p in found if p.gold}):
        gold = [p for p in found if p.gold and p.gold["type"] == kind]
        ours = sum(p.ours is not None and p.ours.type == kind for p in found)
        right = sum(p.ours is not None and p.ours.type == kind for p in gold)
        wrong = Counter(p.ours.type if p.ours else "missed" for p in gold if p.ours is None or p.ours.type != kind)
        taken = ", ".join(f"{k} {n}" for k, n in wrong.most_common(3)) or NONE
        rows.append(f"| {kind} | {len(gold)} | {ours} | {right} | {f1(right, len(gold), ours):.2f} | {taken} |")
    return "\n".join(rows)


def by_status(found: list[Pair]) -> str:
    """Confusion of statuses over events whose type is right."""
    right = [p for p in found if p.typed]
    names = ("actual", "future", "hypothetical", "negated")
    rows = ["| gold \\ ours | " + " | ".join(names) + " |", "|---" * 5 + "|"]
    for g in names:
        counts = Counter(p.ours.status for p in right if p.gold and p.ours and p.gold["status"] == g)
        rows.append(f"| {g} | " + " | ".join(str(counts[o]) for o in names) + " |")
    return "\n".join(rows)


def by_language(found: list[Pair]) -> str:
    """Trigger and event precision, recall and F1 of every language."""
    rows = ["| language | gold | ours | trigger F1 | event precision | event recall | event F1 |", "|---" * 7 + "|"]
    for language in sorted({p.language for p in found}):
        own = [p for p in found if p.language == language]
        gold, ours = sum(p.gold is not None for p in own), sum(p.ours is not None for p in own)
        both = [p for p in own if p.gold and p.ours]
        right = sum(p.typed for p in both)
        rows.append(
            f"| {language} | {gold} | {ours} | {f1(len(both), gold, ours):.2f} | {right / max(1, ours):.2f} | {right / max(1, gold):.2f} | {f1(right, gold, ours):.2f} |"
        )
    return "\n".join(rows)


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=Path("../shared/bench"))
    ap.add_argument("--model", default="encoder", help="the shipped model, or a folder that tocsin train made")
    a = ap.parse_args()
    found = of_dev(Reader(a.model), a.data)
    for title, table in (("Types", by_type), ("Status", by_status), ("Languages", by_language)):
        print(f"## {title}\n\n{table(found)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
