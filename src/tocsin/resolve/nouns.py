"""Noun phrases that only refer back: "the country", "обе стороны", "il ministero"."""

from __future__ import annotations

from functools import lru_cache

from tocsin.resolve.folding import words_of
from tocsin.resolve.knowledge import knowledge


@lru_cache(maxsize=1 << 12)
def refers(mention: str, language: str) -> str | None:
    """What a mention refers to (`knowledge/nouns/`: country, government, ministry, army ...), None where it is more than such a phrase."""
    index = knowledge()
    words = words_of(mention)
    for h in index.hits(words, language.split("-")[0]):
        if h.start == 0 and h.end == len(words) and (row := index.row(h.row))["table"] == "nouns":
            return str(row["refers"])
    return None
