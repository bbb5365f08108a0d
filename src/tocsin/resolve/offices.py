"""Rows of the index by what is asked of them: who held an office, which regions there are."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from tocsin.resolve.knowledge import knowledge


@cache
def holders(tables: Path | None = None) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """(country, office) → rows with name, from and to, in the tables' order."""
    index = knowledge(tables)
    out: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for n in range(len(index)):
        row = index.row(n)
        if row["table"] == "offices":
            out.setdefault((row["country"], row["office"]), []).append(row)
    return out


@cache
def regions(tables: Path | None = None) -> tuple[dict[str, Any], ...]:
    """The rows of all regions, waters and lines."""
    index = knowledge(tables)
    return tuple(r for n in range(len(index)) if (r := index.row(n))["table"] == "regions")
