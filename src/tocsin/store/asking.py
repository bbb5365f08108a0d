"""Questions to an archive: reports back as they were, full-text search, what is there, and graphs for composing anew."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import DBAPIError

from tocsin.intake.article import Article
from tocsin.reader.graph import Graph
from tocsin.report import Report
from tocsin.store.database import among
from tocsin.store.packing import unpacked
from tocsin.store.querying import RANKED, fts, no_query
from tocsin.store.records import report_of
from tocsin.store.schema import ARTICLES, COPIES, EVENTS, GRAPHS, MAKERS, READINGS
from tocsin.store.story_tables import STORIES, STORY_ARTICLES

PIECE = 200
"""Articles that are fetched at a time."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found: its report's id, what it is, the words around the first hit, the earlier article that it copies most of, and
    the story that it stands in with how many articles that has (None where the desk has not come to it yet)."""

    id: str
    day: str | None
    outlet: str | None
    language: str | None
    title: str | None
    snippet: str
    copy_of: str | None = None
    copy_kind: str | None = None
    coverage: float | None = None
    story: int | None = None
    story_size: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """An article with the graph that a model (its checksum) saw in it."""

    article: Article
    graph: Graph
    model: str


def report(engine: Engine, id: str, maker: str | None = None) -> Report | None:
    """The last reading of an article, or that of a maker (its hash); None where there is none."""
    with engine.connect() as connection:
        asked = (
            select(ARTICLES.c.text, READINGS.c.report)
            .join_from(READINGS, ARTICLES)
            .where(ARTICLES.c.id == id)
            .order_by(READINGS.c.last.desc(), READINGS.c.n.desc())
        )
        if maker:
            asked = asked.join(MAKERS).where(MAKERS.c.hash == maker)
        row = connection.execute(asked.limit(1)).first()
    return report_of(row.report, row.text) if row else None


def reports(engine: Engine, since: str | None = None, copies: bool = True) -> Iterator[Report]:
    """The last readings of all articles, those stored first coming first; `since` is an ISO 8601 moment of storing, without `copies` those that are
    copies of earlier ones are left out."""
    last = 0
    while True:
        asked = (
            select(ARTICLES.c.n, ARTICLES.c.text, READINGS.c.report)
            .join_from(READINGS, ARTICLES)
            .where(READINGS.c.last, ARTICLES.c.n > last)
            .order_by(ARTICLES.c.n)
            .limit(PIECE)
        )
        if since:
            asked = asked.where(ARTICLES.c.added >= since)
        if not copies:
            asked = asked.where(ARTICLES.c.n.not_in(select(COPIES.c.article)))
        with engine.connect() as connection:
            rows = connection.execute(asked).all()
        for row in rows:
            yield report_of(row.report, row.text)
        if len(rows) < PIECE:
            return
        last = rows[-1].n


def reports_of_days(engine: Engine, since: str | None, until: str | None, copies: bool = True) -> Iterator[Report]:
    """Of the last readings those with an event between two ISO days; an event whose day the text does not tell is of the day of publication."""
    asked = select(READINGS.c.article).join_from(EVENTS, READINGS).join(ARTICLES).where(READINGS.c.last).distinct()
    if since:
        asked = asked.where(func.coalesce(EVENTS.c.until, EVENTS.c.first, ARTICLES.c.day) >= since)
    if until:
        asked = asked.where(func.coalesce(EVENTS.c.first, ARTICLES.c.day) <= until)
    if not copies:
        asked = asked.where(ARTICLES.c.n.not_in(select(COPIES.c.article)))
    with engine.connect() as connection:
        numbers = sorted(connection.execute(asked).scalars())
    for k in range(0, len(numbers), PIECE):
        piece = (
            select(ARTICLES.c.text, READINGS.c.report)
            .join_from(READINGS, ARTICLES)
            .where(READINGS.c.last, among(ARTICLES.c.n, numbers[k : k + PIECE]))
            .order_by(ARTICLES.c.n)
        )
        with engine.connect() as connection:
            rows = connection.execute(piece).all()
        yield from (report_of(r.report, r.text) for r in rows)


def read_by(engine: Engine, ids: Sequence[str], maker: str) -> set[str]:
    """Of article ids, those that a maker (its hash) has read already."""
    asked = (
        select(ARTICLES.c.id)
        .join_from(READINGS, ARTICLES)
        .join(MAKERS)
        .where(MAKERS.c.hash == maker, ARTICLES.c.id.in_(list(ids)))
    )
    with engine.connect() as connection:
        return set(connection.execute(asked).scalars())


def graphs(engine: Engine) -> Iterator[Kept]:
    """All articles with their graphs; where several models have seen one, the graph of the last."""
    last = 0
    while True:
        asked = (
            select(ARTICLES, GRAPHS.c.graph, GRAPHS.c.model)
            .join_from(GRAPHS, ARTICLES)
            .where(ARTICLES.c.n > last)
            .order_by(ARTICLES.c.n)
            .limit(PIECE)
        )
        with engine.connect() as connection:
            rows = connection.execute(asked).all()
        yield from (_kept(r) for n, r in enumerate(rows) if n + 1 == len(rows) or rows[n + 1].n != r.n)
        if len(rows) < PIECE:
            return
        last = rows[-1].n


def _kept(r: Any) -> Kept:
    article = Article(r.text, "archive", r.source_id, r.url, r.outlet, r.title, r.language, r.published)
    return Kept(article, Graph.from_dict(unpacked(r.graph)), r.model)


def maker_of(engine: Engine, checksum: str) -> dict[str, Any]:
    """What the last maker with a model of that checksum says of itself; empty where none had it."""
    with engine.connect() as connection:
        rows = connection.execute(select(MAKERS.c.made_by).order_by(MAKERS.c.n.desc())).scalars()
        return next((m for m in map(json.loads, rows) if (m.get("checksum") or "") == checksum), {})


def search(engine: Engine, query: str, limit: int = 20) -> list[Hit]:
    """Articles that hold the words of a query, the best first of the newest `RANKED` that hold them. Words may be joined by OR, left out with a minus, and stand in quotation
    marks; raises StoreError for a query that is none."""
    if not fts(query):
        raise no_query(query)
    with engine.connect() as connection:
        try:
            rows = (_sqlite if engine.dialect.name == "sqlite" else _postgresql)(connection, query, limit)
        except DBAPIError as fault:
            raise no_query(query) from fault
        ids = [r.id for r in rows]
        origin, story = origins(connection, ids), story_of(connection, ids)
    none = (None, None, None)
    return [
        Hit(
            r.id,
            r.day,
            r.outlet,
            r.language,
            r.title,
            " ".join(r.snippet.split()),
            *origin.get(r.id, none),
            *story.get(r.id, ()),
        )
        for r in rows
    ]


def story_of(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Of article ids, the story of each and how many articles that has."""
    rows = connection.execute(
        select(ARTICLES.c.id, STORIES.c.n, STORIES.c.size)
        .join_from(STORY_ARTICLES, ARTICLES, STORY_ARTICLES.c.article == ARTICLES.c.n)
        .join(STORIES, STORY_ARTICLES.c.story == STORIES.c.n)
        .where(ARTICLES.c.id.in_(list(ids)))
    )
    return {r.id: (r.n, r.size) for r in rows}


