"""`python -m bench`: one table of everything that can be measured here, checked against `bench/floors.json`.

`--update` writes floors from what was measured (a margin below), and refuses to lower one unless `--lower` is given.
`--only NAME...` runs some; `--json` prints figures as JSON. `--set NAME --dev FILE` (or `--test FILE`) runs one public
set's adapter on a file of the same make. CAMEO's two sets learn from `--train FILE` first, with PyTorch (`make .venv/.train`); alone, it is
measured five-fold, about ten minutes on two cores. The others measure the shipped reader as it is, and say so where they are given a train file.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from bench import (
    articles,
    cameo,
    copies,
    media,
    names,
    places,
    quiet,
    quotes,
    signals,
    speed,
    stories,
    times,
    translations,
    typed,
)
from bench.floors import FLOORS, fallen, updated
from bench.measure import Figure
from tocsin import Reader

SETS: dict[str, Callable[[Reader, Path], list[Figure]]] = {
    "polnear": quotes.polnear,
    "german_wikinews_quotes": quotes.wikinews,
    **typed.SETS,
    **names.ADAPTERS,
}
LEARNING = {"conflibert_cameo_class": cameo.tuned_classes, "conflibert_cameo_ner": cameo.tuned_spans}
PARTS = {
    "articles": articles.measure,
    "signals": signals.measure,
    "copies": copies.measure,
    "stories": stories.measure,
    "translations": translations.measure,
    "media": media.measure,
    "quiet": quiet.measure,
    "quotes": quotes.measure,
    "typed": typed.measure,
    "cameo": cameo.measure,
    "names": names.measure,
    "places": lambda _, data: places.measure(data),
    "speed": speed.measure,
}


def _one_set(name: str, train: Path | None, test: Path | None) -> int:
    for file in (train, test):
        if file and not file.exists():
            print(f"bench: there is no {file}", file=sys.stderr)
            return 2
    if name in LEARNING:
        if not train:
            print(f"bench: {name} needs --train FILE (and --test FILE, else five-fold on it)", file=sys.stderr)
            return 2
        try:
            figures = LEARNING[name](Reader(), train, test)
        except ModuleNotFoundError as fault:
            print(f"bench: {name} is learned with PyTorch, and {fault.name} is missing; run make .venv/.train", file=sys.stderr)
            return 2
    else:
        if not test:
            print(f"bench: {name} needs --dev FILE or --test FILE", file=sys.stderr)
            return 2
        if train:
            print(f"bench: {name} is read with the shipped model; {train} is not used", file=sys.stderr)
        figures = SETS[name](Reader(), test)
    for f in figures:
        print(f"{f.name:38}{f.value:9.3f}  n={f.n:<6}{f.note}")
    return 0


def main() -> int:
    ap = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("--data", type=Path, default=Path("../shared/bench"), help="the benchmark folder")
    ap.add_argument("--only", nargs="*", choices=[*PARTS, "times"], help="run only these")
    ap.add_argument("--json", action="store_true")
    ap.add_argument("--update", action="store_true", help="write bench/floors.json from what was measured")
    ap.add_argument("--lower", action="store_true", help="let --update lower a floor")
    ap.add_argument("--set", choices=[*SETS, *LEARNING], help="one public set, on the files of --train, --dev, --test")
    for name in ("train", "dev", "test"):
        ap.add_argument(f"--{name}", type=Path, metavar="FILE")
    a = ap.parse_args()
    if a.set:
        return _one_set(a.set, a.train, a.test or a.dev)
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
