"""Queries as people write them: words, "a phrase", OR, -without; to FTS5's language. PostgreSQL reads them as they are."""

from __future__ import annotations

import re

from tocsin.store.schema import StoreError

RANKED = 2_000
"""Of what holds the words of a query, so many of the newest are ranked: a word that every other article has says nothing of which is best."""
TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')


def fts(query: str) -> str:
    """A query as people write it → FTS5's: every word in quotation marks, so that none of its letters is an operator."""
    out: list[str] = []
    joined = ""
    for m in TERM.finditer(query):
        word = (m[2] if m[2] is not None else m[3]).replace('"', " ").strip()
        if m[3] == "OR" and out:
            joined = "OR"
        elif word and not re.fullmatch(r"\W+", word):
            sign = "NOT" if m[1] else joined or "AND"
            out += [sign, f'"{word}"'] if out else [f'"{word}"'] if not m[1] else []
            joined = ""
    return " ".join(out)


def no_query(query: str) -> StoreError:
    """What is said of a query that is none."""
    return StoreError(f'{query!r} has no word in it to look for: write words, "a phrase", OR, -without')
