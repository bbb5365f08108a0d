"""Places, parties and dyads as a user writes them in a file of rules; what nothing could ever fit is a fault."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import yaml

from tocsin.codebook import codebook
from tocsin.desk.fields import Fields, fields
from tocsin.desk.pattern import Party
from tocsin.desk.watchlist import Area, Dyad
from tocsin.desk.wires import party
from tocsin.resolve.tables import alpha2

CODE = re.compile("[A-Z]{3}")
TOWN = 30.0
"""Kilometres around a town that is named without any."""


def parties(f: Fields, name: str) -> tuple[Party, ...]:
    """The parties of a field, as a tripwire writes them: `RUS`, `RUS MIL`, `groups:hezbollah`, or a name."""
    return tuple(p for words in f.words(name) if (p := _party(f, name, words)))


def _party(f: Fields, name: str, words: str) -> Party | None:
    """A party; a code that stands for nobody is a fault, or it would be taken for a name and never fit."""
    book = codebook()
    code, _, sector = words.partition(" ")
    if CODE.fullmatch(code) and code not in alpha2() and code not in book.international and not sector:
        f.fault(name, f"{code} is no state's code; name a group by its id (tocsin who {code}) or in full")
        return None
    if code in alpha2() and CODE.fullmatch(sector) and sector not in book.sectors:
        f.fault(name, f"{sector} is no sector; there are {', '.join(book.sectors)}")
        return None
    return party(words)


def dyads(f: Fields) -> tuple[Dyad, ...]:
    """The dyads of a mapping: one pair, or a list of pairs."""
    nodes = f.items("dyad")
    # One dyad may stand without the list around it.
    pairs: Sequence[Any] = [nodes] if nodes and all(isinstance(n, yaml.ScalarNode) for n in nodes) else [n.value for n in nodes]
    out = []
    for pair in pairs:
        if not isinstance(pair, list | tuple) or len(pair) != 2 or not all(isinstance(n, yaml.ScalarNode) for n in pair):
            f.fault("dyad", "a dyad is two parties, as [IRN, USA]; several are a list of such")
            continue
        one, other = (_party(f, "dyad", str(n.value)) for n in pair)
        if one and other:
            out.append((one, other))
    return tuple(out)


def places(f: Fields) -> tuple[Area, ...]:
    """The places of a mapping: ISO alpha-3 codes, names, names with km, or coordinates with km."""
    return tuple(a for node in f.items("place") if (a := _place(f, node)))


def _place(f: Fields, node: yaml.Node) -> Area | None:
    if isinstance(node, yaml.ScalarNode):
        word = str(node.value)
        if word in alpha2():
            return Area(word, word)
        return _named(f, node, word, None)
    own = fields(f.file, node, ("name", "latitude", "longitude", "km"), "a place", f.faults)
    if own is None:
        return None
    km = float(own.number("km", TOWN, 0.1, 5000)) if "km" in own else None
    name = str(own.value("name") or "")
    if "latitude" not in own and "longitude" not in own:
        if name:
            return _named(own, node, name, km)
        own.fault("", "a place is a name, or latitude and longitude with km")
        return None
    if not {"latitude", "longitude", "km"} <= own.nodes.keys():
        own.fault("", "a place by coordinates has latitude, longitude (degrees) and km")
        return None
    latitude, longitude = own.number("latitude", 0.0, -90, 90), own.number("longitude", 0.0, -180, 180)
    return Area(name or f"{latitude:g}, {longitude:g}", "", float(latitude), float(longitude), km or TOWN)


def _named(f: Fields, node: yaml.Node, name: str, km: float | None) -> Area | None:
    from tocsin.resolve.where import where

    at, line = where(name, "en"), int(node.start_mark.line) + 1
    if at is None or (at.latitude is None and not at.country):
        f.faults.append(
            f"{f.file}:{line}: {name} is no place that tocsin knows (tocsin where); give latitude, longitude and km"
        )
        return None
    if at.precision == "country" and at.country and km is None:
        return Area(name, at.country)
    if at.precision not in ("city", "point") and km is None:
        f.faults.append(f"{f.file}:{line}: {name} is no town; say within how many kilometres of its middle (km: 150)")
        return None
    if at.latitude is None or at.longitude is None:
        f.faults.append(f"{f.file}:{line}: {name} has no coordinates; give latitude, longitude and km")
        return None
    return Area(name, "", at.latitude, at.longitude, km or TOWN)
