"""The knowledge tables as a person edits them: tab-separated files with a header, read and checked line by line.

Every table is a `Schema`: its columns, which of them hold forms (what the thing is called in the news), and which codes
a cell may hold. Faults name file, line and remedy; a line with a fault is left out and the rest is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from tocsin.codebook import codebook

LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "pl", "pt", "ru", "uk")
DATE = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")
BEYOND = frozenset({"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"})
"""PLOVER's codes for those who belong to no one state."""


@dataclass(frozen=True, slots=True)
class Schema:
    """One kind of table. `forms` are the columns with names and spellings; `values` the cells that only take certain words."""

    columns: tuple[str, ...]
    forms: tuple[str, ...] = ()
    values: dict[str, frozenset[str]] | None = None
    by_language: bool = False


SCHEMAS = {
    "states": Schema(("country", "kind", "forms"), ("forms",), {"kind": frozenset({"name", "adjective", "demonym", "capital", "seat"})}, True),
    "roles": Schema(("office", "kind", "sectors", "forms"), ("forms",), {"kind": frozenset({"person", "organization", "group"})}, True),
    "places": Schema(("name", "kind", "forms"), ("forms",), {"kind": frozenset({"city", "region", "water", "country_part", "not"})}, True),
    "nouns": Schema(("refers", "forms"), ("forms",), None, True),
    "regions": Schema(("name", "names", "country", "kind", "latitude", "longitude"), ("name", "names"), {"kind": frozenset({"admin1", "region", "water", "line"})}),
    "offices": Schema(("country", "office", "name", "names", "from", "to"), ("name", "names")),
    "groups": Schema(("id", "name", "names", "country", "sectors", "from", "to", "note"), ("name", "names")),
    "bodies": Schema(("id", "name", "names", "country", "sectors", "from", "to"), ("name", "names")),
    "organisations": Schema(("id", "name", "names", "country", "sectors", "from", "to"), ("name", "names")),
    "parties": Schema(("id", "name", "names", "country", "sectors", "from", "to"), ("name", "names")),
    "outlets": Schema(("id", "name", "names", "domain", "country", "language", "owner", "sectors"), ("name", "names"),
                      {"owner": frozenset({"state", "public", "private", "party"})}),
    "members": Schema(("id", "country", "from", "to")),
    "countries": Schema(("alpha3", "alpha2", "name", "cow", "gw")),
}  # fmt: skip
"""Tables by name: `NAME.tsv`, or a folder `NAME/` with a file a language (or, for offices, a region)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one line of a table."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Row:
    """One sound line of a table: its cells by column, empty ones left out; `language` where the table is by language."""

    table: str
    path: Path
    line: int
    cells: dict[str, str]
    language: str | None = None

    def forms(self) -> Iterator[str]:
        """Names and spellings, a * for any ending."""
        for column in SCHEMAS[self.table].forms:
            yield from (f.strip() for f in self.cells.get(column, "").split("|") if f.strip())


def shipped() -> Path:
    """The folder of the tables that come with tocsin."""
    return Path(str(files("tocsin"))) / "knowledge"


def lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of every line of a table that is no comment; what is no UTF-8 becomes U+FFFD."""
    for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, [c.strip() for c in line.split("\t")]


@cache
def alpha3() -> dict[str, str]:
    """ISO alpha-2 → alpha-3 (`countries.tsv`; Kosovo is KOS, as in PLOVER)."""
    return {cells[1]: cells[0] for _, cells in lines(shipped() / "countries.tsv")}


@cache
def alpha2() -> dict[str, str]:
    """ISO alpha-3 → alpha-2."""
    return {three: two for two, three in alpha3().items()}


def read(folder: Path) -> tuple[list[Row], list[Fault]]:
    """All tables of a folder: sound rows, and a fault for every other line and for files that are no table."""
    rows: list[Row] = []
    faults: list[Fault] = []
    for path in sorted(folder.rglob("*.tsv")):
        parts = path.relative_to(folder).with_suffix("").parts
        schema = SCHEMAS.get(parts[0])
        if schema is None or len(parts) > 2 or (schema.by_language and len(parts) != 2):
            faults.append(
                Fault(path, 1, f"is no table; tables are {', '.join(f'{n}.tsv' for n in SCHEMAS)} or a folder of that name")
            )
            continue
        language = parts[1] if schema.by_language else None
        if language and language not in LANGUAGES:
            faults.append(Fault(path, 1, f"{language} is not one of the languages {', '.join(LANGUAGES)}"))
            continue
        for number, cells in lines(path):
            row, message = _row(parts[0], schema, path, number, cells, language)
            if row:
                rows.append(row)
            if message:
                faults.append(Fault(path, number, message))
    return rows, faults


def _row(
    table: str, schema: Schema, path: Path, number: int, cells: list[str], language: str | None
) -> tuple[Row | None, str | None]:
    if len(cells) > len(schema.columns) or len(cells) < len(
        [c for c in schema.columns if c not in ("to", "note", "gw", "sectors", "latitude", "longitude")]
    ):
        return (
            None,
            f"has {len(cells)} columns where {table} has {len(schema.columns)}: {', '.join(schema.columns)} (tab-separated)",
        )
    found = {c: v for c, v in zip(schema.columns, cells, strict=False) if v and v != "-"}
    for column, allowed in (schema.values or {}).items():
        if found.get(column, "") and found[column] not in allowed:
            return None, f"{column} is {found[column]!r}; it may be {', '.join(sorted(allowed))}"
    country = found.get("country")
    if country and country not in BEYOND and country not in alpha2():
        return None, f"{country} is no ISO alpha-3 code, nor one of {', '.join(sorted(BEYOND))}"
    unknown = [s for s in found.get("sectors", "").split(",") if s and s not in codebook().sectors]
    if unknown:
        return None, f"{', '.join(unknown)} is no sector; sectors are {', '.join(codebook().sectors)}"
    for column in ("from", "to"):
        if column in found and not DATE.match(found[column]):
            return None, f"{column} is {found[column]!r}; write a day, month or year as 2022-10-22, 2022-10 or 2022"
    if found.get("from", "0") > found.get("to", "9") and not found.get("from", "").startswith(found.get("to", "x")):
        return None, f"begins {found['from']}, after its end {found['to']}"
    row = Row(table, path, number, found, language)
    short = [f for f in row.forms() if any(w.endswith("*") and len(w) < 4 for w in f.split())]
    if schema.forms and not any(row.forms()):
        return None, f"names nothing: {' or '.join(schema.forms)} is empty"
    return row, f"{', '.join(short)}: before a * stand at least three letters, or it hits other words" if short else None
