"""Articles gathered into the stories of an archive as they come in: each joins the story that it fits best, or opens one; what was joined once is never parted or
joined anew. A copy of an earlier article stands where that one stands. Undated articles are taken as of the day they were stored.

A piece of articles is placed in memory (`shelf`), and what became of it is written together.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from tocsin.desk.arriving import Arrived
from tocsin.desk.common_ground import common_ground
from tocsin.desk.shelf import Keys, Shelf, near, sharing, shelf_of
from tocsin.desk.stories import WINDOW, choose, keys
from tocsin.desk.traits import EVERY, Told, Traits, told, weighed
from tocsin.reader.graph import Graph
from tocsin.resolve.days import parsed
from tocsin.store.database import among
from tocsin.store.packing import packed
from tocsin.store.schema import ARTICLES, COPIES
from tocsin.store.story_tables import STORIES, STORY_ARTICLES, STORY_KEYS, STORY_TRAITS
from tocsin.store.telling import counted, counts_of
from tocsin.store.vectors import seen_in
from tocsin.store.writing import bulk

CHUNK = 50
"""Articles that are placed at a time: each may bring the traits of fifty others into memory."""


@dataclass(frozen=True, slots=True)
class Joins:
    """Where an article stands: the story (None: it opens one), how sure that is, 0..1, and why."""

    story: int | None
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Own:
    """An article that is to be placed: its day as an ordinal, its traits and keys, and those of the archive that share some."""

    article: Arrived
    at: int
    traits: Traits
    keys: Keys
    shared: Mapping[int, float]


def look(connection: Connection, articles: Sequence[Arrived]) -> None:
    """New articles, in their order: each joins a story or opens one."""
    for k in range(0, len(articles), CHUNK):
        _chunk(connection, articles[k : k + CHUNK])


def _chunk(connection: Connection, articles: Sequence[Arrived]) -> None:
    numbers = [a.n for a in articles]
    seen, added, origins = seen_in(connection, numbers), _added(connection, numbers), _origins(connection, numbers)
    graphs = {n: (Graph(vectors=vectors), model) for n, (model, vectors) in seen.items()}
    tellings = [told(a.report, *graphs.get(a.n, ())) for a in articles]
    counts = Counter(counts_of(connection, {x for t in tellings for x in t.terms()}))
    new = Counter[tuple[str, str]]()
    some = []
    for a, t in zip(articles, tellings, strict=True):
        own, at = weighed(t, counts), t.day or added[a.n]
        some.append(_Own(a, at, own, keys(own), sharing(connection, keys(own), at)))
        terms = _counted(t)
        counts.update(terms)
        new.update(terms)
    counted(connection, new)
    shelf, opened = shelf_of(connection, [x.shared for x in some]), _last(connection)
    joined = []
    for x in some:
        joins = _copied(connection, shelf, x.at, origins.get(x.article.n)) or _joined(connection, shelf, x)
        story = joins.story
        if story is None:
            story = opened = opened + 1
        shelf.put(x.article.n, x.article.report.id, story, x.traits, x.keys, x.at)
        joined.append((x, story, joins))
    _write(connection, joined)


def _counted(t: Told) -> list[tuple[str, str]]:
    return [*t.terms(), (t.language, ""), (EVERY, "")]


def _copied(connection: Connection, shelf: Shelf, at: int, origin: tuple[int, str] | None) -> Joins | None:
    """The story of the article that this one copies, if that is of about the same day: what stands in every issue makes no story."""
    if origin is None:
        return None
    n, kind = origin
    if n in shelf.placed:
        return Joins(shelf.story[n], 1.0, f"{kind} copy of {shelf.ids[n]}") if abs(shelf.placed[n][1] - at) <= WINDOW else None
    asked = (
        select(STORY_ARTICLES.c.story, ARTICLES.c.id, ARTICLES.c.published, ARTICLES.c.added)
        .join_from(STORY_ARTICLES, ARTICLES)
        .where(STORY_ARTICLES.c.article == n)
    )
    row = connection.execute(asked).first()
    return (
        Joins(row.story, 1.0, f"{kind} copy of {row.id}") if row and abs(_at(row.published, row.added) - at) <= WINDOW else None
    )


def _at(published: str | None, added: str) -> int:
    """The day an article is taken as of, an ordinal."""
    return (parsed(published) or dt.date.fromisoformat(added[:10])).toordinal()


def _joined(connection: Connection, shelf: Shelf, x: _Own) -> Joins:
    found = choose(x.traits, near(connection, shelf, x.shared, x.keys, x.at))
    if found is None:
        return Joins(None, 1.0, "nothing like it before")
    story, nearest, likeness = found
    shared, id = common_ground(x.article.report, x.traits, shelf.traits[nearest]), shelf.ids[nearest]
    return Joins(story, likeness.score, f"like {id}: {shared}" if shared else f"like {id}")


def _last(connection: Connection) -> int:
    """The number of the last story."""
    return connection.execute(select(func.max(STORIES.c.n))).scalar() or 0


def _write(connection: Connection, joined: Sequence[tuple[_Own, int, Joins]]) -> None:
    numbers = sorted({story for _, story, _ in joined})
    there: dict[int, dict[str, Any]] = {
        r.n: {"n": r.n, "first": r.first, "last": r.last, "size": r.size}
        for r in connection.execute(select(STORIES).where(among(STORIES.c.n, numbers)))
    }
    now = {n: there.get(n, {"n": n, "first": None, "last": None, "size": 0}) for n in numbers}
    for x, story, _ in joined:
        own, day = now[story], (x.article.report.published or "")[:10] or None
        own["first"] = min(filter(None, (own["first"], day)), default=None)
        own["last"] = max(filter(None, (own["last"], day)), default=None)
        own["size"] += 1
    bulk(connection, STORIES, [now[n] for n in numbers if n not in there])
    if there:
        connection.execute(
            STORIES.update().where(STORIES.c.n == bindparam("number")),
            [{"number": n, **{k: v for k, v in now[n].items() if k != "n"}} for n in sorted(there)],
        )
    bulk(
        connection,
        STORY_ARTICLES,
        [{"article": x.article.n, "story": s, "score": round(j.score, 3), "reason": j.reason} for x, s, j in joined],
    )
    bulk(connection, STORY_TRAITS, [{"article": x.article.n, "traits": packed(x.traits)} for x, _, _ in joined])
    bulk(connection, STORY_KEYS, [{"key": k, "at": x.at, "article": x.article.n} for x, _, _ in joined for k in x.keys])


def _added(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    rows = connection.execute(select(ARTICLES.c.n, ARTICLES.c.added).where(ARTICLES.c.n.in_(list(numbers))))
    return {n: _at(None, added) for n, added in rows}


def _origins(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Of copies, the article that each has most of, and how it copies it."""
    rows = connection.execute(
        select(COPIES.c.article, COPIES.c.of, COPIES.c.kind)
        .where(COPIES.c.article.in_(list(numbers)))
        .order_by(COPIES.c.coverage, COPIES.c.of.desc())
    )
    return {n: (of, kind) for n, of, kind in rows}
