"""`python -m bench`: one table of everything that can be measured here, checked against `bench/floors.json`.

`--update` writes floors from what was measured (a margin below), and refuses to lower one unless `--lower` is given.
`--only NAME...` runs some; `--json` prints figures as JSON. `--set NAME --dev FILE` (or `--test FILE`) runs one public
set's adapter on a file of the same make; the adapters here measure only, so `--train` is taken by none of them yet.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bench import articles, petrarch, quotes, signals, speed, times
from bench.floors import FLOORS, fallen, updated
from bench.measure import Figure
from tocsin import Reader

SETS = {"polnear": quotes.polnear, "german_wikinews_quotes": quotes.wikinews, "unipetrarch_es_protest": petrarch.protest}
PARTS = {
    "articles": articles.measure,
    "signals": signals.measure,
    "quotes": quotes.measure,
    "petrarch": petrarch.measure,
    "speed": speed.measure,
}


def main() -> int:
    ap = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("--data", type=Path, default=Path("../shared/bench"), help="the benchmark folder")
    ap.add_argument("--only", nargs="*", choices=[*PARTS, "times"], help="run only these")
    ap.add_argument("--json", action="store_true")
    ap.add_argument("--update", action="store_true", help="write bench/floors.json from what was measured")
    ap.add_argument("--lower", action="store_true", help="let --update lower a floor")
    ap.add_argument("--set", choices=list(SETS), help="one public set, on the file of --dev or --test")
    ap.add_argument("--dev", type=Path)
    ap.add_argument("--test", type=Path)
    a = ap.parse_args()
    if a.set:
        file = a.dev or a.test
        if not file or not file.exists():
            print("bench: --set needs an existing file, --dev FILE or --test FILE", file=sys.stderr)
            return 2
        for f in SETS[a.set](Reader(), file):
            print(f"{f.name:38}{f.value:9.3f}  n={f.n:<6}{f.note}")
        return 0
    if not (a.data / "articles").is_dir():
        print(f"bench: {a.data} is not the benchmark folder (it has no articles/); give --data", file=sys.stderr)
        return 2
    reader = Reader()
    figures: list[Figure] = []
    for name, part in PARTS.items():
        if not a.only or name in a.only:
            figures += part(reader, a.data)
    if not a.only or "times" in a.only:
        figures += times.measure(a.data)
    if a.json:
        print(json.dumps([{"name": f.name, "value": round(f.value, 4), "n": f.n, "note": f.note} for f in figures], indent=1))
    else:
        floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
        for f in figures:
            floor = f"{floors[f.name]:9.3f}" if f.name in floors else "        -"
            print(f"{f.name:38}{f.value:9.3f}{floor}  n={f.n:<6}{f.note}")
        print("                                       measured     floor")
    if a.update:
        return updated(figures, a.lower)
    wrong = fallen(figures)
    for w in wrong:
        print(w, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
