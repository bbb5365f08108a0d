"""What is said in the articles of an archive, findable by its words and by who says it. Rows of statements come in with their readings; what a search
finds goes out. Only last readings are asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Engine, ForeignKey, Index, Integer, Table, Text, select, text
from sqlalchemy.exc import DBAPIError

from tocsin.report import Report
from tocsin.store.querying import RANKED, fts, no_query
from tocsin.store.schema import ARTICLES, METADATA, READINGS

SAID = Table(
    "said", METADATA,
    Column("n", Integer, primary_key=True), Column("reading", ForeignKey("readings.n"), nullable=False), Column("id", Text, nullable=False),
    Column("speaker", Text), Column("names", Text, nullable=False), Column("cue", Text, nullable=False), Column("content", Text, nullable=False),
    Column("direct", Boolean, nullable=False), Index("said_reading", "reading"),
)  # fmt: skip
"""The statements of readings in words: `speaker` as he is called, null where nobody is named; `names` everything he is called by, for searching; `content` the
stretches that were said, with … between them."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that a search found: in which report (its id) and under which id there, who said it, and where it was printed."""

    report: str
    statement: str
    speaker: str | None
    cue: str
    content: str
    direct: bool
    day: str | None
    outlet: str | None
    language: str | None
    url: str | None


def rows(r: Report, reading: int) -> Iterator[dict[str, Any]]:
    """The rows of a report's statements."""
    entities = {e.id: e for e in r.entities}
    for s in r.statements:
        who = entities.get(s.speaker or "")
        names = {who.name: None, who.text: None} if who else {}
        yield {
            "reading": reading, "id": s.id, "speaker": (who.name or who.text) if who else None, "names": " ".join(filter(None, names)),
            "cue": s.cue.text, "content": " … ".join(" ".join(r.text[c.start : c.end].split()) for c in s.content), "direct": s.direct,
        }  # fmt: skip


def index(connection: Connection) -> None:
    """Make the index of words, of an empty table."""
    if connection.dialect.name == "sqlite":
        connection.execute(
            text(
                "CREATE VIRTUAL TABLE said_words USING fts5(names, content, content='said', content_rowid='n', tokenize='unicode61 remove_diacritics 2')"
            )
        )
        connection.execute(
            text(
                "CREATE TRIGGER said_in AFTER INSERT ON said BEGIN INSERT INTO said_words(rowid, names, content) VALUES (new.n, new.names, new.content); END"
            )
        )
    else:
        for column in ("names", "content"):
            connection.execute(text(f"CREATE INDEX said_{column} ON said USING gin (to_tsvector('simple', {column}))"))


def search_said(engine: Engine, query: str, by: str | None = None, limit: int = 20) -> list[Said]:
    """Statements that hold the words of a query (written as for `search`; it may be empty where `by` is given), by whoever is called by the words `by`. The best
    first, of the newest `RANKED` that fit; raises StoreError for a query that is none."""
    if not fts(query) and not (by and not query.strip()):
        raise no_query(query)
    if by is not None and not fts(by):
        raise no_query(by)
    with engine.connect() as connection:
        try:
            numbers = (_sqlite if connection.dialect.name == "sqlite" else _postgresql)(connection, query, by, limit)
        except DBAPIError as fault:
            raise no_query(query) from fault
        asked = (
            select(SAID, ARTICLES.c.id.label("report"), ARTICLES.c.day, ARTICLES.c.outlet, ARTICLES.c.language, ARTICLES.c.url)
            .join_from(SAID, READINGS)
            .join(ARTICLES)
            .where(SAID.c.n.in_(numbers))
        )
        found = {r.n: r for r in connection.execute(asked)}
    return [
        Said(r.report, r.id, r.speaker, r.cue, r.content, r.direct, r.day, r.outlet, r.language, r.url)
        for r in (found[n] for n in numbers)
    ]


def _sqlite(connection: Connection, query: str, by: str | None, limit: int) -> Sequence[int]:
    asked = " AND ".join(
        f"{column} : ({words})" for column, given in (("content", query), ("names", by)) if given and (words := fts(given))
    )
    found = connection.execute(
        text("SELECT n FROM (SELECT said_words.rowid AS n, said_words.rank AS rank FROM said_words WHERE said_words MATCH :query ORDER BY said_words.rowid DESC LIMIT :most) f "
             "WHERE EXISTS (SELECT 1 FROM said JOIN readings r ON r.n = said.reading WHERE said.n = f.n AND r.last) ORDER BY rank, n DESC LIMIT :limit"),
        {"query": asked, "most": RANKED, "limit": limit},
    )  # fmt: skip
    return list(found.scalars())


def _postgresql(connection: Connection, query: str, by: str | None, limit: int) -> Sequence[int]:
    given = {"query": query if fts(query) else None, "by": by}
    asked = " AND ".join(f"to_tsvector('simple', s.{column}) @@ websearch_to_tsquery('simple', :{name})"
                         for column, name in (("content", "query"), ("names", "by")) if given[name])  # fmt: skip
    rank = "ts_rank(to_tsvector('simple', content), websearch_to_tsquery('simple', :query)) DESC, " if given["query"] else ""
    found = connection.execute(
        text(f"SELECT n FROM (SELECT s.n, s.content FROM said s JOIN readings r ON r.n = s.reading WHERE {asked} AND r.last ORDER BY s.n DESC LIMIT :most) f "
             f"ORDER BY {rank} n DESC LIMIT :limit"),
        {**{k: v for k, v in given.items() if v}, "most": RANKED, "limit": limit},
    )  # fmt: skip
    return list(found.scalars())
