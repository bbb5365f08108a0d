"""Where a place is: first version, states and capitals by name; coordinates come with the gazetteer."""

from __future__ import annotations

from tocsin.report import Place
from tocsin.resolve.who import who


def where(words: str, language: str) -> Place | None:
    """The place a name stands for, None where nothing is known of it."""
    found = who(words, language, kind="place")
    if found is None:
        return None
    return Place(name=found.name, country=found.country, precision="country" if found.name else None)
