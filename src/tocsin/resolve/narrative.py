"""Days in a text that tells of long ago: "on 3 September" after "on 1 September 1939" is of that year, not of the year of publication.

News says no year where it is this one, history where it is the one it has just named. The words, and the last date before them whose year is said, in;
a value as `when` gives it out.
"""

from __future__ import annotations

import datetime as dt

from tocsin.resolve import days
from tocsin.resolve.timewords import lexer
from tocsin.resolve.when import YEAR, when

LONG_AGO = 3
"""Years between publication and a date from which that date is history, and what follows it is told from there."""
BACK = 1.5
"""How much farther a day before the last date lies than one after it: a story goes on."""
CARRIED = frozenset({"month", "season"})
"""Kinds of word whose year is carried on; "yesterday" and "on Friday" are of the day of publication anywhere."""


def says_year(words: str) -> bool:
    """Whether an expression names its year."""
    return YEAR.search(words) is not None


def told(
    words: str, language: str, published: str | None, before: str | None, ahead: bool = False, sentence: str | None = None
) -> str | None:
    """The ISO 8601 value of an expression in a text in which `before`, an ISO value, is the last date with a year of its own.

    A bare year carries nothing on: news that recalls 1991 goes on in the present.
    """
    here = days.bounds(before)[0] if before and len(before) > 4 else None
    told_from = days.parsed(here) if here else None
    now = days.parsed(published)
    if told_from is None or says_year(words) or not _carries(words, language) or (now and now.year - told_from.year < LONG_AGO):
        return when(words, language, published, ahead=ahead, sentence=sentence)
    found = [v for way in (False, True) if (v := when(words, language, told_from.isoformat(), ahead=way))]
    return min(found, key=lambda v: _far(v, told_from), default=None)


def _carries(words: str, language: str) -> bool:
    lex = lexer(language.split("-")[0].lower())
    return lex is not None and any(t.kind in CARRIED for t in lex.tokens(lex.plain(words)))


def _far(value: str, start: dt.date) -> float:
    first = days.parsed(days.bounds(value)[0])
    if first is None:
        return float("inf")
    apart = (first - start).days
    return apart if apart >= 0 else -apart * BACK
