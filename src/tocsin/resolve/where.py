"""Where a place is: states, regions and divisions by name, towns by the gazetteer, all mentions of a document chosen together.

A name is tried as the tables have it in its language, as it stands and, in languages with cases, in its nominative (`cases.yaml`). What is
found is the name's own row; a phrase that only describes a place of a country ("off the coast of Yemen") gives the country, marked
vague, and one that names nothing ("near the border") stays unresolved. Choosing is left to `together`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from tocsin.report import Place
from tocsin.resolve.cities import LEAST, OWN_NAME, partial, run_named
from tocsin.resolve.folding import WORD, words_of
from tocsin.resolve.gazetteer import City, bearers, cities, middles
from tocsin.resolve.knowledge import knowledge
from tocsin.resolve.names import ARTICLES, capital_name
from tocsin.resolve.offices import regions
from tocsin.resolve.tables import alpha2, alpha3
from tocsin.resolve.together import Reading, apart, holds, together
from tocsin.resolve.who import HEAD_LAST, Who, who

PRECISION = {"admin1": "region", "region": "region", "water": "vague", "line": "vague"}
"""A region's kind → how precisely it places something."""
KIND = {"city": 0.0, "admin2": -4.0, "admin1": -2.0, "country": 3.0, "continent": 15.0}
"""What a row's kind weighs, as a difference of log populations; a county named in full has no rivals."""
CAPITAL = 1.0
"""What being a state's capital weighs."""
MILLION = 1_000_000
MOST = 60
"""Readings of one name, the largest."""
GAP = 3
"""Characters between a place and the state beside it at most ("Paris, Texas")."""
CLOSE = 200.0
"""Kilometres from another town within which part of a name is believed."""
REGION = 16.0
"""Log inhabitants that a region of the tables counts as."""
BARE = re.compile(r" (?:Oblast|Province|Governorate|State|Region|\([^)]*\))$")
"""What the tables add to a division's name and GeoNames does not."""
ABBREVIATION = re.compile(r"^(?:[A-Z]{2,4}|(?:[A-Z]\.\s?){2,3}|[A-Z][a-z]{1,5}\.?)$")
"""What may be a state's abbreviation, in English."""


def where(words: str, language: str, context: frozenset[str] = frozenset(), tables: Path | None = None) -> Place | None:
    """The place a mention names, None where nothing is known of it.

    `context` are the ISO alpha-3 codes of the countries that the article names elsewhere, `tables` a folder of the user's own tables.
    """
    return places([words], language, context, tables)[0]


def places(
    mentions: Sequence[str],
    language: str,
    countries: frozenset[str] = frozenset(),
    tables: Path | None = None,
    starts: Sequence[int] | None = None,
) -> list[Place | None]:
    """The places that a document's mentions name, chosen together; None for a mention that names none.

    `starts` are the mentions' offsets in the text: with them a state right after a town ("Paris, Texas") says which town it is, even
    where it is a mention of its own. Mentions of the same words get the same place, unless a different state stands beside them.
    `countries` are the ISO alpha-3 codes of countries that the article names otherwise, `tables` a folder of the user's own tables.
    """
    order = sorted(range(len(mentions)), key=lambda i: starts[i]) if starts else list(range(len(mentions)))
    follows: dict[int, int] = {}
    if starts:
        for a, b in pairwise(order):
            if 0 < starts[b] - starts[a] - len(mentions[a]) <= GAP:
                follows[a] = b
    number: dict[tuple[str, str], int] = {}
    key = [(words, mentions[follows[i]] if i in follows else "") for i, words in enumerate(mentions)]
    numbers = [number.setdefault(k, len(number)) for k in key]
    options = [_readings(words, language, tables) for words, _ in number]
    counts = [0] * len(number)
    for n in numbers:
        counts[n] += 1
    beside = {(numbers[a], numbers[b]) for a, b in follows.items()}
    told = {words: n for (words, by), n in number.items() if by}
    # "Paris, Texas ... Paris": the bare name means the one that was told.
    beside |= {(n, m) for (words, by), n in number.items() if not by and words in told for a, m in beside if a == told[words]}
    chosen = together(options, counts, sorted(beside), countries)
    found = [chosen[n] for n in numbers]
    return _with_whereabouts(mentions, language, order, found)


