"""Copies of one report: an article that says in the same words what an earlier one said, whole, shortened, put in another order, reworded here
and there, or put together from several. One report copied is one report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from tocsin.desk.overlap import Overlap, Words, overlap, words_in
from tocsin.report import Noise
from tocsin.store.packing import unpacked
from tocsin.store.schema import ARTICLES, COPIES, PRINTS, READINGS

COVERED = 0.5
"""Share of an article's words that makes it a copy of another."""
PART = 0.2
"""Share that makes it a copy of one of several, where together they make up `TOGETHER` of it."""
TOGETHER = 0.7
WHOLE = 0.9
"""Share from which nothing that counts was left out or added."""
CANDIDATES = 40
"""Articles that are compared word by word, those with most fingerprints in common."""
COMMON = 200
"""Articles that may share a fingerprint before it says nothing any more (a standing line at the end of an agency's reports)."""
FEW = 25
"""Words under which an article is too short to be told from a turn of phrase."""


@dataclass(frozen=True, slots=True)
class Copy:
    """That an article is a copy of an earlier one: how, and how much of it stands there."""

    of: int
    kind: str
    coverage: float
    found: Overlap


def kind_of(found: Overlap) -> str:
    """verbatim, shortened (all of it stands in the longer one), extended (all of the other stands in it) or edited."""
    if found.here >= WHOLE:
        return "verbatim" if found.there >= WHOLE else "shortened"
    return "extended" if found.there >= WHOLE else "edited"


def copies(own: Words, others: Sequence[tuple[int, Words]]) -> list[Copy]:
    """Of articles that came before, those that an article is a copy of, the one it has most of first."""
    if len(own.words) < FEW:
        return []
    found = [(n, overlap(own, w)) for n, w in others if len(w.words) >= FEW]
    whole = {n: Copy(n, kind_of(o), round(o.here, 3), o) for n, o in found if max(o.here, min(o.there, 2 * o.here)) >= COVERED}
    parts = _parts(found)
    if len(parts) > 1 and sum(o.here for _, o in parts) >= TOGETHER:
        whole |= {n: Copy(n, "merged", round(o.here, 3), o) for n, o in parts}
    return sorted(whole.values(), key=lambda c: (-c.coverage, c.of))


def _parts(found: Sequence[tuple[int, Overlap]]) -> list[tuple[int, Overlap]]:
    """The overlaps that an article can be put together from: the largest, then each that is mostly of what no other covers yet."""
    covered: set[int] = set()
    chosen = []
    for n, o in sorted(found, key=lambda x: (-x[1].here, x[0])):
        own = {k for p in o.passages for k in range(p.here.start, p.here.end)}
        if o.here >= PART and 2 * len(own - covered) >= len(own):
            covered |= own
            chosen.append((n, o))
    return chosen


def find(connection: Connection, n: int, own: Words) -> list[Copy]:
    """The copies among the articles of an archive that came before article number `n`."""
    prints = own.prints()
    if not prints or len(own.words) < FEW:
        return []
    common = select(PRINTS.c.hash).where(PRINTS.c.hash.in_(prints)).group_by(PRINTS.c.hash).having(func.count() <= COMMON)
    shared = func.count()
    asked = (
        select(PRINTS.c.article)
        .where(PRINTS.c.hash.in_(common), PRINTS.c.article < n)
        .group_by(PRINTS.c.article)
        .having(shared >= 2)
        .order_by(shared.desc(), PRINTS.c.article)
        .limit(CANDIDATES)
    )
    near = list(connection.execute(asked).scalars())
    return copies(own, [(k, words_in(text, noise)) for k, text, noise in texts(connection, near)]) if near else []


def texts(connection: Connection, numbers: Sequence[int]) -> list[tuple[int, str, tuple[Noise, ...]]]:
    """Number, text and noise of articles, by their last readings."""
    rows = connection.execute(
        select(ARTICLES.c.n, ARTICLES.c.text, READINGS.c.report)
        .join_from(ARTICLES, READINGS)
        .where(ARTICLES.c.n.in_(numbers), READINGS.c.last)
        .order_by(ARTICLES.c.n)
    ).all()
    return [(n, text, tuple(Noise(**x) for x in unpacked(report)["noise"])) for n, text, report in rows]


def record(connection: Connection, n: int, text: str, noise: Sequence[Noise]) -> list[Copy]:
    """Find an article's copies and keep them with its fingerprints."""
    own = words_in(text, noise)
    found = find(connection, n, own)
    prints = own.prints() if len(own.words) >= FEW else frozenset()
    if prints:
        connection.execute(PRINTS.insert(), [{"hash": h, "article": n} for h in prints])
    if found:
        connection.execute(
            COPIES.insert(),
            [
                {"article": n, "of": c.of, "kind": c.kind, "coverage": c.coverage,
                 "passages": json.dumps([[p.here.start, p.here.end, p.there.start, p.there.end] for p in c.found.passages])}
                for c in found
            ],
        )  # fmt: skip
    return found
