"""Copies as they are listed: each article with the earlier one that it copies most of, and where the two disagree in substance."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Connection, ForeignKey, Index, Integer, String, Table, Text, func, select

from tocsin.report import Span
from tocsin.store.schema import ARTICLES, COPIES, METADATA

DISTORTIONS = Table(
    "distortions", METADATA,
    Column("n", Integer, primary_key=True), Column("article", ForeignKey("articles.n"), nullable=False),
    Column("of", ForeignKey("articles.n"), nullable=False), Column("kind", String, nullable=False), Column("here", Text, nullable=False),
    Column("there", Text, nullable=False), Column("start", Integer, nullable=False), Column("end", Integer, nullable=False),
    Column("there_start", Integer, nullable=False), Column("there_end", Integer, nullable=False),
    Index("distortions_article", "article"), Index("distortions_of", "of"),
)  # fmt: skip
"""Where an article and the one it copies disagree: status, roles, number or name, what each says, and the two passages."""


def passages_json(pairs: Iterable[tuple[Span, Span]]) -> str:
    """Passages, each of the copy and of what it copies, as COPIES keeps them."""
    return json.dumps([[here.start, here.end, there.start, there.end] for here, there in pairs])


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A distortion: its kind, what each article says, and the words around it in both."""

    kind: str
    here: str
    there: str
    passage: str
    other_passage: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A copy: both articles (id, outlet, language, day, title, url), how it is one, how much of it stands in the other, and what they disagree in."""

    article: Mapping[str, str | None]
    of: Mapping[str, str | None]
    kind: str
    coverage: float
    passages: int
    distortions: tuple[Disagreement, ...]


SHOWN = ("id", "outlet", "language", "day", "title", "url")


def listed(
    connection: Connection, kind: str | None = None, since: str | None = None, distorted: bool = False, limit: int = 50
) -> list[Listed]:
    """Copies, those stored last first; of one kind, of articles of a day or later, only those that disagree with what they copy."""
    here, there = ARTICLES.alias(), ARTICLES.alias()
    most = select(COPIES.c.article, func.max(COPIES.c.coverage).label("coverage")).group_by(COPIES.c.article).subquery()
    asked = (
        select(COPIES, here, there)
        .join_from(COPIES, most, (COPIES.c.article == most.c.article) & (COPIES.c.coverage == most.c.coverage))
        .join(here, COPIES.c.article == here.c.n)
        .join(there, COPIES.c.of == there.c.n)
        .order_by(COPIES.c.article.desc(), COPIES.c.of)
        .limit(limit)
    )
    if kind:
        asked = asked.where(COPIES.c.kind == kind)
    if since:
        asked = asked.where(here.c.day >= since)
    if distorted:
        asked = asked.where(
            select(DISTORTIONS.c.n).where(DISTORTIONS.c.article == COPIES.c.article, DISTORTIONS.c.of == COPIES.c.of).exists()
        )
    rows = connection.execute(asked).all()
    told = defaultdict(list)
    for d in connection.execute(
        select(DISTORTIONS)
        .where(DISTORTIONS.c.article.in_([r._mapping[COPIES.c.article] for r in rows]))
        .order_by(DISTORTIONS.c.n)
    ):
        told[d.article, d.of].append(d)
    out = []
    for r in rows:
        m = r._mapping
        own, other = ({k: m[t.c[k]] for k in SHOWN} for t in (here, there))
        found = tuple(
            Disagreement(d.kind, d.here, d.there, m[here.c.text][d.start : d.end], m[there.c.text][d.there_start : d.there_end])
            for d in told[m[COPIES.c.article], m[COPIES.c.of]]
        )
        out.append(Listed(own, other, m[COPIES.c.kind], m[COPIES.c.coverage], len(json.loads(m[COPIES.c.passages])), found))
    return out
