"""Translations: the same article in another language. Sentence vectors and what both articles name find and prove them; dates and the marks of
machine translation say, where they can, which of the two was first. A translation is a copy: it is no second source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from sqlalchemy import Connection, select

from tocsin.desk.alignment import Aligned, align, centre, matrix
from tocsin.desk.arriving import Arrived
from tocsin.desk.days import moved
from tocsin.desk.marks import marks, rarity, shared
from tocsin.reader.graph import Vector
from tocsin.store.copying import passages_json
from tocsin.store.records import signals_of
from tocsin.store.schema import ARTICLES, COPIES, READINGS
from tocsin.store.vectors import Stored, between, days_of, keep, seen_in, sentences_of

WINDOW = 10
"""Days between two articles of which one may be the other's translation."""
NAMED = 0.3
"""What shared marks weigh beside the cosine of two articles' vectors where candidates are ranked."""
NEAR = 0.25
"""Such a sum from which two articles are compared sentence by sentence."""
CANDIDATES = 8
"""Articles that are compared so, the nearest first."""
SHORT = 3
"""Pairs of sentences under which two articles may be alike by chance."""
GARBLED = 0.5
"""Difference of the machine-translation signal by which one of the two is the translation."""


@dataclass(frozen=True, slots=True)
class Odds:
    """The weights and thresholds of `translations.yaml`."""

    centre: float
    passages: float
    marks: float
    none: float
    sure: float
    sure_dated: float
    days: int


@cache
def odds() -> Odds:
    """The shipped weights."""
    table = yaml.safe_load(Path(__file__).with_name("translations.yaml").read_text(encoding="utf-8"))
    return Odds(**table["weights"], sure=table["sure"], sure_dated=table["sure_dated"], days=table["days"])


def features(cosine: float, found: Aligned, named: float) -> tuple[float, float, float]:
    """What is weighed of two articles: the cosine of their vectors, how well the better covered one is covered, and the marks they share."""
    return cosine, max(found.here, found.there) * found.likeness, named


def likely(values: tuple[float, float, float]) -> float:
    """Log-odds that two articles are one in two languages."""
    o = odds()
    return o.centre * values[0] + o.passages * values[1] + o.marks * values[2] + o.none


def enough(days: int | None) -> float:
    """The log-odds that are wanted of two articles so many days apart; None where one is not dated."""
    o = odds()
    return o.sure_dated if days is not None and days <= o.days else o.sure


def direction(own: tuple[str | None, float], other: tuple[str | None, float]) -> str:
    """What an article is to one that came before it, from both's day of publication and machine-translation signal (0..1): its `translation`,
    its `original`, or `parallel` where which was first is not told."""
    if abs(own[1] - other[1]) >= GARBLED:
        return "translation" if own[1] > other[1] else "original"
    if own[0] and other[0] and own[0] != other[0]:
        return "translation" if own[0] > other[0] else "original"
    return "parallel"


def record(connection: Connection, articles: Sequence[Arrived]) -> None:
    """Keep the vectors of new articles, find those of them that are translations, and keep that beside the copies."""
    reports = {a.n: a.report for a in articles}
    found = seen_in(connection, list(reports))
    about = days_of(connection, list(found))
    fresh = []
    for n, (model, vectors) in sorted(found.items()):
        middle = centre(vectors)
        if middle is not None:
            fresh.append((Stored(n, model, *about[n], middle, marks(reports[n])), vectors))
    if not fresh:
        return
    keep(connection, fresh)
    days = [s.day for s, _ in fresh]
    others = between(connection, moved(min(days), -WINDOW), moved(max(days), WINDOW))
    rows, rare = matrix([s.centre for s in others]), rarity([s.marks for s in others])
    for own, vectors in fresh:
        cosines, days_near = rows @ matrix([own.centre])[0], (moved(own.day, -WINDOW), moved(own.day, WINDOW))
        ranked = sorted(
            (
                (float(cosines[k]) + NAMED * named, float(cosines[k]), named, o)
                for k, o in enumerate(others)
                if cosines[k] + NAMED >= NEAR and _may_be(own, o, *days_near)
                for named in (shared(own.marks, o.marks, rare),)
            ),
            key=lambda x: (-x[0], x[3].n),
        )
        _compare(connection, own, vectors, [(o, c, named) for near, c, named, o in ranked[:CANDIDATES] if near >= NEAR])


def _may_be(own: Stored, other: Stored, first: str, last: str) -> bool:
    return other.n < own.n and other.model == own.model and other.language != own.language and first <= other.day <= last


def _compare(
    connection: Connection, own: Stored, vectors: Sequence[Vector], near: Sequence[tuple[Stored, float, float]]
) -> None:
    if not near:
        return
    known = sentences_of(connection, [o.n for o, _, _ in near])
    sides = _sides(connection, [own.n, *known])
    told = []
    for other, cosine, named in near:
        found = align(vectors, known[other.n])
        apart = _apart(sides[own.n][0], sides[other.n][0])
        if len(found.pairs) >= SHORT and likely(features(cosine, found, named)) >= enough(apart):
            told.append((other.n, found))
    if told:
        connection.execute(
            COPIES.insert(),
            [
                {"article": own.n, "of": n, "kind": direction(sides[own.n], sides[n]), "coverage": round(found.here, 3),
                 "passages": passages_json((p.here, p.there) for p in found.pairs)}
                for n, found in told
            ],
        )  # fmt: skip


def _apart(a: str | None, b: str | None) -> int | None:
    return abs((dt.date.fromisoformat(a) - dt.date.fromisoformat(b)).days) if a and b else None


def _sides(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[str | None, float]]:
    """Day of publication and machine-translation signal of articles."""
    rows = connection.execute(
        select(ARTICLES.c.n, ARTICLES.c.day, READINGS.c.report)
        .join_from(ARTICLES, READINGS)
        .where(ARTICLES.c.n.in_(numbers), READINGS.c.last)
    )
    return {n: (day, float(signals_of(report).get("machine_translated") or 0)) for n, day, report in rows}
