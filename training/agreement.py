"""How far two readers of one passage agree: `python -m training.agreement ONE TWO` prints F1 and shares, a language a column.

ONE and TWO are folders (or files) of the corpus markup with the same passage ids; only passages in both with the same
text are compared. `--bare FILE...` prints passages without their marks, for a second reader to mark afresh.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from training.markup import Passage, Span, files_of, read
from training.tune import near

ROWS = (
    "participants",
    "triggers",
    "type",
    "modes",
    "status",
    "actors",
    "recipients",
    "cues",
    "content",
    "speaker",
    "times",
    "quiet",
)


def _ends(spans: Iterable[Span]) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in spans]


def _matched(a: list[tuple[int, int]], b: list[tuple[int, int]]) -> dict[int, int]:
    """Spans of `a` paired one to one with those of `b` that share half of the shorter, best overlap first."""
    ranked = sorted(
        ((min(x[1], y[1]) - max(x[0], y[0]), i, j) for i, x in enumerate(a) for j, y in enumerate(b) if near(x, y)),
        reverse=True,
    )
    out: dict[int, int] = {}
    for _, i, j in ranked:
        if i not in out and j not in out.values():
            out[i] = j
    return out


def _same(p: Passage, x: str | None, q: Passage, y: str | None) -> bool:
    """Whether two ids name one participant: some mention of each overlaps."""
    if x is None or y is None:
        return x is y
    return any(near(a, b) for a in _ends(p.entities[x].mentions) for b in _ends(q.entities[y].mentions))


def _same_set(p: Passage, xs: tuple[str, ...], q: Passage, ys: tuple[str, ...]) -> bool:
    left = list(ys)
    for x in xs:
        hit = next((y for y in left if _same(p, x, q, y)), None)
        if hit is None:
            return False
        left.remove(hit)
    return not left


def compare(p: Passage, q: Passage) -> dict[str, list[int]]:
    """Row → [agreed, of first, of second] of one passage; shares count matched things in both."""
    out: dict[str, list[int]] = {}
    a, b = (_ends(m for e in x.entities.values() for m in e.mentions) for x in (p, q))
    out["participants"] = [len(_matched(a, b)), len(a), len(b)]
    ours, theirs = list(p.events.values()), list(q.events.values())
    acts = _matched(_ends(v.mentions[0] for v in ours), _ends(v.mentions[0] for v in theirs))
    out["triggers"] = [len(acts), len(ours), len(theirs)]
    pairs = [(ours[i], theirs[j]) for i, j in acts.items()]
    n = len(pairs)
    out["type"] = [sum(v.type == w.type for v, w in pairs), n, n]
    out["modes"] = [sum(set(v.modes) == set(w.modes) for v, w in pairs if v.type == w.type), *[out["type"][0]] * 2]
    out["status"] = [sum(v.status == w.status for v, w in pairs), n, n]
    out["actors"] = [sum(_same_set(p, v.actors, q, w.actors) for v, w in pairs), n, n]
    out["recipients"] = [sum(_same_set(p, v.recipients, q, w.recipients) for v, w in pairs), n, n]
    said, heard = ([s for s in x.statements.values() if s.cue] for x in (p, q))
    cues = _matched(_ends(s.cue for s in said if s.cue), _ends(s.cue for s in heard if s.cue))
    out["cues"] = [len(cues), len(said), len(heard)]
    a, b = (_ends(c for s in x.statements.values() for c in s.content) for x in (p, q))
    out["content"] = [len(_matched(a, b)), len(a), len(b)]
    out["speaker"] = [sum(_same(p, said[i].speaker, q, heard[j].speaker) for i, j in cues.items()), len(cues), len(cues)]
    a, b = (_ends(t.span for t in x.times.values()) for x in (p, q))
    out["times"] = [len(_matched(a, b)), len(a), len(b)]
    out["quiet"] = [int((not p.events) == (not q.events)), 1, 1]
    return out


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("paths", nargs="+", type=Path)
    ap.add_argument("--bare", action="store_true", help="print the passages without marks")
    a = ap.parse_args()
    if a.bare:
        for p in read(files_of(a.paths))[0]:
            print(f"## {p.id} {p.published} {p.style} -\n{p.text}\n")
        return 0
    if len(a.paths) != 2:
        ap.error("give two folders or files to compare, or --bare")
    first, second = ({(p.language, p.id): p for p in read(files_of([path]))[0]} for path in a.paths)
    counts: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    passages: dict[str, int] = defaultdict(int)
    for key in sorted(first.keys() & second.keys()):
        p, q = first[key], second[key]
        if p.text != q.text:
            print(f"{q.path}:{q.line}: {q.id} has another text than {p.path}:{p.line}; left out", file=sys.stderr)
            continue
        passages[p.language] += 1
        for row, c in compare(p, q).items():
            for language in (p.language, "all"):
                counts[language][row] = [x + y for x, y in zip(counts[language][row], c, strict=True)]
    languages = [*sorted(passages), "all"]
    print("| | " + " | ".join(languages) + " |\n" + "|---" * (len(languages) + 1) + "|")
    print("| passages | " + " | ".join(str(passages.get(l, sum(passages.values()))) for l in languages) + " |")
    for row in ROWS:
        shares = [counts[l][row] for l in languages]
        print(f"| {row} | " + " | ".join(f"{2 * t / max(1, g + s):.2f}" for t, g, s in shares) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
