"""All knowledge tables as one index: compiled when the package is built, or at start where a user brings tables of his own.

A row of the index is a plain dictionary: `table`, and what the table says (`name`, `country`, `sectors`, `office`, `from`, `to`
...). A user's rows replace ours of the same table that have the same id (for offices: the same country, office and name).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from tocsin.resolve.phrases import ANY, Phrases
from tocsin.resolve.tables import LANGUAGES, SCHEMAS, Row, alpha3, read, shipped

INDEX = Path(__file__).parent / "index"
"""Where the compiled index of the shipped tables lies."""
KEPT = (
    "id",
    "name",
    "country",
    "kind",
    "sectors",
    "office",
    "from",
    "to",
    "refers",
    "owner",
    "domain",
    "language",
    "latitude",
    "longitude",
)


class KnowledgeError(ValueError):
    """A user's tables cannot be used; the message has a line for every fault."""


def _identity(row: Row) -> tuple[str, ...]:
    """What a row is about, whatever period: a user's rows on it stand in place of ours."""
    c = row.cells
    own = ("country", "office", "name") if row.table == "offices" else ("country", "kind", "refers", "forms", "name")
    return (row.table, row.language or "", *([c["id"]] if "id" in c else [c.get(k, "") for k in own]))


def compile_tables(rows: Iterable[Row], territories: Iterable[tuple[str, str, str]] = ()) -> Phrases:
    """Rows and (language, name, country) of territories → the index."""
    out: list[dict[str, Any]] = []
    forms: list[tuple[str, str, int]] = []
    for row in rows:
        if not SCHEMAS[row.table].forms:
            continue
        number = len(out)
        out.append({"table": row.table, **{k: row.cells[k] for k in KEPT if k in row.cells}})
        forms += [(row.language or ANY, form, number) for form in row.forms()]
    known = {(l, f) for l, f, _ in forms}
    for language, name, country in territories:
        if (language, name) not in known:
            forms.append((language, name, len(out)))
            out.append({"table": "states", "country": country, "kind": "name"})
    return Phrases.compile(out, forms)


def territories() -> list[tuple[str, str, str]]:
    """CLDR's territory names in the taught languages, as (language, name, ISO alpha-3)."""
    from babel import Locale

    return [(l, n, alpha3()[c]) for l in LANGUAGES for c, n in Locale(l).territories.items() if c in alpha3()]


@cache
def knowledge(extra: Path | None = None) -> Phrases:
    """The index: the shipped one, or, with a folder of a user's tables, ours and his compiled together.

    Raises KnowledgeError where his tables have faults, FileNotFoundError where the shipped index was not built.
    """
    if extra is None:
        return Phrases.load(INDEX)
    rows, faults = read(extra)
    if faults or not rows:
        raise KnowledgeError(
            "\n".join(map(str, faults)) or f"{extra}: no table there; tables are NAME.tsv, see docs/knowledge.md"
        )
    own = {_identity(row) for row in rows}
    return compile_tables([*(r for r in read(shipped())[0] if _identity(r) not in own), *rows], territories())


def version_of(folder: Path) -> str:
    """A user's tables as `made_by` names them: their folder, and eight digits that change with what stands in them."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.tsv")):
        digest.update(path.read_bytes())
    return f"{folder} ({digest.hexdigest()[:8]})"
