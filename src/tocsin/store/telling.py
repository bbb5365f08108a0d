"""Questions to an archive about its stories, and the count of its terms. What belongs together is decided by `tocsin.desk.stories`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from tocsin.resolve.outlets import host
from tocsin.store.asking import origins
from tocsin.store.schema import ARTICLES
from tocsin.store.story_tables import STORIES, STORY_ARTICLES, STORY_TERMS

PIECE = 500
"""Terms that are asked for at a time."""
OPENING = 100
"""Characters of an article's text that stand for a title where it has none."""


@dataclass(frozen=True, slots=True)
class InStory:
    """An article of a story: its report's id and what it is, how sure it is that it belongs there and why, and the earlier article that it copies."""

    id: str
    day: str | None
    added: str
    outlet: str | None
    language: str | None
    title: str
    score: float
    reason: str
    copy_of: str | None = None
    copy_kind: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A happening and the articles that tell it, the earliest first (undated ones in the order in which they were stored)."""

    id: int
    first: str | None
    last: str | None
    articles: tuple[InStory, ...]

    @property
    def title(self) -> str:
        """The title of the first report."""
        return self.articles[0].title

    @property
    def copies(self) -> int:
        """Articles that are copies of earlier ones, of this story or another."""
        return sum(a.copy_of is not None for a in self.articles)

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who tells it, in the order in which they first did."""
        return tuple(dict.fromkeys(a.outlet for a in self.articles if a.outlet))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is told in, the most frequent first."""
        return tuple(l for l, _ in Counter(a.language for a in self.articles if a.language).most_common())


def counts_of(connection: Connection, terms: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """(language, term) → articles that it stands in, of the terms asked for and, as the empty term, of their languages as wholes."""
    asked: dict[str, set[str]] = defaultdict(set)
    for language, term in terms:
        asked[language] |= {term, ""}
    question = select(STORY_TERMS.c.term, STORY_TERMS.c.n).where(
        STORY_TERMS.c.language == bindparam("language"), STORY_TERMS.c.term.in_(bindparam("terms", expanding=True))
    )
    out: dict[tuple[str, str], int] = {}
    for language, own in asked.items():
        some = sorted(own)
        for k in range(0, len(some), PIECE):
            rows = connection.execute(question, {"language": language, "terms": some[k : k + PIECE]})
            out |= {(language, term): n for term, n in rows}
    return out


def counted(connection: Connection, new: Mapping[tuple[str, str], int]) -> None:
    """Add to the counts of terms."""
    if not new:
        return
    insert: Any = (sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert)(STORY_TERMS)
    upsert = insert.on_conflict_do_update(index_elements=["language", "term"], set_={"n": STORY_TERMS.c.n + insert.excluded.n})
    connection.execute(upsert, [{"language": l, "term": t, "n": n} for (l, t), n in sorted(new.items())])


def stories(
    connection: Connection,
    since: str | None = None,
    language: str | None = None,
    outlet: str | None = None,
    least: int = 1,
    limit: int | None = None,
    ids: Sequence[int] | None = None,
) -> list[Story]:
    """Stories of at least so many articles, the largest first, then the latest; `since` the last day, `language` and `outlet` those that one article
    of it must be of, `ids` only these."""
    asked = select(STORIES).where(STORIES.c.size >= least)
    if ids is not None:
        asked = asked.where(STORIES.c.n.in_(list(ids)))
    if since:
        asked = asked.where(STORIES.c.last >= since)
    for column, value in ((ARTICLES.c.language, language), (ARTICLES.c.outlet, outlet)):
        if value:
            told = select(STORY_ARTICLES.c.story).join_from(STORY_ARTICLES, ARTICLES).where(column == value)
            asked = asked.where(STORIES.c.n.in_(told))
    asked = asked.order_by(STORIES.c.size.desc(), STORIES.c.last.desc(), STORIES.c.n.desc())
    rows = connection.execute(asked.limit(limit) if limit else asked).all()
    articles = _articles(connection, [r.n for r in rows])
    return [Story(r.n, r.first, r.last, tuple(articles[r.n])) for r in rows]


def _articles(connection: Connection, numbers: Sequence[int]) -> dict[int, list[InStory]]:
    rows = connection.execute(
        select(ARTICLES, STORY_ARTICLES.c.story, STORY_ARTICLES.c.score, STORY_ARTICLES.c.reason)
        .join_from(STORY_ARTICLES, ARTICLES)
        .where(STORY_ARTICLES.c.story.in_(list(numbers)))
        .order_by(ARTICLES.c.n)
    ).all()
    of = origins(connection, [r.id for r in rows])
    out: dict[int, list[InStory]] = defaultdict(list)
    for r in sorted(rows, key=lambda r: (r.published or r.added, r.n)):
        copy_of, kind, _ = of.get(r.id, (None, None, None))
        title = r.title or " ".join(r.text[:OPENING].split())
        out[r.story].append(
            InStory(r.id, r.day, r.added, r.outlet or host(r.url), r.language, title, r.score, r.reason, copy_of, kind)
        )
    return out


def touched(connection: Connection, since: str) -> dict[int, int]:
    """Stories that articles were added to since a moment (ISO 8601, UTC), and how many."""
    rows = connection.execute(
        select(STORY_ARTICLES.c.story).join_from(STORY_ARTICLES, ARTICLES).where(ARTICLES.c.added >= since)
    ).scalars()
    return dict(Counter(rows))
