"""Cities in a mention: of its capitalised runs the longest that the gazetteer has, in the nominative where the language has cases."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from functools import cache

from tocsin.resolve.folding import fold
from tocsin.resolve.gazetteer import City, cities
from tocsin.resolve.tables import alpha3
from tocsin.tables import load

NAME = re.compile(r"[^\W\d_][\w'’ʼ]*(?:[-‐][^\W\d_][\w'’ʼ]*)*")
LONGEST = 4
"""Most words of a place name that are tried together."""
CONTEXT = 4.0
"""How much a country that the article names weighs, as a difference of log populations: a town there beats one fifty times its size elsewhere."""
OWN_NAME = 3.0
"""How much a city's main name weighs, likewise: twenty times the inhabitants."""
SHORTEST = 3
"""Letters of a name that is only part of a mention, at least."""
SIDES = frozenset(
    ("north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "greater", "upper", "lower", "inner", "outer", "downtown",
     "old", "the", "near", "mount", "city")
)  # fmt: skip
"""What may stand in capitals before a place's name without being part of it."""
AREAS = frozenset(
    ("city", "town", "village", "area", "region", "province", "county", "district", "oblast", "municipality", "governorate", "metropolitan", "state",
     "republic")
)  # fmt: skip
"""What may stand in capitals after it."""
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
    return run_named(words, language)[1]


def run_named(
    words: str, language: str, bearers: Callable[[str], tuple[City, ...]] = cities, heads_last: bool = False
) -> tuple[str, tuple[City, ...]]:
    """The run that `named` finds, as it is printed, and what bears it.

    `heads_last` leaves out a run that ends a longer name: what that is ("McCandless Street"), not where.
    """
    found = [(m.start(), m.end()) for m in NAME.finditer(words)]
    cased = any(c.isupper() or c.islower() for c in words)
    for n in range(min(LONGEST, len(found)), 0, -1):
        for i in range(len(found) - n + 1):
            run = words[found[i][0] : found[i + n - 1][1]]
            if cased and not (run[0].isupper() and words[found[i + n - 1][0]].isupper()):
                continue
            if heads_last and i and _heads(words[found[i - 1][0] : found[i][0]]):
                continue
            run = re.sub(r"^[dDlL][’']", "", run)
            if n < len(found) and (len(run) < SHORTEST or run.casefold() in SIDES or run.casefold() in AREAS):
                continue
            hits = bearers(run) or tuple(c for form in _nominatives(run, language) for c in bearers(form))
            if hits:
                return run, hits
    return "", ()


def _heads(before: str) -> bool:
    """Whether what stands before a run, with what follows it, makes the run the head of a longer name ("Fourth ", not "East " or "near ")."""
    return before[:1].isupper() and "," not in before and before.strip(" .-").casefold() not in SIDES


def weight(city: City, context: frozenset[str], words: str = "") -> float:
    """How likely a city of that name is meant, as a logarithm of inhabitants.

    `context` are ISO alpha-3 codes of the countries that the article names; `words` the mention: a city whose main name stands in it comes before one that only has
    such a name in some language ("Parma" is not Perm).
    """
    own = OWN_NAME * (bool(words) and fold(city.name) in fold(words))
    return math.log(max(city.population, LEAST)) + CONTEXT * (alpha3().get(city.country) in context) + own


def choose(hits: tuple[City, ...], context: frozenset[str], words: str = "") -> City:
    """The likeliest of the cities that bear a name."""
    return max(hits, key=lambda c: weight(c, context, words))


def partial(words: str, run: str) -> bool:
    """Whether a place's name is only part of a longer name ("Windsor Castle", not "East London" or "Kharkiv Oblast")."""
    inside = {w.casefold() for w in NAME.findall(run)}
    return any(
        w[0].isupper() and w.casefold() not in inside and w.casefold() not in SIDES and w.casefold() not in AREAS
        for w in NAME.findall(re.sub(r"[’']s\b", "", words))
    )
