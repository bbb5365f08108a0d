"""What two texts have word for word in common: fingerprints that find candidates, and the passages that both hold.

Words are compared folded (case, accents and punctuation gone), outside what is noise. Fingerprints are winnowed (Schleimer, Wilkerson and Aiken
2003): texts that share `GRAM` + `WINDOW` - 1 words in a row share at least one, wherever it stands and however much longer one of them is.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tocsin.report import Noise, Span
from tocsin.resolve.folding import WORD, fold_word

GRAM = 4
"""Words of a shingle."""
WINDOW = 6
"""Shingles of which the one with the least hash is a fingerprint."""
GAP = 4
"""Words by which a common passage may be interrupted on either side: a word exchanged, added or left out."""
LEAST = 6
"""Words of a common passage, at least: shorter ones are turns of phrase."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text as words that can be compared: folded, with where each begins and ends."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def prints(self) -> frozenset[int]:
        """The winnowed fingerprints, 63-bit hashes: a database's integers have a sign."""
        h = [
            int.from_bytes(hashlib.blake2b(" ".join(g).encode(), digest_size=8).digest(), "big") >> 1
            for g in _grams(self.words)
        ]
        return frozenset(min(h[i : i + WINDOW]) for i in range(max(1, len(h) - WINDOW + 1))) if h else frozenset()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one text and the stretch of another that says the same in the same words."""

    here: Span
    there: Span
    words: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """What one text has of another: the share of its words (0..1), the share of the other's, and the passages."""

    here: float
    there: float
    passages: tuple[Passage, ...]


def words_in(text: str, noise: Sequence[Noise] = ()) -> Words:
    """The comparable words of a text, noise left out."""
    found = [(m.group(), m.span()) for m in WORD.finditer(text)]
    if noise:
        found = [(w, at) for w, at in found if not any(n.start <= at[0] < n.end for n in noise)]
    return Words(tuple(fold_word(w) for w, _ in found), tuple(at for _, at in found))


def overlap(here: Words, there: Words) -> Overlap:
    """The passages that two texts have in common, longest first taken, and how much of each they make up."""
    runs = _bridged(_runs(here, there))
    taken_here, taken_there, passages = set[int](), set[int](), []
    for a, b, n, m in sorted(runs, key=lambda r: -r[2]):
        own = [k for k in range(a, a + n) if k not in taken_here]
        other = [k for k in range(b, b + m) if k not in taken_there]
        if len(own) < LEAST or len(other) < LEAST:
            continue
        taken_here.update(own)
        taken_there.update(other)
        passages.append(
            Passage(
                Span(here.spans[own[0]][0], here.spans[own[-1]][1]), Span(there.spans[other[0]][0], there.spans[other[-1]][1]), len(own)
            )
        )  # fmt: skip
    passages.sort(key=lambda p: p.here.start)
    return Overlap(len(taken_here) / max(1, len(here.words)), len(taken_there) / max(1, len(there.words)), tuple(passages))


Run = tuple[int, int, int, int]
"""Where a run begins in each text, and how many words it has in each."""


def _grams(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Every `GRAM` words in a row."""
    return list(zip(*(words[k:] for k in range(GRAM)), strict=False))


@lru_cache(maxsize=256)
def _places(words: tuple[str, ...]) -> dict[tuple[str, ...], list[int]]:
    """By shingle, where it stands; an article is compared with a dozen others, and with it they are with one another."""
    at: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for k, g in enumerate(_grams(words)):
        at[g].append(k)
    return at


def _runs(here: Words, there: Words) -> list[Run]:
    """Runs of equal shingles, as long as they go."""
    own, other = _places(here.words), _places(there.words)
    apart: dict[int, list[int]] = defaultdict(list)
    for g in own.keys() & other.keys():
        for i in own[g]:
            for j in other[g]:
                apart[j - i].append(i)
    out: list[Run] = []
    for by, begins in apart.items():
        begins.sort()
        first = last = begins[0]
        for i in (*begins[1:], -1):
            if i != last + 1:
                n = last - first + GRAM
                out.append((first, first + by, n, n))
                first = i
            last = i
    return out


def _bridged(runs: list[Run]) -> list[Run]:
    """Runs that follow one another in both texts with at most `GAP` words between become one."""
    out: list[Run] = []
    for run in sorted(runs):
        for k in range(len(out) - 1, max(-1, len(out) - 8), -1):
            a, b, n, m = out[k]
            between, other = run[0] - (a + n), run[1] - (b + m)
            if -GRAM < between <= GAP and -GRAM < other <= GAP:
                out[k] = (a, b, run[0] + run[2] - a, run[1] + run[3] - b)
                break
        else:
            out.append(run)
    return out
