"""Distortions in an archive: every new copy or translation is held against the article that it copies most of, and what they disagree in is kept."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from tocsin.desk.alignment import align
from tocsin.desk.arriving import Arrived, arrived
from tocsin.desk.distortions import distortions
from tocsin.store.copying import DISTORTIONS
from tocsin.store.database import among
from tocsin.store.schema import COPIES
from tocsin.store.vectors import sentences_of


def record(connection: Connection, articles: Sequence[Arrived]) -> None:
    """Find and keep the distortions of new articles that are copies and whose sentences have vectors."""
    asked = (
        select(COPIES.c.article, COPIES.c.of)
        .where(among(COPIES.c.article, [a.n for a in articles]))
        .order_by(COPIES.c.coverage, COPIES.c.of.desc())
    )
    nearest = dict(connection.execute(asked).all())
    if not nearest:
        return
    vectors = sentences_of(connection, sorted({*nearest, *nearest.values()}))
    pairs = [(n, of) for n, of in sorted(nearest.items()) if n in vectors and of in vectors]
    reports = {a.n: a.report for a in articles}
    reports |= {a.n: a.report for a in arrived(connection, sorted({of for _, of in pairs} - reports.keys()))}
    rows = []
    for n, of in pairs:
        found = align(vectors[n], vectors[of])
        rows += [
            {"article": n, "of": of, "kind": d.kind, "here": d.here, "there": d.there, "start": d.pair.here.start, "end": d.pair.here.end,
             "there_start": d.pair.there.start, "there_end": d.pair.there.end}
            for d in distortions(reports[n], reports[of], found.pairs)
        ]  # fmt: skip
    if rows:
        connection.execute(DISTORTIONS.insert(), rows)
