"""Distances on the Earth, taken as a ball."""

from __future__ import annotations

import math

EARTH = 6371.0
"""Its radius in kilometres."""


def kilometres(latitude: float, longitude: float, other: float, other_longitude: float) -> float:
    """The great-circle distance of two points in degrees (haversine)."""
    x, y = math.radians(latitude), math.radians(other)
    part = math.sin((y - x) / 2) ** 2 + math.cos(x) * math.cos(y) * math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(part)))
