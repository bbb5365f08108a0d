"""Stories: articles about one happening, across outlets and languages, gathered as they come in. An article joins the story that it fits best, or
opens one; what was joined once is never parted or joined anew.

Stories are looked up by the rarest terms of the article among articles of about its day, then judged by `tocsin.desk.likeness`. A copy of an earlier
article stands where that one stands. Undated articles are taken as of the day they were stored.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, case, func, select

from tocsin.desk.arriving import Arrived
from tocsin.desk.common_ground import common_ground
from tocsin.desk.likeness import Likeness, fit, weights
from tocsin.desk.traits import EVERY, Told, Traits, told, weighed
from tocsin.reader.graph import Graph
from tocsin.store.packing import packed, unpacked
from tocsin.store.schema import ARTICLES, COPIES, GRAPHS
from tocsin.store.story_tables import STORIES, STORY_ARTICLES, STORY_KEYS, STORY_TRAITS
from tocsin.store.telling import counted, counts_of

WINDOW = 14
"""Days by which an article may be from the nearest article of its story."""
WORDS = 14
"""Terms by which an article is looked up: words of its language, the rarest."""
MARKS = 12
"""The same of names, places, acts and figures, which other languages have too."""
CANDIDATES = 60
"""Articles that share most of an article's keys."""
STORIES_TRIED = 6
"""Stories of these articles that are compared."""
NEAREST = 5
LATEST = 3
"""Articles of a story that are compared: those that share most, and the last ones."""


@dataclass(frozen=True, slots=True)
class Joins:
    """Where an article stands: the story (None: it opens one), how sure that is, 0..1, and why."""

    story: int | None
    score: float
    reason: str


def keys(t: Traits) -> dict[int, float]:
    """The terms by which an article is looked up, hashed to 63 bits, with their weights."""
    words = {f"{t.language}:{w}": x for w, x in t.words.items()}
    marks = {f"{EVERY}:{w}": x for bag in (t.names, t.places, t.acts, t.figures) for w, x in bag.items()}
    rarest = [
        *sorted(words.items(), key=lambda k: (-k[1], k[0]))[:WORDS],
        *sorted(marks.items(), key=lambda k: (-k[1], k[0]))[:MARKS],
    ]
    return {int.from_bytes(hashlib.blake2b(w.encode(), digest_size=8).digest(), "big") >> 1: x for w, x in rarest}


def choose(own: Traits, stories: Mapping[int, Sequence[tuple[int, Traits]]]) -> tuple[int, int, Likeness] | None:
    """Of stories (number → articles with their traits) the one that an article fits best, with the article nearest to it; None where it opens one."""
    table = weights()
    fits = [(n, fit(own, [t for _, t in articles], table)) for n, articles in stories.items() if articles]
    if not fits:
        return None
    n, best = max(fits, key=lambda f: (f[1].odds, -f[0]))
    return (n, stories[n][best.nearest][0], best) if best.odds >= 0 else None


def look(connection: Connection, articles: Sequence[Arrived]) -> None:
    """New articles, in their order: each joins a story or opens one."""
    numbers = [a.n for a in articles]
    graphs, added, origins = _graphs(connection, numbers), _added(connection, numbers), _origins(connection, numbers)
    tellings = [told(a.report, *graphs.get(a.n, ())) for a in articles]
    counts = Counter(counts_of(connection, {x for t in tellings for x in t.terms()}))
    new = Counter[tuple[str, str]]()
    for a, t in zip(articles, tellings, strict=True):
        own = weighed(t, counts)
        at = t.day or added[a.n]
        _place(connection, a, own, at, origins.get(a.n))
        terms = _counted(t)
        counts.update(terms)
        new.update(terms)
    counted(connection, new)


def _counted(t: Told) -> list[tuple[str, str]]:
    return [*t.terms(), (t.language, ""), (EVERY, "")]


def _place(connection: Connection, a: Arrived, own: Traits, at: int, origin: tuple[int, str] | None) -> None:
    own_keys = keys(own)
    joins = _copied(connection, at, origin) or _joined(connection, a, own, own_keys, at)
    day = (a.report.published or "")[:10] or None
    if joins.story is None:
        story = connection.execute(STORIES.insert().values(first=day, last=day, size=1).returning(STORIES.c.n)).scalar_one()
    else:
        story = joins.story
        connection.execute(
            STORIES.update().where(STORIES.c.n == story).values(
                first=case((STORIES.c.first > day, day), else_=func.coalesce(STORIES.c.first, day)) if day else STORIES.c.first,
                last=case((STORIES.c.last < day, day), else_=func.coalesce(STORIES.c.last, day)) if day else STORIES.c.last,
                size=STORIES.c.size + 1,
            )
        )  # fmt: skip
    connection.execute(
        STORY_ARTICLES.insert().values(article=a.n, story=story, score=round(joins.score, 3), reason=joins.reason)
    )
    connection.execute(STORY_TRAITS.insert().values(article=a.n, traits=packed(asdict(own))))
    if own_keys:
        connection.execute(STORY_KEYS.insert(), [{"key": k, "at": at, "article": a.n} for k in own_keys])


