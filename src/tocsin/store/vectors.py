"""Sentence vectors beside the articles: kept once a model has read an article, asked for by days, so that translations are found without the
graphs being opened."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Connection, ForeignKey, Index, LargeBinary, String, Table, Text, func, select

from tocsin.reader.graph import Vector, vectors_of
from tocsin.store.packing import unpacked
from tocsin.store.schema import ARTICLES, GRAPHS, METADATA

VECTORS = Table(
    "vectors", METADATA,
    Column("article", ForeignKey("articles.n"), primary_key=True), Column("model", String, nullable=False), Column("language", String),
    Column("day", String(10), nullable=False), Column("centre", LargeBinary, nullable=False), Column("sentences", LargeBinary, nullable=False),
    Column("marks", Text, nullable=False),
    Index("vectors_day", "day"),
)  # fmt: skip
"""`day` is the day of publication, else of storing; `centre` the article's vector, `sentences` start, end and bytes of each sentence's, `marks` what the article names
(`desk.marks`), with blanks between."""

_HEAD = struct.Struct("<IIH")


@dataclass(frozen=True, slots=True)
class Stored:
    """An article as it is compared with others: its number, the model that read it, its language and day, its vector and its marks."""

    n: int
    model: str
    language: str | None
    day: str
    centre: bytes
    marks: frozenset[str]


def seen_in(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[str, tuple[Vector, ...]]]:
    """Of articles, the model and the sentence vectors of their graphs, where they have a graph with vectors."""
    rows = connection.execute(
        select(GRAPHS.c.article, GRAPHS.c.model, GRAPHS.c.graph)
        .where(GRAPHS.c.article.in_(list(numbers)))
        .order_by(GRAPHS.c.article)
    )
    found = ((r.article, r.model, vectors_of(unpacked(r.graph))) for r in rows)
    return {n: (model, vectors) for n, model, vectors in found if vectors}


def days_of(connection: Connection, numbers: Sequence[int]) -> Mapping[int, tuple[str | None, str]]:
    """Language and day of articles, by number; the day of storing where none was published."""
    rows = connection.execute(
        select(
            ARTICLES.c.n, ARTICLES.c.language, func.coalesce(ARTICLES.c.day, func.substr(ARTICLES.c.added, 1, 10)).label("day")
        ).where(ARTICLES.c.n.in_(list(numbers)))
    )
    return {r.n: (r.language, r.day) for r in rows}


def keep(connection: Connection, stored: Iterable[tuple[Stored, Sequence[Vector]]]) -> None:
    """Write vectors of articles that have none yet."""
    rows = [
        {
            "article": s.n,
            "model": s.model,
            "language": s.language,
            "day": s.day,
            "centre": s.centre,
            "sentences": _packed(vectors),
            "marks": " ".join(sorted(s.marks)),
        }
        for s, vectors in stored
    ]
    there = set(
        connection.execute(select(VECTORS.c.article).where(VECTORS.c.article.in_([r["article"] for r in rows]))).scalars()
    )
    rows = [r for r in rows if r["article"] not in there]
    if rows:
        connection.execute(VECTORS.insert(), rows)


def between(connection: Connection, first: str, last: str) -> list[Stored]:
    """The articles of days `first` to `last` that have vectors, in the order in which they came."""
    v = VECTORS.c
    asked = (
        select(v.article, v.model, v.language, v.day, v.centre, v.marks)
        .where(v.day >= first, v.day <= last)
        .order_by(v.article)
    )
    return [
        Stored(n, model, language, day, centre, frozenset(marks.split()))
        for n, model, language, day, centre, marks in connection.execute(asked)
    ]


def sentences_of(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[Vector, ...]]:
    """The sentence vectors of articles, by number."""
    asked = select(VECTORS.c.article, VECTORS.c.sentences).where(VECTORS.c.article.in_(list(numbers)))
    return {n: _unpacked(data) for n, data in connection.execute(asked)}


def _packed(vectors: Sequence[Vector]) -> bytes:
    return b"".join(_HEAD.pack(v.start, v.end, len(v.values)) + v.values for v in vectors)


def _unpacked(data: bytes) -> tuple[Vector, ...]:
    out, at = [], 0
    while at < len(data):
        start, end, units = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        out.append(Vector(start, end, data[at : at + units]))
        at += units
    return tuple(out)
