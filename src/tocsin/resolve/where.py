"""Where a place is: states by name, cities by the gazetteer, chosen by the countries that the article is about and by population.

A name is tried as it stands and, in languages with cases, in its nominative (`cases.yaml`). What is found is the name's own row; a
phrase that only describes ("near the border") stays unresolved.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache

from tocsin.report import Place
from tocsin.resolve.gazetteer import City, cities
from tocsin.resolve.who import alpha3, who
from tocsin.tables import load

NAME = re.compile(r"[^\W\d_][\w'’ʼ]*(?:[-‐][^\W\d_][\w'’ʼ]*)*")
LONGEST = 4
"""Most words of a place name that are tried together."""
CONTEXT = 4.0
"""How much a country that the article names weighs, as a difference of log populations: a town there beats one fifty times its size elsewhere."""
LEAST = 1_000
"""Inhabitants that a place of fewer counts as."""


@cache
def _cases(language: str) -> list[tuple[str, tuple[str, ...]]]:
    table = load("tocsin.resolve", "cases.yaml").get(language, {})
    return sorted(((e, tuple(r)) for e, r in table.items()), key=lambda x: -len(x[0]))


def _nominatives(name: str, language: str) -> Iterator[str]:
    """What a name may be in the nominative: its last word changed."""
    endings = _cases(language.split("-")[0])
    words = name.split(" ")
    folded = words[-1].casefold()
    for ending, stands in endings:
        if folded.endswith(ending) and len(folded) - len(ending) >= 3:
            for other in stands:
                yield " ".join([*words[:-1], words[-1][: len(words[-1]) - len(ending)] + other])


def named(words: str, language: str) -> tuple[City, ...]:
    """The cities that a mention names: of its capitalised runs the longest that the gazetteer has, the first of such."""
    found = [(m.start(), m.end()) for m in NAME.finditer(words)]
    cased = any(c.isupper() or c.islower() for c in words)
    for n in range(min(LONGEST, len(found)), 0, -1):
        for i in range(len(found) - n + 1):
            run = words[found[i][0] : found[i + n - 1][1]]
            if cased and not (run[0].isupper() and words[found[i + n - 1][0]].isupper()):
                continue
            run = re.sub(r"^[dDlL][’']", "", run)
            hits = cities(run) or tuple(c for form in _nominatives(run, language) for c in cities(form))
            if hits:
                return hits
    return ()


def choose(hits: tuple[City, ...], context: frozenset[str]) -> City:
    """The likeliest of the cities that bear a name; `context` are ISO alpha-3 codes of the countries that the article names."""
    return max(hits, key=lambda c: math.log(max(c.population, LEAST)) + CONTEXT * (alpha3().get(c.country) in context))


def where(words: str, language: str, context: frozenset[str] = frozenset()) -> Place | None:
    """The place a mention names, None where nothing is known of it.

    `context` are the ISO alpha-3 codes of the countries that the article names elsewhere.
    """
    found = who(words, language, kind="place")
    if found is not None and found.name:
        return Place(name=found.name, country=found.country, precision="country")
    if hits := named(words, language):
        city = choose(hits, context)
        return Place(
            name=city.name, country=alpha3().get(city.country), admin1=city.admin1 or None, geonames_id=city.id,
            latitude=city.latitude, longitude=city.longitude, precision="city",
        )  # fmt: skip
    return Place(country=found.country) if found is not None else None
