"""What two texts have word for word in common: fingerprints that find candidates, and the passages that both hold.

Words are compared folded (case, accents and punctuation gone), outside what is noise. Fingerprints are winnowed (Schleimer, Wilkerson and Aiken
2003): texts that share `GRAM` + `WINDOW` - 1 words in a row share at least one, wherever it stands and however much longer one of them is.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.report import Noise, Span
from tocsin.resolve.folding import WORD, fold

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
    """A text as words that can be compared: folded, with their places, and a hash of each `GRAM` in a row."""

    words: tuple[str, ...]
    spans: tuple[Span, ...]
    hashes: tuple[int, ...]

    def prints(self) -> frozenset[int]:
        """The winnowed fingerprints, 63-bit hashes."""
        h = self.hashes
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
    words, spans = [], []
    for m in WORD.finditer(text):
        if any(n.start <= m.start() < n.end for n in noise):
            continue
        words.append(fold(m.group()))
        spans.append(Span(m.start(), m.end()))
    grams = (" ".join(words[i : i + GRAM]) for i in range(len(words) - GRAM + 1))
    # 63 bits: a database's integers have a sign.
    hashes = tuple(int.from_bytes(hashlib.blake2b(g.encode(), digest_size=8).digest(), "big") >> 1 for g in grams)
    return Words(tuple(words), tuple(spans), hashes)


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
                Span(here.spans[own[0]].start, here.spans[own[-1]].end), Span(there.spans[other[0]].start, there.spans[other[-1]].end), len(own)
            )
        )  # fmt: skip
    passages.sort(key=lambda p: p.here.start)
    return Overlap(len(taken_here) / max(1, len(here.words)), len(taken_there) / max(1, len(there.words)), tuple(passages))


Run = tuple[int, int, int, int]
"""Where a run begins in each text, and how many words it has in each."""


def _runs(here: Words, there: Words) -> list[Run]:
    """Runs of equal shingles, as long as they go."""
    at: dict[int, list[int]] = defaultdict(list)
    for k, h in enumerate(there.hashes):
        at[h].append(k)
    out: list[Run] = []
    going: dict[int, Run] = {}
    for i, h in enumerate(here.hashes):
        now: dict[int, Run] = {}
        for j in at.get(h, ()):
            a, b, n, _ = going.pop(j - i, (i, j, GRAM - 1, 0))
            now[j - i] = (a, b, n + 1, n + 1)
        out += going.values()
        going = now
    return out + list(going.values())


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
