"""`tocsin train`: a user's passages beside ours, the same recipe, and a report of what that changed.

The user's files are in the same markup, in folders named by language; a tenth of their passages, by id, is held out like
ours and says whether the new model reads their kind of text better, and ours no worse.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from tocsin.reader.model import EncoderReader
from training.build import build
from training.markup import Passage, files_of, held_out, read
from training.train import SETTINGS, make, read_corpus, share_of
from training.tune import compare, graphs_of, tune

OURS = Path(__file__).parent / "corpus"
FIGURES = ("entity", "trigger", "event", "cue", "content", "time", "actor", "recipient", "speaker", "condition", "status")


@dataclass(frozen=True, slots=True)
class Plan:
    """What `tocsin train` was asked for."""

    corpora: tuple[Path, ...]
    to: Path
    epochs: int
    public: Path
    threads: int = 2
    share: float = 1.0


def own_passages(paths: tuple[Path, ...], ours: list[Passage]) -> tuple[list[Passage], list[str]]:
    """The user's passages, and a located line for every fault, ids that ours use too among them."""
    missing = [f"{p}: no such file or folder" for p in paths if not p.exists()]
    passages, faults = read(files_of(p for p in paths if p.exists()))
    taken = {(p.language, p.id): p for p in ours}
    twice = []
    for p in passages:
        other = taken.setdefault((p.language, p.id), p)
        if other is not p:
            twice.append(f"{p.path}:{p.line}: {p.id} is already in {other.path}:{other.line}; give it another id")
    empty = [] if passages or missing else ["no passage found: files are FOLDER/LANGUAGE/*.txt, see training/markup.md"]
    return passages, [*missing, *map(str, faults), *twice, *empty]


def validation(reader: EncoderReader, passages: list[Passage]) -> dict[str, float]:
    """Figures of a model on passages, each at its best threshold."""
    return compare(passages, graphs_of(passages, reader))[1]


def table(title: str, before: dict[str, float], after: dict[str, float], n: int) -> str:
    """What changed, a figure a line."""
    lines = [f"{title} ({n} held-out passages)", f"  {'F1 of':14}{'shipped':>9}{'yours':>9}{'change':>9}"]
    for k in FIGURES:
        if k in before and k in after:
            lines.append(f"  {k:14}{before[k]:9.3f}{after[k]:9.3f}{after[k] - before[k]:+9.3f}")
    return "\n".join(lines)


def run(plan: Plan) -> int:
    """Check, train, build, tune, compare; the exit status of the command."""
    own, faults = own_passages(plan.corpora, ours := read_corpus([OURS]))
    if faults:
        for line in faults:
            print(line, file=sys.stderr)
        print(f"tocsin: {len(faults)} faults; mend them and run again", file=sys.stderr)
        return 2
    work = plan.to / "work"
    both = [*share_of(ours, plan.share), *own]
    print(
        f"{len(own)} passages of yours beside {len(both) - len(own)} of ours; stop and start as you like, it goes on from its last checkpoint",
        flush=True,
    )
    make(both, work, {**SETTINGS, "epochs": plan.epochs}, public=plan.public, threads=plan.threads)
    build(work, plan.to, name="tocsin-own", version="0")
    tune(plan.to, [p for p in both if held_out(p)])
    shipped, yours = EncoderReader(), EncoderReader(plan.to)
    for title, passages in (("Our passages", both[: len(both) - len(own)]), ("Your passages", own)):
        held = [p for p in passages if held_out(p)]
        if held:
            print(table(title, validation(shipped, held), validation(yours, held), len(held)))
        else:
            print(f"{title}: none is held out (a tenth is, by id): too few to compare on")
    print(f"Read with it: tocsin read --model {plan.to} INPUT...")
    return 0
