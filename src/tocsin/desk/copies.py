"""Copies of one report: an article that says in the same words what an earlier one said, whole, shortened, put in another order, reworded here
and there, or put together from several. One report copied is one report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from tocsin.desk.arriving import Arrived
from tocsin.desk.overlap import Overlap, Words, overlap, words_in
from tocsin.store.copying import passages_json
from tocsin.store.database import among
from tocsin.store.records import noise_of
from tocsin.store.schema import ARTICLES, COPIES, PRINTS, READINGS
from tocsin.store.writing import bulk

COVERED = 0.5
"""Share of an article's words that makes it a copy of another."""
PART = 0.2
"""Share that makes it a copy of one of several, where together they make up `TOGETHER` of it."""
TOGETHER = 0.7
WHOLE = 0.9
"""Share from which nothing that counts was left out or added."""
CANDIDATES = 12
"""Articles that are compared word by word, those with most fingerprints in common, the earliest of as many."""
COMMON = 200
"""Articles that may share a fingerprint before it says nothing any more (a standing line at the end of an agency's reports); of no
more is it kept."""
CHUNK = 50
"""Articles that are compared at a time: each may bring twelve others into memory."""
PIECE = 500
"""Fingerprints or articles that are asked for at a time."""
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


def look(connection: Connection, articles: Sequence[Arrived]) -> None:
    """New articles: their copies are found among all that came before, and kept with their fingerprints."""
    for k in range(0, len(articles), CHUNK):
        _chunk(connection, articles[k : k + CHUNK])


def _chunk(connection: Connection, articles: Sequence[Arrived]) -> None:
    words = {a.n: words_in(a.report.text, a.report.noise) for a in articles}
    prints = {n: prints_of(w) for n, w in words.items()}
    sharing, common = _sharing(connection, frozenset().union(*prints.values()))
    near, new = {}, []
    for n, own in prints.items():
        near[n] = _nearest(own, sharing)
        for h in own - common:
            new.append({"hash": h, "article": n})
            sharing[h].append(n)
            if len(sharing[h]) > COMMON:
                common.add(h)
                del sharing[h]
    words |= _words(connection, {k for some in near.values() for k in some} - words.keys())
    found = {n: copies(words[n], [(k, words[k]) for k in sorted(some)]) for n, some in near.items()}
    bulk(connection, PRINTS, new)
    rows = [
        {"article": n, "of": c.of, "kind": c.kind, "coverage": c.coverage,
         "passages": passages_json((p.here, p.there) for p in c.found.passages)}
        for n, some in found.items() for c in some
    ]  # fmt: skip
    bulk(connection, COPIES, rows)


def find(connection: Connection, own: Words) -> list[Copy]:
    """The articles of an archive that a text which is not in it is a copy of."""
    prints = prints_of(own)
    near = _nearest(prints, _sharing(connection, prints)[0])
    return copies(own, sorted(_words(connection, set(near)).items()))


def prints_of(own: Words) -> frozenset[int]:
    """The fingerprints of a text, none where it is too short."""
    return own.prints() if len(own.words) >= FEW else frozenset()


def least_shared(prints: frozenset[int]) -> int:
    """How many fingerprints at least an article has in common with what it is a copy of: two, and one in twelve. A fifth of its words stand there, and a fifth of
    its fingerprints but for words exchanged here and there."""
    return max(2, len(prints) // 12)


def _sharing(connection: Connection, prints: frozenset[int]) -> tuple[dict[int, list[int]], set[int]]:
    """By fingerprint, the articles that have it; and those that so many have that they say nothing."""
    sharing: dict[int, list[int]] = defaultdict(list)
    common: set[int] = set()
    wanted = sorted(prints)
    for k in range(0, len(wanted), PIECE):
        asked = select(PRINTS.c.hash, PRINTS.c.article).where(among(PRINTS.c.hash, wanted[k : k + PIECE]))
        for h, n in connection.execute(asked):
            sharing[h].append(n)
    for h in [h for h, some in sharing.items() if len(some) > COMMON]:
        common.add(h)
        del sharing[h]
    return sharing, common


def _nearest(prints: frozenset[int], sharing: Mapping[int, Sequence[int]]) -> list[int]:
    """The articles that have most fingerprints in common with some, as many as a copy has."""
    shared = Counter(n for h in prints for n in sharing.get(h, ()))
    return sorted((n for n, times in shared.items() if times >= least_shared(prints)), key=lambda n: (-shared[n], n))[
        :CANDIDATES
    ]


def _words(connection: Connection, numbers: set[int]) -> dict[int, Words]:
    """The words of articles, without the noise of their last readings."""
    wanted, out = sorted(numbers), dict[int, Words]()
    for k in range(0, len(wanted), PIECE):
        rows = connection.execute(
            select(ARTICLES.c.n, ARTICLES.c.text, READINGS.c.report)
            .join_from(ARTICLES, READINGS)
            .where(among(ARTICLES.c.n, wanted[k : k + PIECE]), READINGS.c.last)
        )
        out |= {n: words_in(text, noise_of(report)) for n, text, report in rows}
    return out
