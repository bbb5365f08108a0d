"""What the desk looks up by: keys of incidents and of tripwires, the countries that an incident touches. Kept up by the desk's steps; it can all be made
anew from the rows that it points at. Keys are made here of plain values as they are stored, so that an older archive can be given its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table

from tocsin.store.schema import METADATA

INCIDENT_KEYS = Table(
    "incident_keys", METADATA,
    Column("key", BigInteger, primary_key=True), Column("first", String(10), primary_key=True),
    Column("incident", ForeignKey("incidents.n"), primary_key=True), sqlite_with_rowid=False,
)  # fmt: skip
"""Hashes of an incident's type with each of its actors, recipients and its country; two of them agree where two incidents may be one act. `first` is the
incident's."""

INCIDENT_COUNTRIES = Table(
    "incident_countries", METADATA,
    Column("country", String(3), primary_key=True), Column("incident", ForeignKey("incidents.n"), primary_key=True), sqlite_with_rowid=False,
)  # fmt: skip
"""The countries of an incident's parties and of its place."""

WIRE_KEYS = Table(
    "wire_keys", METADATA,
    Column("key", String, primary_key=True), Column("wire", ForeignKey("wires.id"), primary_key=True), Index("wire_keys_wire", "wire"),
    sqlite_with_rowid=False,
)  # fmt: skip
"""What an article must tell for a tripwire to be held against it: a type (or *) with somebody or a place that the tripwire asks for."""

LOOK_UPS = (INCIDENT_KEYS, INCIDENT_COUNTRIES, WIRE_KEYS)


def party_key(kind: str, role: str, country: str, sector: str, id: str, name: str) -> int:
    """Of an act's type, the role (who or whom) and a party: 63 bits."""
    return _hash(kind, role, country, sector, id, name)


def place_key(kind: str, country: str) -> int:
    """Of an act's type and the country where it is done."""
    return _hash(kind, "where", country)


def _hash(*words: str) -> int:
    # A database's integers have a sign.
    return int.from_bytes(hashlib.blake2b("\n".join(words).encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1


def pattern_keys(pattern: Mapping[str, Any]) -> set[str]:
    """What a report must tell to fit a pattern in part: one of its types (* for any) with somebody or some place that it asks for."""
    parties = (*pattern["actors"], *pattern["recipients"])
    asked = {*(p["id"] or p["name"] or f"{p['country']} {p['sector']}".strip() for p in parties), *pattern["places"]}
    return {f"{t} {x}" for t in pattern["types"] or ("*",) for x in asked}
