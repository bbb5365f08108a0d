"""Spans of time as people write them in options and rules: `90s`, `10m`, `1h`, `1d`."""

from __future__ import annotations

import re

SPAN = re.compile(r"(\d+)\s*([smhd])")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def seconds_of(span: str) -> int | None:
    """The seconds of a span; None for anything else."""
    m = SPAN.fullmatch(span.strip())
    return int(m[1]) * SECONDS[m[2]] if m else None
