"""Reports into an archive: each article once, each reading once, all of a batch or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Dialect, Engine, Table, select
from sqlalchemy.sql.compiler import SQLCompiler

from tocsin.reader.graph import Graph
from tocsin.report import Report
from tocsin.resolve.days import bounds
from tocsin.store import said
from tocsin.store.database import alone
from tocsin.store.packing import packed
from tocsin.store.records import packed_report
from tocsin.store.said import SAID
from tocsin.store.schema import ARTICLES, ENTITIES, EVENTS, GRAPHS, MAKERS, PARTICIPANTS, READINGS, STATEMENTS, TRIPWIRES

Rows = dict[Any, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Made:
    """A report to be stored, with the graph it was composed from where it is at hand."""

    report: Report
    graph: Graph | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a batch came to: articles that were new, readings that were, and those that were there already."""

    articles: int
    readings: int
    known: int


def made_by_hash(made_by: Mapping[str, Any]) -> str:
    """Sixteen hexadecimal digits that the same maker has everywhere."""
    return _hash(msgspec.json.encode(dict(made_by)))


@lru_cache(maxsize=64)
def _hash(made_by: bytes) -> str:
    return hashlib.sha256(json.dumps(json.loads(made_by), sort_keys=True).encode()).hexdigest()[:16]


def write(engine: Engine, batch: Sequence[Made], then: Callable[[Connection], None] | None = None) -> Written:
    """Store a batch in one transaction, and do `then` in the same; what is there already stays as it is.

    A reading by a maker that has read the article before is left out, any other becomes the article's last.
    """
    once = {(m.report.id, made_by_hash(m.report.made_by)): m for m in batch}
    if not once:
        return Written(0, 0, 0)
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    with engine.begin() as connection:
        alone(connection, "write")
        new = _articles(connection, [m.report for m in once.values()], now)
        numbers = dict(
            connection.execute(select(ARTICLES.c.id, ARTICLES.c.n).where(ARTICLES.c.id.in_({id for id, _ in once}))).all()
        )
        makers = _makers(connection, {h: m.report.made_by for (_, h), m in once.items()})
        known = set(
            connection.execute(
                select(READINGS.c.article, READINGS.c.maker).where(READINGS.c.article.in_(numbers.values()))
            ).all()
        )
        fresh = [m for (id, h), m in once.items() if (numbers[id], makers[h]) not in known]
        _readings(connection, fresh, numbers, makers, now)
        if then is not None:
            then(connection)
    return Written(new, len(fresh), len(once) - len(fresh))


def inserted(connection: Connection, table: Any) -> Any:
    """An INSERT that may do nothing where the row is there, of the connection's own dialect."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:
        # Half a second of imports that no user of a file needs.
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]
    return insert(table)


def bulk(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, all with the same columns, as the driver takes them: SQLAlchemy's own way costs as much again for each row as SQLite does."""
    if rows:
        compiled = _compiled(table, tuple(rows[0]), connection.dialect)
        names = compiled.positiontup
        connection.exec_driver_sql(
            compiled.string, [tuple(map(r.__getitem__, names)) for r in rows] if names else list(map(dict, rows))
        )


@lru_cache(maxsize=64)
def _compiled(table: Table, columns: tuple[str, ...], dialect: Dialect) -> SQLCompiler:
    compiled = table.insert().inline().compile(dialect=dialect, column_keys=list(columns))
    assert isinstance(compiled, SQLCompiler)
    return compiled


def _articles(connection: Connection, reports: Sequence[Report], now: str) -> int:
    ids = {r.id for r in reports}
    there = set(connection.execute(select(ARTICLES.c.id).where(ARTICLES.c.id.in_(ids))).scalars())
    rows = {
        r.id: {"id": r.id, "source_id": r.source_id, "url": r.url, "outlet": r.outlet, "title": r.title, "language": r.language,
               "published": r.published, "day": (r.published or "")[:10] or None, "text": r.text, "added": now}
        for r in reports if r.id not in there
    }  # fmt: skip
    # A writer is alone: nobody else has added one of them since.
    bulk(connection, ARTICLES, list(rows.values()))
    return len(rows)


