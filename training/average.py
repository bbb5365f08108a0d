"""The mean of trained networks of one lineage: `python -m training.average ONE OTHER... --work FOLDER` → `network.pt`, tokenizer and settings.

A run that goes on from an earlier model learns what the new passages teach and loses a little of the rest; half way between the two most of both is
kept (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models"), and runs of several seeds err less together than each alone ("Model soups").
Each is a run's work folder or a model's folder.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import torch

from training.thaw import thaw

State = dict[str, torch.Tensor]


def weights(folder: Path) -> tuple[State, dict[str, Any]]:
    """The weights in a folder, and what its settings say of them."""
    if (folder / "network.pt").exists():
        return torch.load(folder / "network.pt", map_location="cpu"), json.loads(
            (folder / "settings.json").read_text(encoding="utf-8")
        )
    about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    return thaw(folder).state_dict(), {"model": f"{about['name']} {about['version']}", **about["recipe"]}


def mean(*states: State) -> State:
    """The mean of states of one network; raises ValueError where they are not."""
    one = states[0]
    for other in states[1:]:
        if one.keys() != other.keys() or any(one[k].shape != other[k].shape for k in one):
            raise ValueError("these are not weights of one network (another vocabulary, or another make of it)")
    return {k: sum(s[k] for s in states) / len(states) if v.is_floating_point() else v for k, v in one.items()}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("one", type=Path)
    ap.add_argument("other", type=Path, nargs="+")
    ap.add_argument("--work", type=Path, required=True, help="where network.pt, tokenizer.json and settings.json go")
    a = ap.parse_args()
    (one, settings), *others = [weights(folder) for folder in (a.one, *a.other)]
    a.work.mkdir(parents=True, exist_ok=True)
    torch.save(mean(one, *(state for state, _ in others)), a.work / "network.pt")
    if (a.one / "tokenizer.json").resolve() != (a.work / "tokenizer.json").resolve():
        shutil.copyfile(a.one / "tokenizer.json", a.work / "tokenizer.json")
    (a.work / "settings.json").write_text(
        json.dumps({**settings, "averaged_with": [about.get("model", about) for _, about in others]}), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