def _with_whereabouts(
    mentions: Sequence[str], language: str, order: Sequence[int], found: Sequence[Reading | None]
) -> list[Place | None]:
    """The places; a name that no table has ("Kingsley Road"), or that only begins like a far town ("Windsor Castle"), is put vaguely where the mention before
    it is, else the next one."""
    towns = [k for k, i in enumerate(order) if (r := found[i]) and not r.part and r.kind in ("city", "admin2")]
    areas = [k for k, i in enumerate(order) if (r := found[i]) and not r.part and r.kind == "admin1"]
    out = [r.place if r else None for r in found]
    for k, i in enumerate(order):
        own = found[i]
        if (own is None and _is_name(mentions[i], language)) or (
            own is not None and own.part and own.kind in ("city", "admin2")
        ):
            anchors = towns or areas
            near = min(anchors, key=lambda j: (abs(j - k), j > k), default=None)
            anchor = found[order[near]] if near is not None else None
            if anchor is None or (own is not None and any(apart(own, a) < CLOSE for j in anchors if (a := found[order[j]]))):
                continue
            out[i] = replace(anchor.place, name=None, geonames_id=None, precision="vague")
    return out


def _is_name(words: str, language: str) -> bool:
    """Whether a mention has a name's capitals; German gives them to every noun, so that it takes two, and Arabic has none."""
    capitals = [w for w in WORD.findall(words) if w[0].isupper() and w.casefold() not in ARTICLES]
    return len(capitals) > language.startswith("de")


def choices(words: str, language: str, context: frozenset[str] = frozenset(), tables: Path | None = None) -> list[Place]:
    """All places that a mention may mean, the one that `where` takes first, the others by how much speaks for them."""
    options = _readings(words, language, tables)
    (best,) = together([options], [1], [], context)
    return [r.place for r in sorted(options, key=lambda r: (r is not best, -r.prior))]


@lru_cache(maxsize=1 << 12)
def _readings(words: str, language: str, tables: Path | None) -> tuple[Reading, ...]:
    """All places that a mention may mean, by its own words."""
    head, comma, tail = words.partition(",")
    if comma and tail.strip() and (own := _inside(head.strip(), tail.strip(), language, tables)):
        return own
    found = who(words, language, kind="place", tables=tables)
    whole = _whole(words, language, tables)
    if (found is None or "seat" in whole) and (seat := _seat(words, language, whole.get("seat"), tables)):
        return (seat,)
    sure = found is not None and not found.doubtful
    plain = sure and found is not None and not found.name and bool(whole.keys() & {"adjective", "demonym"})
    out: list[Reading] = []
    if found is not None and (found.knowledge_id or "").startswith("region:"):
        out.append(_region(found.name or "", found.country, tables))
    elif sure and found is not None and found.name:
        out.append(_country(found.country, found.name, "country", KIND["country"]))
    if plain:
        out += [_city(c, True) for c in bearers(words) if c.kind in ("admin1", "continent")]
    else:
        name, region = _own_name(words, language, found, tables)
        if region is not None and not out:
            out.append(region)
        out += _by_gazetteer(words, name, language, found, bool(out), tables)
        divisions = {r.place.admin1 for r in out[:1] if r.kind == "admin1"}
        out = [*out[:1], *(r for r in out[1:] if r.kind != "admin1" or r.place.admin1 not in divisions)]
    if out or found is None:
        return tuple(out)
    if not sure:
        return (Reading(Place(country=found.country), REGION, "region"),)
    return (_country(found.country, None, "country" if plain else "vague", 0.0),)


