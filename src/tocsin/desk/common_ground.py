"""What two articles have in common, in words that a person reads: "Beledweyne, Egypt; shelled, artillery; 19". Weighs and decides nothing."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.desk.traits import STEM, Traits, act_terms, names_of, places_of
from tocsin.report import Report
from tocsin.resolve.folding import WORD, fold

BAGS = ("names", "places", "words", "acts", "figures")
MOST = 4
"""Terms of a kind that are told."""


def common_ground(r: Report, own: Traits, other: Traits) -> str:
    """What an article (its report and traits) shares most heavily with another, a kind after the other; empty where nothing is shared."""
    surface = dict(_surfaces(r))
    kinds = []
    for k in BAGS:
        if k == "words" and own.language != other.language:
            continue
        one, two = getattr(own, k), getattr(other, k)
        heavy = sorted(((x * two[t], t) for t, x in one.items() if t in two), reverse=True)[:MOST]
        told = list(dict.fromkeys(surface.get(t, t.lstrip("#").removeprefix("d:")) for _, t in heavy))
        # "ASSAULT" says nothing beside "ASSAULT by EGY".
        told = [x for x in told if not any(y.startswith(f"{x} ") for y in told)]
        if told:
            kinds.append(", ".join(told))
    return "; ".join(kinds)


def _surfaces(r: Report) -> Iterator[tuple[str, str]]:
    """Terms of an article as it writes them itself; of several writings the first counts, so the last comes first."""
    for m in reversed(list(WORD.finditer(r.text))):
        yield fold(m.group())[:STEM], m.group()
    places = {}
    for e in reversed(r.entities):
        for t in names_of(e):
            yield t, e.name or e.text
        for t in places_of(e):
            places[t] = t[2:] if t.startswith("c:") else e.name or e.text
    yield from places.items()
    for v in r.events:
        for t in act_terms(r, v):
            kind, mark, whom = _parted(t)
            whom = places.get(whom, whom)
            yield t, {"<": f"{kind} by {whom}", ">": f"{kind} against {whom}", "@": f"{kind} in {whom}"}.get(mark, kind)


def _parted(term: str) -> tuple[str, str, str]:
    for mark in "<>@":
        if mark in term:
            return term.partition(mark)
    return term, "", ""
