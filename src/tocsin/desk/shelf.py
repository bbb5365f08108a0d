"""The stories that a piece of articles may join, with the articles of each that are to be compared: fetched for all of the piece together, and kept in memory as
its articles are placed. Which story an article joins `stories` says, what becomes of it `gathering`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select, text

from tocsin.desk.stories import WINDOW
from tocsin.desk.traits import Traits
from tocsin.store.database import among
from tocsin.store.packing import unpacked
from tocsin.store.schema import ARTICLES
from tocsin.store.story_tables import STORY_ARTICLES, STORY_KEYS, STORY_TRAITS

CANDIDATES = 60
"""Articles that share most of an article's keys."""
STORIES_TRIED = 6
"""Stories of these articles that are compared."""
NEAREST = 5
LATEST = 3
"""Articles of a story that are compared: those that share most, and the last ones."""

Keys = Mapping[int, float]
"""What an article is looked up by, with weights."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Of articles their story, id and traits, of stories their articles in the order in which they came; and what those of the piece are looked up by, with their
    days (ordinals)."""

    story: dict[int, int] = field(default_factory=dict)
    articles: dict[int, list[int]] = field(default_factory=dict)
    ids: dict[int, str] = field(default_factory=dict)
    traits: dict[int, Traits] = field(default_factory=dict)
    placed: dict[int, tuple[Keys, int]] = field(default_factory=dict)

    def put(self, n: int, id: str, story: int, traits: Traits, keys: Keys, at: int) -> None:
        """Keep an article of the piece where it was placed."""
        self.story[n], self.ids[n], self.traits[n], self.placed[n] = story, id, traits, (keys, at)
        self.articles.setdefault(story, []).append(n)


def sharing(connection: Connection, keys: Keys, at: int) -> dict[int, float]:
    """The articles of an archive that share most keys with an article, and the weight of those."""
    if not keys:
        return {}
    # Numbers are written into the statement, as in `among`: to bind them takes longer than to look them up.
    cases = " ".join(f"WHEN {k} THEN {x}" for k, x in _weights(keys).items())
    asked = text(
        f'SELECT article, sum(CASE "key" {cases} END) AS weight FROM {STORY_KEYS.name} WHERE "key" IN ({", ".join(map(str, keys))}) '
        "AND at BETWEEN :first AND :last GROUP BY article ORDER BY weight DESC, article LIMIT :most"
    )
    return {n: x for n, x in connection.execute(asked, {"first": at - WINDOW, "last": at + WINDOW, "most": CANDIDATES})}


def _weights(keys: Keys) -> dict[int, float]:
    return {k: round(x, 4) for k, x in keys.items()}


def shelf_of(connection: Connection, shared: Sequence[Mapping[int, float]]) -> Shelf:
    """What is in the archive beside articles that share so much with others of it."""
    shelf = Shelf()
    candidates = sorted({n for own in shared for n in own})
    of = (STORY_ARTICLES.c.article, STORY_ARTICLES.c.story)
    stories = set()
    if candidates:
        shelf.story.update(map(tuple, connection.execute(select(*of).where(among(STORY_ARTICLES.c.article, candidates)))))
        stories = set(shelf.story.values())
    if stories:
        for n, story in connection.execute(
            select(*of).where(among(STORY_ARTICLES.c.story, stories)).order_by(STORY_ARTICLES.c.article)
        ):
            shelf.articles.setdefault(story, []).append(n)
    _fetch(connection, shelf, {n for own in shared for n in _compared(shelf, own)})
    return shelf


def _fetch(connection: Connection, shelf: Shelf, numbers: Iterable[int]) -> None:
    missing = sorted(set(numbers) - shelf.traits.keys())
    if missing:
        asked = (
            select(STORY_TRAITS.c.article, STORY_TRAITS.c.traits, ARTICLES.c.id)
            .join_from(STORY_TRAITS, ARTICLES)
            .where(among(STORY_TRAITS.c.article, missing))
        )
        for n, traits, id in connection.execute(asked):
            shelf.traits[n], shelf.ids[n] = Traits(**unpacked(traits)), id


def near(
    connection: Connection, shelf: Shelf, shared: Mapping[int, float], keys: Keys, at: int
) -> dict[int, list[tuple[int, Traits]]]:
    """The stories of articles that share keys with an article, of the archive (`shared`) and of the piece, with the articles of each that are to be compared."""
    weights, own = _weights(keys), dict(shared)
    for n, (others, day) in shelf.placed.items():
        if abs(day - at) <= WINDOW and (both := weights.keys() & others.keys()):
            own[n] = sum(weights[k] for k in sorted(both))
    most = dict(sorted(own.items(), key=lambda x: (-x[1], x[0]))[:CANDIDATES])
    chosen = _compared(shelf, most)
    _fetch(connection, shelf, chosen)
    out: dict[int, list[tuple[int, Traits]]] = defaultdict(list)
    for n in sorted(chosen):
        if n in shelf.traits:
            out[chosen[n]].append((n, shelf.traits[n]))
    return out


def _compared(shelf: Shelf, shared: Mapping[int, float]) -> dict[int, int]:
    """The articles that are to be compared with one that shares so much with others, with their stories."""
    of: dict[int, list[int]] = defaultdict(list)
    for n in sorted(shared):
        if n in shelf.story:
            of[shelf.story[n]].append(n)
    tried = sorted(of, key=lambda s: (-max(shared[n] for n in of[s]), s))[:STORIES_TRIED]
    chosen: dict[int, int] = {}
    for story in tried:
        nearest = sorted(of[story], key=lambda n: (-shared[n], n))[:NEAREST]
        chosen |= {n: story for n in (*nearest, *shelf.articles[story][-LATEST:])}
    return chosen
