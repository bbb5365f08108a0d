"""Archives of an older tocsin taken forward: what was added since is made of what they hold. `migrations` calls it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, inspect, select, text, update

from tocsin.resolve.outlets import host
from tocsin.store import said
from tocsin.store.desk_index import INCIDENT_COUNTRIES, INCIDENT_KEYS, LOOK_UPS, WIRE_KEYS, party_key, pattern_keys, place_key
from tocsin.store.records import report_of
from tocsin.store.schema import ARTICLES, INCIDENT_EVENTS, INCIDENTS, METADATA, READINGS, WIRES

PIECE = 500
"""Rows that are taken forward at a time."""


def take_on(connection: Connection) -> None:
    """What the desk looks up by, how many sources incidents have, and statements in words."""
    _look_ups(connection)
    _statements(connection)


def _look_ups(connection: Connection) -> None:
    """Incidents know how many sources they have; what the desk looks up by stands in tables of its own."""
    METADATA.create_all(connection, tables=list(LOOK_UPS))
    if "sources" not in {c["name"] for c in inspect(connection).get_columns("incidents")}:
        connection.execute(text("ALTER TABLE incidents ADD COLUMN sources INTEGER NOT NULL DEFAULT 1"))
    connection.execute(text("DROP INDEX IF EXISTS incidents_type"))
    for new in INCIDENTS.indexes:
        new.create(connection, checkfirst=True)
    connection.execute(text("DROP TABLE IF EXISTS wire_types"))
    _count(connection)
    for rows in _pieces(connection, select(INCIDENTS), INCIDENTS.c.n):
        keys, countries = set(), set()
        for r in rows:
            for role, stored in (("who", r.actors), ("whom", r.recipients)):
                for p in json.loads(stored):
                    keys.add((party_key(r.type, role, **p), r.first, r.n))
                    countries |= {(p["country"], r.n)} if p["country"] else set()
            if r.country:
                keys.add((place_key(r.type, r.country), r.first, r.n))
                countries.add((r.country, r.n))
        if keys:
            connection.execute(
                INCIDENT_KEYS.insert(), [dict(zip(("key", "first", "incident"), k, strict=True)) for k in sorted(keys)]
            )
        if countries:
            connection.execute(INCIDENT_COUNTRIES.insert(), [{"country": c, "incident": n} for c, n in sorted(countries)])
    for wire, triggers, responses in connection.execute(select(WIRES.c.id, WIRES.c.triggers, WIRES.c.responses)).all():
        own = {k for p in (*json.loads(triggers), *json.loads(responses)) for k in pattern_keys(p)}
        if own:
            connection.execute(WIRE_KEYS.insert(), [{"key": k, "wire": wire} for k in sorted(own)])


def _count(connection: Connection) -> None:
    """Of each incident, how many sources tell it."""
    sources: dict[int, set[str | None]] = defaultdict(set)
    told = select(INCIDENT_EVENTS.c.incident, ARTICLES.c.outlet, ARTICLES.c.url).join_from(INCIDENT_EVENTS, ARTICLES)
    for n, outlet, url in connection.execute(told):
        sources[n].add(outlet or host(url))
    for n, own in sources.items():
        if len(own) > 1:
            connection.execute(update(INCIDENTS).where(INCIDENTS.c.n == n).values(sources=len(own)))


def _statements(connection: Connection) -> None:
    """Statements of all readings, findable by their words."""
    METADATA.create_all(connection, tables=[said.SAID])
    said.index(connection)
    asked = select(READINGS.c.n, READINGS.c.report, ARTICLES.c.text).join_from(READINGS, ARTICLES)
    for rows in _pieces(connection, asked, READINGS.c.n):
        own = [x for r in rows for x in said.rows(report_of(r.report, r.text), r.n)]
        if own:
            connection.execute(said.SAID.insert(), own)


def _pieces(connection: Connection, asked: Any, by: Any) -> Iterator[list[Any]]:
    last = 0
    while rows := connection.execute(asked.where(by > last).order_by(by).limit(PIECE)).all():
        yield list(rows)
        last = rows[-1].n
