"""Writes the table of common words by which stories weigh words before an archive is large: `python -m training.rarity`.

A word is common where at least three in a hundred articles of its language holds it; an article is taken to be as long as `PASSAGES` passages of the corpus.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tocsin.desk.traits import COMMON, terms
from training.markup import files_of, read

CORPUS = Path(__file__).parent / "corpus"
PASSAGES = 4
LEAST = 0.03
HEADER = """# Common words, by which stories weigh words before an archive is large (src/tocsin/desk/traits.py).
# language, word (folded, its first letters), share of articles that hold it. Made by python -m training.rarity from the corpus.
"""


def shares(language: str) -> dict[str, float]:
    """Words of a language's corpus and the share of articles that hold each."""
    passages, _ = read(files_of([CORPUS / language]))
    found = Counter(w for p in passages for w in set(terms(p.text)))
    return {w: 1 - (1 - n / len(passages)) ** PASSAGES for w, n in found.items() if n > 1}


def main() -> None:
    lines = []
    for language in sorted(p.name for p in CORPUS.iterdir() if p.is_dir()):
        common = sorted((-x, w) for w, x in shares(language).items() if x >= LEAST)
        lines += [f"{language}\t{w}\t{-x:.3f}\n" for x, w in common]
    COMMON.write_text(HEADER + "".join(lines), encoding="utf-8")
    print(f"{len(lines)} words in {COMMON}")


if __name__ == "__main__":
    main()
