"""Phrases of words that may end in any way, found in a mention: the index that all knowledge tables are compiled into.

A form is a run of folded words (`folding.words_of`), each whole or, with a * in the table, the beginning of one. Forms are kept
under a 64-bit hash of their language and first word in sorted arrays that are memory-mapped, so that nothing is built at start.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from tocsin.resolve.folding import words_of
from tocsin.tables import fits

ANY = "*"
"""The language of forms that hold in all languages."""
SHORTEST = 3
"""Letters before a * at least."""


def pattern_of(form: str) -> tuple[str, ...]:
    """The words of a form as it stands in a table, folded; one that may end in any way keeps its *."""
    out: list[str] = []
    for piece in form.split():
        words = words_of(piece)
        if words and piece.endswith("*"):
            words[-1] += "*"
        out += words
    return tuple(out)


@lru_cache(maxsize=1 << 16)
def _key(language: str, word: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{language} {word}".encode(), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Hit:
    """A form found at words[start:end]: the row it belongs to and how many of its words were whole."""

    start: int
    end: int
    row: int
    whole: int


class Phrases:
    """The compiled forms of all tables, and the rows that they belong to."""

    def __init__(self, keys: Any, owners: Any, forms: list[Any], rows: Any) -> None:
        # As plain arrays over the same memory: slicing a memmap object costs more than the slice.
        self._keys, self._owners = np.asarray(keys), np.asarray(owners)
        self._forms, self._rows = [np.asarray(f) for f in forms], [np.asarray(r) for r in rows]
        self._seen: dict[int, dict[str, Any]] = {}
        self._cache: dict[int, dict[str, list[tuple[list[str], int]]]] = {}

    @classmethod
    def compile(cls, rows: Sequence[dict[str, Any]], forms: Iterable[tuple[str, str, int]]) -> Phrases:
        """Rows, and (language, form, row number) → the index, in memory."""
        entries = sorted({(_key(language, p[0]), language, p, n) for language, form, n in forms if (p := pattern_of(form))})
        patterns = [" ".join(p).encode() for _, _, p, _ in entries]
        ends = np.cumsum([len(p) for p in patterns], dtype=np.uint32) if patterns else np.zeros(0, np.uint32)
        blob = [json.dumps(r, ensure_ascii=False, separators=(",", ":")).encode() for r in rows]
        return cls(
            np.array([k for k, *_ in entries], np.uint64), np.array([n for *_, n in entries], np.uint32),
            [np.frombuffer(b"".join(patterns), np.uint8), ends],
            [np.frombuffer(b"".join(blob), np.uint8), np.cumsum([len(b) for b in blob], dtype=np.uint32)],
        )  # fmt: skip

    def save(self, folder: Path) -> None:
        """Write the arrays; `load` maps them."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, array in self._arrays().items():
            np.save(folder / f"{name}.npy", array)

    def _arrays(self) -> dict[str, Any]:
        return {"keys": self._keys, "owners": self._owners, "forms": self._forms[0], "form_ends": self._forms[1],
                "rows": self._rows[0], "row_ends": self._rows[1]}  # fmt: skip

    @classmethod
    def load(cls, folder: Path) -> Phrases:
        """The index that `save` wrote, memory-mapped; raises FileNotFoundError where there is none."""
        a = {
            n: np.load(folder / f"{n}.npy", mmap_mode="r") for n in ("keys", "owners", "forms", "form_ends", "rows", "row_ends")
        }
        return cls(a["keys"], a["owners"], [a["forms"], a["form_ends"]], [a["rows"], a["row_ends"]])

    def __len__(self) -> int:
        return len(self._rows[1])

    def row(self, n: int) -> dict[str, Any]:
        """The cells of a row; the same values each time, not to be changed."""
        if n not in self._seen:
            data, ends = self._rows
            self._seen[n] = dict(json.loads(data[int(ends[n - 1]) if n else 0 : int(ends[n])].tobytes()))
        return self._seen[n]

    def hits(self, words: Sequence[str], language: str) -> list[Hit]:
        """All forms found in a mention's folded words, by where they begin, the longest first."""
        asked: list[int] = []
        at: list[int] = []
        for i, w in enumerate(words):
            for tag in (language, ANY):
                asked.append(_key(tag, w))
                asked += [_key(tag, w[:n] + "*") for n in range(SHORTEST, len(w) + 1)]
            at += [i] * (len(asked) - len(at))
        if not asked:
            return []
        wanted = np.array(asked, np.uint64)
        first, last = np.searchsorted(self._keys, wanted, "left"), np.searchsorted(self._keys, wanted, "right")
        out: list[Hit] = []
        for k in np.flatnonzero(last > first):
            i = at[k]
            second = words[i + 1] if i + 1 < len(words) else ""
            kept = self._by_second(int(first[k]), int(last[k]))
            for pattern, row in (*kept.get("", ()), *(kept.get(second[:SHORTEST], ()) if second else ())):
                if i + len(pattern) <= len(words) and all(map(fits, pattern[1:], words[i + 1 : i + len(pattern)])):
                    out.append(Hit(i, i + len(pattern), row, sum(not p.endswith("*") for p in pattern)))
        return sorted(set(out), key=lambda h: (h.start, h.start - h.end, -h.whole, h.row))

    def _by_second(self, first: int, last: int) -> dict[str, list[tuple[list[str], int]]]:
        """The forms first..last, which share their first word, by the beginning of their second: some words begin hundreds."""
        if first not in self._cache:
            found: dict[str, list[tuple[list[str], int]]] = {}
            data, ends = self._forms
            for n in range(first, last):
                pattern = data[int(ends[n - 1]) if n else 0 : int(ends[n])].tobytes().decode().split(" ")
                found.setdefault(pattern[1][:SHORTEST] if len(pattern) > 1 else "", []).append((pattern, int(self._owners[n])))
            self._cache[first] = found
        return self._cache[first]