def _makers(connection: Connection, made_by: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    rows = [{"hash": h, "made_by": json.dumps(dict(m), sort_keys=True, ensure_ascii=False)} for h, m in made_by.items()]
    connection.execute(inserted(connection, MAKERS).on_conflict_do_nothing(), rows)
    found = connection.execute(select(MAKERS.c.hash, MAKERS.c.n).where(MAKERS.c.hash.in_(made_by))).all()
    return {h: n for h, n in found}


def _readings(
    connection: Connection, fresh: Sequence[Made], numbers: Mapping[str, int], makers: Mapping[str, int], now: str
) -> None:
    if not fresh:
        return
    articles = {numbers[m.report.id] for m in fresh}
    connection.execute(READINGS.update().where(READINGS.c.article.in_(articles), READINGS.c.last).values(last=False))
    latest: dict[int, int] = {}
    for k, m in enumerate(fresh):
        latest[numbers[m.report.id]] = k
    rows = [
        {"article": numbers[m.report.id], "maker": makers[made_by_hash(m.report.made_by)], "at": now,
         "last": latest[numbers[m.report.id]] == k, "report": packed_report(m.report)}
        for k, m in enumerate(fresh)
    ]  # fmt: skip
    bulk(connection, READINGS, rows)
    of = {
        (a, m): n
        for n, a, m in connection.execute(
            select(READINGS.c.n, READINGS.c.article, READINGS.c.maker).where(READINGS.c.article.in_(articles))
        )
    }
    parts: Rows = {t: [] for t in (ENTITIES, EVENTS, PARTICIPANTS, STATEMENTS, TRIPWIRES, SAID)}
    for m in fresh:
        _parts(m.report, of[numbers[m.report.id], makers[made_by_hash(m.report.made_by)]], parts)
    for table, own in parts.items():
        bulk(connection, table, own)
    graphs = [
        {"article": numbers[m.report.id], "model": str(m.report.made_by.get("checksum") or ""), "graph": packed(m.graph.to_dict())}
        for m in fresh if m.graph is not None
    ]  # fmt: skip
    if graphs:
        connection.execute(inserted(connection, GRAPHS).on_conflict_do_nothing(), graphs)


def _parts(r: Report, reading: int, parts: Rows) -> None:
    """The rows of one report, added to those of each table."""
    parts[ENTITIES] += [
        {"reading": reading, "id": e.id, "kind": e.kind, "text": e.text, "name": e.name, "country": e.country, "sectors": " ".join(e.sectors),
         "knowledge_id": e.knowledge_id, "latitude": e.place.latitude if e.place else None, "longitude": e.place.longitude if e.place else None,
         "precision": e.place.precision if e.place else None, "geonames_id": e.place.geonames_id if e.place else None,
         "start": e.start, "end": e.end}
        for e in r.entities
    ]  # fmt: skip
    for v in r.events:
        first, until = bounds(v.time.value) if v.time and v.time.value else (None, None)
        parts[EVENTS].append(
            {"reading": reading, "id": v.id, "type": v.type, "modes": " ".join(v.modes), "status": v.status, "historical": v.historical,
             "confidence": v.confidence, "trigger": v.trigger.text, "first": first, "until": until, "place": v.place, "killed": v.casualties.killed,
             "injured": v.casualties.injured, "arrested": v.casualties.arrested, "start": v.start, "end": v.end}
        )  # fmt: skip
        for role, ids in (("actor", v.actors), ("recipient", v.recipients)):
            parts[PARTICIPANTS] += [{"reading": reading, "event": v.id, "role": role, "entity": x} for x in dict.fromkeys(ids)]
    parts[STATEMENTS] += [
        {"reading": reading, "id": s.id, "speaker": s.speaker, "via": s.via, "cue": s.cue.text, "direct": s.direct, "start": s.start, "end": s.end}
        for s in r.statements
    ]  # fmt: skip
    parts[SAID] += said.rows(r, reading)
    parts[TRIPWIRES] += [
        {"reading": reading, "id": t.id, "issuer": t.issuer, "triggers": " ".join(t.triggers), "responses": " ".join(t.responses),
         "statement": t.statement, "start": t.start, "end": t.end}
        for t in r.tripwires
    ]  # fmt: skip
