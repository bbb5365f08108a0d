"""Distortions in an archive: every new copy or translation is held against the article that it copies most of, and what they disagree in is kept."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from tocsin.desk.alignment import align
from tocsin.desk.bells import came
from tocsin.desk.distortions import distortions
from tocsin.store.copying import DISTORTIONS
from tocsin.store.schema import COPIES
from tocsin.store.vectors import sentences_of


def record(connection: Connection, numbers: Sequence[int]) -> None:
    """Find and keep the distortions of new articles that are copies and whose sentences have vectors."""
    asked = (
        select(COPIES.c.article, COPIES.c.of)
        .where(COPIES.c.article.in_(list(numbers)))
        .order_by(COPIES.c.coverage, COPIES.c.of.desc())
    )
    nearest = dict(connection.execute(asked).all())
    if not nearest:
        return
    involved = sorted({*nearest, *nearest.values()})
    vectors = sentences_of(connection, involved)
    reports = {c.n: c.report for c in came(connection, involved)}
    rows = []
    for n, of in sorted(nearest.items()):
        if n in vectors and of in vectors:
            found = align(vectors[n], vectors[of])
            rows += [
                {"article": n, "of": of, "kind": d.kind, "here": d.here, "there": d.there, "start": d.pair.here.start, "end": d.pair.here.end,
                 "there_start": d.pair.there.start, "there_end": d.pair.there.end, "likeness": d.pair.likeness}
                for d in distortions(reports[n], reports[of], found.pairs)
            ]  # fmt: skip
    if rows:
        connection.execute(DISTORTIONS.insert(), rows)