def _by_gazetteer(words: str, name: str, language: str, found: Who | None, known: bool, tables: Path | None) -> list[Reading]:
    """The gazetteer's rows of a mention, `name` its form there, `known` where the tables have a place of it already."""
    run, hits = run_named(name, language, bearers, language[:2] in HEAD_LAST) if name else ("", ())
    part = bool(hits) and partial(name, run)
    if part and found is not None and found.country and not found.doubtful:
        hits = tuple(c for c in hits if alpha3().get(c.country) == found.country)
    if run and run != words and found is not None and not found.name:
        # "northern Ukraine": the state, and not a town of its name.
        state = who(run, language, kind="place", tables=tables)
        hits = () if state and state.name and state.country == found.country else hits
    if not hits and not known and found and found.doubtful and found.name:
        hits = bearers(found.name)
    if language.startswith("en") and ABBREVIATION.match(words.strip()):
        hits = (*bearers(words, short=True), *hits)
    rows = _rivals(hits, found is not None and not found.doubtful)
    main = _main(rows, name or words)
    if len(words.strip()) <= 2:
        # Two letters are an abbreviation or a town called so, not some town's other name.
        rows = [c for c in rows if c in main or c.kind != "city"]
    return [replace(_city(c, c in main), part=part) for c in rows]


def _main(rows: Sequence[City], words: str) -> set[City]:
    """The rows whose main name stands in a mention, the fullest of such ("York" is not New York's); a city of a million goes without "City"."""
    run = " ".join(words_of(words))
    names = {c: " ".join(words_of(c.name)) for c in rows}
    inside = {c: n for c, n in names.items() if f" {n} " in f" {run} "}
    longest = max((len(n) for n in inside.values()), default=0)
    return {c for c, n in inside.items() if len(n) == longest} | {
        c for c, n in names.items() if n == f"{run} city" and c.population >= MILLION
    }


def _seat(words: str, language: str, country: str | None, tables: Path | None) -> Reading | None:
    """A house that stands for its state ("the White House", "Downing Street"), `country` where a table says so: vaguely, the state's capital."""
    if country is None:
        body = who(words, language, tables=tables) if " " in words else None
        country = body.country if body and (body.knowledge_id or "").startswith("bodies:") else None
    capital = capital_name(country)
    row = next((c for c in cities(capital or "") if alpha3().get(c.country) == country), None)
    if row is None:
        return None
    return Reading(replace(_city(row, True).place, name=None, geonames_id=None, precision="vague"), REGION, "city", True)


def _rivals(hits: Sequence[City], known: bool) -> list[City]:
    """The largest rows of a name; countries only where no table knows the name as one."""
    rows = [c for c in dict.fromkeys(hits) if not known or c.kind not in ("country", "continent")]
    return rows[:MOST]


def _inside(head: str, tail: str, language: str, tables: Path | None) -> tuple[Reading, ...]:
    """The readings of "Springfield, Ill." that lie in what stands after the comma."""
    outer = [r for r in _readings(tail, language, tables) if r.kind in ("country", "admin1")]
    return tuple(r for r in _readings(head, language, tables) if any(holds(o, r) for o in outer))


def _city(city: City, main: bool) -> Reading:
    country = alpha3().get(city.country)
    capital = city.kind == "city" and city.name == capital_name(country)
    prior = math.log(max(city.population, LEAST)) + OWN_NAME * main + KIND[city.kind] + CAPITAL * capital
    precision = {"city": "city", "country": "country"}.get(city.kind, "region")
    return Reading(
        Place(
            name=city.name, country=country, admin1=city.admin1 or None, geonames_id=city.id or None,
            latitude=city.latitude, longitude=city.longitude, precision=precision,
        ),
        prior, city.kind,
    )  # fmt: skip


def _country(country: str | None, name: str | None, precision: str, more: float) -> Reading:
    row = middles().get(alpha2().get(country or "", ""))
    place = Place(name=name, country=country, precision=precision)
    if row is None:
        return Reading(place, REGION + more, "country")
    prior = math.log(max(row.population, LEAST)) + OWN_NAME + more
    return Reading(replace(place, latitude=row.latitude, longitude=row.longitude), prior, "country")


@lru_cache(maxsize=1 << 10)
def _table_rows(words: str, language: str, tables: Path | None) -> tuple[tuple[int, int, dict[str, Any]], ...]:
    """(first word, end, row) of everything in the tables that stands in a mention."""
    index = knowledge(tables)
    return tuple((h.start, h.end, index.row(h.row)) for h in index.hits(words_of(words), language.split("-")[0]))