def _copied(connection: Connection, at: int, origin: tuple[int, str] | None) -> Joins | None:
    """The story of the article that this one copies, if that is of about the same day: what stands in every issue makes no story."""
    if origin is None:
        return None
    n, kind = origin
    about = select(STORY_KEYS.c.article).where(STORY_KEYS.c.article == n, STORY_KEYS.c.at.between(at - WINDOW, at + WINDOW))
    asked = (
        select(STORY_ARTICLES.c.story, ARTICLES.c.id)
        .join_from(STORY_ARTICLES, ARTICLES)
        .where(STORY_ARTICLES.c.article == n, STORY_ARTICLES.c.article.in_(about))
    )
    row = connection.execute(asked).first()
    return Joins(row.story, 1.0, f"{kind} copy of {row.id}") if row else None


def _joined(connection: Connection, a: Arrived, own: Traits, own_keys: Mapping[int, float], at: int) -> Joins:
    found = choose(own, near(connection, own_keys, at))
    if found is None:
        return Joins(None, 1.0, "nothing like it before")
    story, nearest, likeness = found
    other = connection.execute(
        select(ARTICLES.c.id, STORY_TRAITS.c.traits).join_from(STORY_TRAITS, ARTICLES).where(ARTICLES.c.n == nearest)
    ).one()
    shared = common_ground(a.report, own, Traits(**unpacked(other.traits)))
    return Joins(story, likeness.score, f"like {other.id}: {shared}" if shared else f"like {other.id}")


def near(connection: Connection, own_keys: Mapping[int, float], at: int) -> dict[int, list[tuple[int, Traits]]]:
    """The stories of articles that share keys with an article, with the articles of each that are to be compared."""
    if not own_keys:
        return {}
    weight = func.sum(case({k: round(x, 4) for k, x in own_keys.items()}, value=STORY_KEYS.c.key, else_=0.0))
    asked = (
        select(STORY_KEYS.c.article, weight.label("weight"))
        .where(STORY_KEYS.c.key.in_(own_keys), STORY_KEYS.c.at.between(at - WINDOW, at + WINDOW))
        .group_by(STORY_KEYS.c.article)
        .order_by(weight.desc(), STORY_KEYS.c.article)
        .limit(CANDIDATES)
    )
    shared = {n: x for n, x in connection.execute(asked)}
    of: dict[int, list[int]] = defaultdict(list)
    rows = connection.execute(
        select(STORY_ARTICLES.c.article, STORY_ARTICLES.c.story).where(STORY_ARTICLES.c.article.in_(shared))
    )
    for n, story in rows:
        of[story].append(n)
    tried = sorted(of, key=lambda s: (-max(shared[n] for n in of[s]), s))[:STORIES_TRIED]
    chosen: dict[int, int] = {}
    for story in tried:
        nearest = sorted(of[story], key=lambda n: (-shared[n], n))[:NEAREST]
        last = select(STORY_ARTICLES.c.article).where(STORY_ARTICLES.c.story == story).order_by(STORY_ARTICLES.c.article.desc())
        chosen |= {n: story for n in (*nearest, *connection.execute(last.limit(LATEST)).scalars())}
    out: dict[int, list[tuple[int, Traits]]] = defaultdict(list)
    asked_traits = select(STORY_TRAITS).where(STORY_TRAITS.c.article.in_(chosen)).order_by(STORY_TRAITS.c.article)
    for n, traits in connection.execute(asked_traits):
        out[chosen[n]].append((n, Traits(**unpacked(traits))))
    return out


def _graphs(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[Graph, str]]:
    """The graphs of articles that hold vectors, with the checksum of the model that saw them."""
    asked = select(GRAPHS.c.article, GRAPHS.c.graph, GRAPHS.c.model).where(GRAPHS.c.article.in_(list(numbers)))
    found = ((n, unpacked(graph), model) for n, graph, model in connection.execute(asked))
    return {n: (Graph.from_dict(plain), model) for n, plain, model in found if plain.get("vectors")}


def _added(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    rows = connection.execute(select(ARTICLES.c.n, ARTICLES.c.added).where(ARTICLES.c.n.in_(list(numbers))))
    return {n: dt.date.fromisoformat(added[:10]).toordinal() for n, added in rows}


def _origins(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Of copies, the article that each has most of, and how it copies it."""
    rows = connection.execute(
        select(COPIES.c.article, COPIES.c.of, COPIES.c.kind)
        .where(COPIES.c.article.in_(list(numbers)))
        .order_by(COPIES.c.coverage, COPIES.c.of.desc())
    )
    return {n: (of, kind) for n, of, kind in rows}
