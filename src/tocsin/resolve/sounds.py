"""Capitals under a name that only sounds like theirs: the slip of a machine translation ("Kaif" for Kyiv, "Mosko", "Minks").

Two words sound alike that have the same consonants, voiced and unvoiced ones counted as one, in the same order. Only capitals are tried, only
words that name nothing else, and what is found is a guess: the caller marks it doubtful.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from tocsin.resolve.folding import fold
from tocsin.resolve.gazetteer import cities
from tocsin.resolve.persons import romanised
from tocsin.resolve.tables import lines, shipped

ALIKE = {c: group[0] for group in ("bpfvw", "kgqcx", "dt", "sz") for c in group}
SILENT = frozenset("aeiouyhj'ïëüöä")
NEAR = 0.5
"""Least similarity of the spellings (`difflib`'s ratio), 0..1."""
LETTERS = 4
"""A shorter word sounds like too many."""


def skeleton(word: str) -> str:
    """The consonants of a word in Latin or Cyrillic letters, like ones made one, doubled ones once."""
    out = ""
    for c in _latin(word):
        c = ALIKE.get(c, c)
        if c.isalpha() and c not in SILENT and not out.endswith(c):
            out += c
    return out


def _latin(word: str) -> str:
    return fold(romanised(word, "uk" if set(word.lower()) & set("іїєґ") else "ru"))


@cache
def _capitals(folder: Path) -> dict[str, tuple[tuple[str, str], ...]]:
    """Skeleton → (capital as some language has it, country)."""
    out: dict[str, dict[tuple[str, str], None]] = {}
    for path in sorted((folder / "states").glob("*.tsv")):
        for _, cells in lines(path):
            if cells[1] == "capital":
                for form in cells[2].split("|"):
                    key = skeleton(form.strip().rstrip("*"))
                    if len(key) > 1 and " " not in form.strip():
                        out.setdefault(key, {})[_latin(form.strip().rstrip("*")), cells[0]] = None
    return {k: tuple(v) for k, v in out.items()}


def capital_like(word: str, context: frozenset[str] = frozenset()) -> str | None:
    """The country whose capital a word sounds like; of several, one that the article names otherwise (`context`, ISO alpha-3), then the one
    whose spelling is nearest."""
    if len(word) < LETTERS or not word[:1].isupper() or cities(word):
        return None
    own = _latin(word)
    scored = [
        (country in context, SequenceMatcher(None, own, form).ratio(), country)
        for form, country in _capitals(shipped()).get(skeleton(word), ())
        if ALIKE.get(form[:1], form[:1]) == ALIKE.get(own[:1], own[:1])
    ]
    near = [s for s in scored if s[1] >= NEAR]
    return max(near)[2] if near else None