def _whole(words: str, language: str, tables: Path | None) -> dict[str, str]:
    """What kinds of form of a state a whole mention is ("adjective", "seat" ...), with the state."""
    rows, n = _table_rows(words, language, tables), len(words_of(words))
    return {str(r.get("kind")): str(r["country"]) for a, b, r in rows if r["table"] == "states" and a == 0 and b == n}


def _own_name(words: str, language: str, found: Who | None, tables: Path | None) -> tuple[str, Reading | None]:
    """A mention with a place's name in this language replaced by the English one that the gazetteer has ("Leopoli", "Lemberg"), and the
    region that it names."""
    folded, printed = words_of(words), WORD.findall(words)
    for start, end, row in _table_rows(words, language, tables):
        name = printed[start:end] if len(printed) == len(folded) else []
        if any(w.islower() for w in name[:1]) or any(not w.islower() for w in [*printed[:start], *printed[end:]]):
            continue
        if end - start == 1 and len(folded[start]) <= 3 and not all(w.isupper() for w in name):
            continue
        if row["table"] == "places":
            if row.get("kind") == "city":
                return str(row["name"]), None
            if row.get("kind") != "not":
                return "", _named_region(str(row["name"]), words, str(row.get("kind")), found, tables)
            if words_of(str(row.get("name", ""))) == folded:
                # What mostly is no place ("Buffalo") is one where the reader says that it is.
                continue
            return "", None
        if row["table"] == "states" and row.get("kind") == "capital" and found is not None:
            # Some states have two ("Tel Aviv", "Rangoon"): a form that the gazetteer has stands for itself.
            form = " ".join(name)
            return form if bearers(form) else capital_name(row["country"]) or words, None
    return words, None


def _named_region(name: str, words: str, kind: str, found: Who | None, tables: Path | None) -> Reading | None:
    """A region by its English name: of the tables, else of the gazetteer's divisions, else somewhere in its country."""
    if rows_of_name := _regions_by_name(tables).get(name):
        return _region(name, rows_of_name[0].get("country"), tables)
    if kind == "water":
        return Reading(Place(name=name, precision="vague"), REGION, "region")
    for known in (words, name, BARE.sub("", name)):
        rows = [c for c in bearers(known) if c.kind not in ("country", "city")]
        if rows:
            own = _city(max(rows, key=lambda c: (c.kind != "admin2", words_of(c.name) == words_of(known))), True)
            return replace(own, place=replace(own.place, name=own.place.name if known == words else name, precision="region"))
    return (
        _country(found.country, name, "vague", 0.0) if found and found.country else Reading(Place(name=name), REGION, "region")
    )


@cache
def _regions_by_name(tables: Path | None) -> dict[str, list[dict[str, Any]]]:
    out: dict[str, list[dict[str, Any]]] = {}
    for row in regions(tables):
        out.setdefault(str(row["name"]), []).append(row)
    return out


def _region(name: str, country: str | None, tables: Path | None) -> Reading:
    """A region of the tables; one that is a first-level division of the gazetteer has its code and middle."""
    row = next((r for r in _regions_by_name(tables).get(name, ()) if r.get("country") == country), {})
    kind = str(row.get("kind"))
    latitude, longitude = _degrees(row.get("latitude")), _degrees(row.get("longitude"))
    own = (
        c for n in (name, BARE.sub("", name)) for c in bearers(n) if c.kind == "admin1" and alpha3().get(c.country) == country
    )
    division = next(own, None) if kind == "admin1" else None
    if division is not None:
        return replace(_city(division, True), place=replace(_city(division, True).place, name=name))
    place = Place(name=name, country=country, latitude=latitude, longitude=longitude, precision=PRECISION.get(kind, "region"))
    return Reading(place, REGION + OWN_NAME, "region")


def _degrees(cell: object) -> float | None:
    try:
        return float(str(cell)) if cell else None
    except ValueError:
        return None
