"""Check corpus files: `python -m training.check [--statistics] FILE...`; exit status 1 and a located line per fault."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from training.markup import Passage, read


def statistics(passages: list[Passage]) -> str:
    """A table of what the passages hold: passages a language, quiet share, types, statuses, modes."""
    lines = []
    for language in sorted({p.language for p in passages}):
        own = [p for p in passages if p.language == language]
        quiet = sum(not p.events for p in own)
        tripwires = sum(bool(v.conditions) for p in own for v in p.events.values())
        lines.append(
            f"{language}: {len(own)} passages, {quiet} without an event ({quiet / len(own):.0%}), "
            f"{sum(len(p.events) for p in own)} events, {sum(len(p.statements) for p in own)} statements, "
            f"{sum(len(p.entities) for p in own)} participants, {tripwires} tripwires, {sum(len(p.noise) for p in own)} noise"
        )
    for title, values in (
        ("types", (v.type for p in passages for v in p.events.values())),
        ("statuses", (v.status for p in passages for v in p.events.values())),
        ("modes", (f"{v.type}+{m}" for p in passages for v in p.events.values() for m in v.modes)),
        ("styles", (p.style for p in passages)),
    ):
        lines.append(f"{title}: " + ", ".join(f"{k} {n}" for k, n in Counter(values).most_common()))
    return "\n".join(lines)


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("files", nargs="+", type=Path)
    ap.add_argument("--statistics", action="store_true", help="print what the corpus holds")
    a = ap.parse_args()
    passages, faults = read(a.files)
    seen: dict[tuple[str, str], str] = {}
    for p in passages:
        if (p.language, p.id) in seen:
            print(f"{p.path}:{p.line}: {p.id} is already in {seen[p.language, p.id]}; give it another id")
            faults.append(ValueError())  # type: ignore[arg-type]
        seen[p.language, p.id] = p.path
    for f in faults:
        if str(f):
            print(f)
    if a.statistics and passages:
        print(statistics(passages))
    print(f"{len(passages)} passages sound, {len(faults)} faults", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
