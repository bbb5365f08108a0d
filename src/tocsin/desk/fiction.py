"""Whether a sentence tells what a film, a book or a play tells: attacks there are none. Words in, yes or no out; the words that say so lie in `fiction.yaml`."""

from __future__ import annotations

import re
from functools import cache

from tocsin.tables import load


@cache
def _said(language: str) -> re.Pattern[str] | None:
    words = load("tocsin.desk", "fiction.yaml").get(language)
    if not words:
        return None
    return re.compile(
        "|".join(rf"\b{re.escape(w[:-1])}" if w.endswith("*") else rf"\b{re.escape(w)}\b" for w in words), re.IGNORECASE
    )


def fictional(words: str, language: str | None) -> bool:
    """Whether words name the film, book or play that tells what they tell; False in a language that the table does not have."""
    said = _said((language or "").split("-")[0])
    return bool(said and said.search(words))
