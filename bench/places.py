"""Places: the share of gold mentions put within 161 km (100 miles) of their gold coordinates, all mentions of a document resolved together.

A mention's words, its offset and the document's other gold mentions are given, never the text around them. Gold without coordinates is left out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.measure import Figure, lines
from tocsin.resolve import earth
from tocsin.resolve.gazetteer import bearers
from tocsin.resolve.where import places

SETS = {"lgl": "LGL", "trnews": "TR-News", "geowebnews": "GeoWebNews", "geovirus": "GeoVirus"}
NEAR = 161.0
"""Kilometres within which a place counts as found (100 miles, as geoparsers are measured)."""


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points in degrees."""
    return earth.kilometres(*a, *b)


def _gold(record: dict[str, Any]) -> list[tuple[str, int, tuple[float, float]]]:
    """(words, start, coordinates) of the mentions that have coordinates."""
    out = []
    for t in record["gold"]["toponyms"]:
        latitude, longitude = t.get("lat", t.get("latitude")), t.get("lon", t.get("longitude"))
        if latitude is not None and longitude is not None:
            out.append((t["text"], t["start"], (float(latitude), float(longitude))))
    return out


def judged(path: Path) -> list[tuple[str, str, Any, tuple[float, float], bool]]:
    """(document, words, our place, gold coordinates, whether near) of every mention of a set."""
    out = []
    for d in lines(path):
        gold = _gold(d)
        ours = places([w for w, _, _ in gold], d["lang"], starts=[s for _, s, _ in gold])
        for (words, _, point), place in zip(gold, ours, strict=True):
            there = place is not None and place.latitude is not None and place.longitude is not None
            near = there and kilometres((place.latitude, place.longitude), point) <= NEAR  # type: ignore[union-attr, arg-type]
            out.append((d["id"], words, place, point, near))
    return out


def score(name: str, path: Path) -> Figure:
    """The row of one set."""
    found = judged(path)
    lacking = sum(
        not near and not any(kilometres((c.latitude, c.longitude), point) <= NEAR for c in bearers(words))
        for _, words, _, point, near in found
    )
    return Figure(
        f"places {name} within 161 km", sum(near for *_, near in found) / max(1, len(found)), len(found),
        f"given the gold mentions and their offsets; of {lacking} the index has no row of that name there",
    )  # fmt: skip


def measure(data: Path) -> list[Figure]:
    """Share found, a row a set that is there."""
    paths = {name: data / "public" / folder / "dev.jsonl" for folder, name in SETS.items()}
    return [score(name, path) for name, path in paths.items() if path.exists()]