def origins(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, str, float]]:
    """Of article ids, those that are copies: the id of the earlier article that each has most of, how, and how much of it."""
    earlier = ARTICLES.alias()
    rows = connection.execute(
        select(ARTICLES.c.id, earlier.c.id.label("of"), COPIES.c.kind, COPIES.c.coverage)
        .join_from(COPIES, ARTICLES, COPIES.c.article == ARTICLES.c.n)
        .join(earlier, COPIES.c.of == earlier.c.n)
        .where(ARTICLES.c.id.in_(list(ids)))
        .order_by(COPIES.c.coverage, COPIES.c.of.desc())
    )
    return {r.id: (r.of, r.kind, r.coverage) for r in rows}


def _sqlite(connection: Connection, query: str, limit: int) -> Sequence[Any]:
    return connection.execute(
        text("SELECT a.id, a.day, a.outlet, a.language, a.title, "
             "(SELECT snippet(words, 1, '', '', ' … ', 24) FROM words WHERE words MATCH :query AND words.rowid = f.n) AS snippet FROM "
             "(SELECT words.rowid AS n, words.rank AS rank FROM words WHERE words MATCH :query ORDER BY words.rowid DESC LIMIT :most) f "
             "JOIN articles a ON a.n = f.n ORDER BY f.rank, a.n LIMIT :limit"),
        {"query": fts(query), "most": RANKED, "limit": limit},
    ).all()  # fmt: skip


def _postgresql(connection: Connection, query: str, limit: int) -> Sequence[Any]:
    words = "to_tsvector('simple', coalesce(title, '') || ' ' || text)"
    return connection.execute(
        text(f"SELECT id, day, outlet, language, title, ts_headline('simple', text, q, 'StartSel=\"\", StopSel=\"\", MaxWords=24, MinWords=8') AS snippet FROM "
             f"(SELECT * FROM (SELECT a.* FROM articles a WHERE {words} @@ websearch_to_tsquery('simple', :query) ORDER BY n DESC LIMIT :most) newest "
             f"ORDER BY ts_rank({words}, websearch_to_tsquery('simple', :query)) DESC, n LIMIT :limit) best, websearch_to_tsquery('simple', :query) q "
             f"ORDER BY ts_rank({words}, q) DESC, n"),
        {"query": query, "most": RANKED, "limit": limit},
    ).all()  # fmt: skip


def seen(engine: Engine, since: str | None = None) -> list[tuple[str | None, str | None, int]]:
    """(day of publication, outlet, articles): the denominators that counts of events need."""
    asked = select(ARTICLES.c.day, ARTICLES.c.outlet, func.count()).group_by(ARTICLES.c.day, ARTICLES.c.outlet)
    if since:
        asked = asked.where(ARTICLES.c.day >= since)
    with engine.connect() as connection:
        return [(d, o, n) for d, o, n in connection.execute(asked.order_by(ARTICLES.c.day, ARTICLES.c.outlet))]


def counts(engine: Engine) -> dict[str, int]:
    """How much there is: articles, readings, last readings' events, articles that have a graph, and copies."""
    asked = {
        "articles": select(func.count()).select_from(ARTICLES),
        "readings": select(func.count()).select_from(READINGS),
        "events": select(func.count()).select_from(EVENTS),
        "graphs": select(func.count(func.distinct(GRAPHS.c.article))),
        "copies": select(func.count(func.distinct(COPIES.c.article))),
    }
    # Older readings are few, and their events are looked up; those of the last ones would each have to be.
    older = select(func.count()).select_from(EVENTS).where(EVENTS.c.reading.in_(select(READINGS.c.n).where(~READINGS.c.last)))
    with engine.connect() as connection:
        found = {k: connection.execute(q).scalar_one() for k, q in asked.items()}
        return {**found, "events": found["events"] - connection.execute(older).scalar_one()}
