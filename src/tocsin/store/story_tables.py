"""The tables of stories: which articles tell one happening, what of each is compared, and how common every word is.

An archive of an older tocsin gets them empty; the desk then goes through its articles from the first one.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Connection, Float, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from tocsin.store.schema import METADATA

STORIES = Table(
    "stories", METADATA,
    Column("n", Integer, primary_key=True), Column("first", String(10)), Column("last", String(10)), Column("size", Integer, nullable=False),
    Index("stories_last", "last"), Index("stories_size", "size", "last"),
)  # fmt: skip
"""A happening that articles tell: the first and last day of their publication, null where none has a day, and how many there are."""

STORY_ARTICLES = Table(
    "story_articles", METADATA,
    Column("article", ForeignKey("articles.n"), primary_key=True), Column("story", ForeignKey("stories.n"), nullable=False),
    Column("score", Float, nullable=False), Column("reason", Text, nullable=False), Index("story_articles_story", "story"),
)  # fmt: skip
"""An article in its one story: how sure it is that it belongs there (0..1; 1 for the article that opened the story), and why."""

STORY_TRAITS = Table(
    "story_traits", METADATA,
    Column("article", ForeignKey("articles.n"), primary_key=True), Column("traits", LargeBinary, nullable=False),
)  # fmt: skip
"""What of an article is compared: weighed bags of terms, JSON under zlib."""

STORY_KEYS = Table(
    "story_keys", METADATA,
    Column("key", BigInteger, primary_key=True, autoincrement=False), Column("at", Integer, primary_key=True, autoincrement=False),
    Column("article", ForeignKey("articles.n"), primary_key=True), sqlite_with_rowid=False,
)  # fmt: skip
"""The rarest terms of each article (hashed), by which stories are looked up; `at` its day as a proleptic ordinal."""

STORY_TERMS = Table(
    "story_terms", METADATA,
    Column("language", String, primary_key=True), Column("term", String, primary_key=True), Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
"""Articles that each term stands in, by language; the empty term counts the articles of the language, `*` is what all languages write alike."""

TABLES = (STORIES, STORY_ARTICLES, STORY_TRAITS, STORY_KEYS, STORY_TERMS)


def add_story_tables(connection: Connection) -> None:
    """Make the tables in an archive that has none of them."""
    METADATA.create_all(connection, tables=TABLES)
