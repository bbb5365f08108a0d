"""Articles as the desk takes them up: read from the archive once for all steps, with their sources as soon as it is known which are copies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from tocsin.desk.board import Source
from tocsin.report import Report
from tocsin.resolve.outlets import host, owner
from tocsin.store.database import among
from tocsin.store.records import report_of
from tocsin.store.schema import ARTICLES, COPIES, READINGS

OURS = frozenset({"state", "party"})
"""Owners whose outlet alone does not ring a bell."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """An article: its number, its last reading, and where it is from."""

    n: int
    report: Report
    outlet: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Came:
    """An article as it comes to the board: its number, its last reading, and its source."""

    n: int
    report: Report
    source: Source


def arrived(connection: Connection, numbers: Sequence[int]) -> list[Arrived]:
    """Articles with their last readings, in their order."""
    rows = connection.execute(
        select(ARTICLES.c.n, ARTICLES.c.text, ARTICLES.c.outlet, ARTICLES.c.url, READINGS.c.report)
        .join_from(ARTICLES, READINGS)
        .where(among(ARTICLES.c.n, numbers), READINGS.c.last)
        .order_by(ARTICLES.c.n)
    )
    return [Arrived(r.n, report_of(r.report, r.text), r.outlet, r.url) for r in rows]


def came(connection: Connection, articles: Sequence[Arrived]) -> list[Came]:
    """The same with their sources; the step that finds copies has been."""
    numbers = [a.n for a in articles]
    copies = set(connection.execute(select(COPIES.c.article).where(among(COPIES.c.article, numbers))).scalars())
    return [
        Came(a.n, a.report, Source(a.outlet or host(a.url), owner(a.outlet, a.url) in OURS, a.n in copies)) for a in articles
    ]
