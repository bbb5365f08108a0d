"""The label lists of the model's heads, in the order of their outputs; the recipe and the reader share them."""

from __future__ import annotations

from functools import cache

from tocsin.codebook import codebook
from tocsin.reader.graph import LAYERS, RELATIONS

NOT = "-"
DISTANCES = (0, 1, 2, 3, 5, 8, 12, 18, 26, 40, 60, 90, 140)
"""Upper bounds in pieces of the distance buckets between two spans (0 = they touch or overlap)."""
SIDES = 4
"""Head before tail, head after tail, head inside tail, tail inside head."""


@cache
def heads() -> dict[str, tuple[str, ...]]:
    """Names of the outputs of every head, by head."""
    book = codebook()
    return {
        "layers": LAYERS,
        "kind": (NOT, *book.entity_kinds),
        "type": (NOT, *book.types),
        "noise": (NOT, *book.noise_kinds),
        "cue": (NOT, "cue"),
        "content": (NOT, "content"),
        "time": (NOT, "time"),
        "status": book.statuses,
        "mode": book.modes,
        "sector": tuple(book.sectors),
        "relation": tuple(RELATIONS),
        "context": book.contexts,
    }


OF_LAYER = {"entity": "kind", "trigger": "type", "cue": "cue", "content": "content", "time": "time", "noise": "noise"}
"""Which head labels the spans of a layer."""
