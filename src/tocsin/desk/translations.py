"""Translations: the same article in another language. Sentence vectors find and prove them; dates and the marks of machine translation say, where
they can, which of the two was first. A translation is a copy: it is no second source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection, select

from tocsin.desk.alignment import Aligned, align, centre, matrix
from tocsin.reader.graph import Vector
from tocsin.store.schema import ARTICLES, COPIES, READINGS
from tocsin.store.vectors import Stored, between, days_of, keep, passages_json, seen_in, sentences_of
from tocsin.store.writing import unpacked

WINDOW = 10
"""Days between two articles of which one may be the other's translation."""
NEAR = 0.5
"""Cosine of two articles' vectors from which they are compared sentence by sentence."""
CANDIDATES = 10
"""Articles that are compared so, the nearest first."""
COVERED = 0.6
"""Share of the shorter one's sentences that stand in the other, from which it is a translation."""
ALIKE = 0.6
"""Cosine that the paired sentences must reach on average."""
SHORT = 3
"""Pairs of sentences under which two articles may be alike by chance."""
GARBLED = 0.5
"""Difference of the machine-translation signal by which one of the two is the translation."""


@dataclass(frozen=True, slots=True)
class Translation:
    """That two articles are one in two languages. `kind` is `translation` (of the earlier one), `original` (of which the earlier one is a
    translation) or `parallel` (which was first is not told)."""

    of: int
    kind: str
    found: Aligned


def is_translation(found: Aligned) -> bool:
    """Whether two articles that are aligned so are one."""
    return len(found.pairs) >= SHORT and max(found.here, found.there) >= COVERED and found.likeness >= ALIKE


def direction(own: tuple[str | None, float], other: tuple[str | None, float]) -> str:
    """The kind, from day of publication and machine-translation signal (0..1) of an article and of one that came before it."""
    if abs(own[1] - other[1]) >= GARBLED:
        return "translation" if own[1] > other[1] else "original"
    if own[0] and other[0] and own[0] != other[0]:
        return "translation" if own[0] > other[0] else "original"
    return "parallel"


def record(connection: Connection, numbers: Sequence[int]) -> None:
    """Keep the vectors of new articles, find those of them that are translations, and keep that beside the copies."""
    found = seen_in(connection, numbers)
    about = days_of(connection, list(found))
    fresh = []
    for n, (model, vectors) in sorted(found.items()):
        middle = centre(vectors)
        if middle is not None:
            fresh.append((Stored(n, model, *about[n], middle), vectors))
    if not fresh:
        return
    keep(connection, fresh)
    days = [s.day for s, _ in fresh]
    others = between(connection, _moved(min(days), -WINDOW), _moved(max(days), WINDOW))
    rows = matrix([s.centre for s in others])
    same_text = set(
        connection.execute(select(COPIES.c.article, COPIES.c.of).where(COPIES.c.article.in_([s.n for s, _ in fresh]))).all()
    )
    for own, vectors in fresh:
        likeness = rows @ matrix([own.centre])[0]
        near = [
            int(k)
            for k in np.argsort(-likeness)
            if likeness[k] >= NEAR and _may_be(own, others[k]) and (own.n, others[k].n) not in same_text
        ]
        _compare(connection, own, vectors, [others[k].n for k in near[:CANDIDATES]])


def _may_be(own: Stored, other: Stored) -> bool:
    return (
        other.n < own.n and other.model == own.model and other.language != own.language
        and _moved(own.day, -WINDOW) <= other.day <= _moved(own.day, WINDOW)
    )  # fmt: skip


def _compare(connection: Connection, own: Stored, vectors: Sequence[Vector], near: Sequence[int]) -> None:
    if not near:
        return
    told = [(n, found) for n, there in sentences_of(connection, near).items() if is_translation(found := align(vectors, there))]
    if not told:
        return
    sides = _sides(connection, [own.n, *(n for n, _ in told)])
    connection.execute(
        COPIES.insert(),
        [
            {"article": own.n, "of": n, "kind": direction(sides[own.n], sides[n]), "coverage": round(found.here, 3),
             "passages": passages_json((p.here.start, p.here.end, p.there.start, p.there.end) for p in found.pairs)}
            for n, found in told
        ],
    )  # fmt: skip


def _sides(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[str | None, float]]:
    rows = connection.execute(
        select(ARTICLES.c.n, ARTICLES.c.day, READINGS.c.report)
        .join_from(ARTICLES, READINGS)
        .where(ARTICLES.c.n.in_(numbers), READINGS.c.last)
    )
    return {n: (day, float(unpacked(report)["signals"].get("machine_translated") or 0)) for n, day, report in rows}


def _moved(day: str, days: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days)).isoformat()
