"""How long an article takes to find its story in a large archive: `python -m bench.story_speed [ARTICLES]`.

The archive is made up: a thousand articles a day, eight on a happening, their terms drawn so that few stand in many articles and many in few, as words do.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from dataclasses import asdict

from sqlalchemy import Engine

from tocsin.desk.shelf import near, sharing, shelf_of
from tocsin.desk.stories import choose, keys
from tocsin.desk.traits import Traits
from tocsin.store import opened
from tocsin.store.packing import packed
from tocsin.store.schema import ARTICLES
from tocsin.store.story_tables import STORIES, STORY_ARTICLES, STORY_KEYS, STORY_TRAITS

A_DAY, ON_ONE = 1_000, 8
START = 730_000
"""The ordinal of the first day."""
TIMED = 300
PIECE = 5_000


def _bag(rng: random.Random, own: list[str], vocabulary: int, n: int, share: float) -> dict[str, float]:
    """So many terms, a share of them of the happening, the others by Zipf's law."""
    terms = {rng.choice(own) if rng.random() < share else f"w{int(vocabulary ** rng.random())}" for _ in range(n)}
    return dict.fromkeys(sorted(terms), round(len(terms) ** -0.5, 4))


def made(rng: random.Random, happening: int, day: int) -> Traits:
    """The traits of an article on a happening, as many terms of each kind as news articles have."""
    own = [f"h{happening}.{k}" for k in range(40)]
    return Traits(
        "en", day, _bag(rng, own, 60_000, 120, 0.3), _bag(rng, own, 60_000, 25, 0.4), _bag(rng, own[:6], 8_000, 12, 0.4),
        _bag(rng, own[6:9], 2_000, 8, 0.4), _bag(rng, own[9:15], 3_000, 15, 0.3), _bag(rng, own[15:], 2_000, 6, 0.5),
    )  # fmt: skip


def _fill(engine: Engine, articles: int, rng: random.Random) -> None:
    with engine.begin() as connection:
        connection.execute(STORIES.insert(), [{"n": s + 1, "size": ON_ONE} for s in range(articles // ON_ONE + 1)])
        for start in range(0, articles, PIECE):
            rows = [(n, n // ON_ONE + 1, START + n // A_DAY) for n in range(start + 1, min(articles, start + PIECE) + 1)]
            traits = [(n, s, day, made(rng, s, day)) for n, s, day in rows]
            connection.execute(
                ARTICLES.insert(), [{"n": n, "id": f"{n:016x}", "text": "", "added": "2030-01-01"} for n, _, _ in rows]
            )
            connection.execute(
                STORY_ARTICLES.insert(), [{"article": n, "story": s, "score": 1.0, "reason": ""} for n, s, _ in rows]
            )
            connection.execute(STORY_TRAITS.insert(), [{"article": n, "traits": packed(asdict(t))} for n, _, _, t in traits])
            connection.execute(
                STORY_KEYS.insert(), [{"key": k, "at": day, "article": n} for n, _, day, t in traits for k in keys(t)]
            )


def speed(articles: int) -> tuple[float, float, float]:
    """Milliseconds in which an article finds its story, at the median and for the slowest of twenty, and the share (0..1) that find the right one."""
    rng = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        engine = opened(f"{folder}/speed.db")
        _fill(engine, articles, rng)
        took, right = [], 0
        with engine.connect() as connection:
            for _ in range(TIMED):
                day, story = START + articles // A_DAY, (articles - rng.randrange(min(articles, 5 * A_DAY))) // ON_ONE + 1
                own = made(rng, story, day)
                began = time.process_time()
                shared = sharing(connection, keys(own), day)
                found = choose(own, near(connection, shelf_of(connection, [shared]), shared, keys(own), day))
                took.append(1_000 * (time.process_time() - began))
                right += found is not None and found[0] == story
        engine.dispose()
    took.sort()
    return took[len(took) // 2], took[int(0.95 * len(took))], right / TIMED


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    median, slow, right = speed(articles)
    print(
        f"{articles:,} articles in the archive: {median:.1f} ms of processor time an article, one in twenty over {slow:.1f} ms; {right:.0%} find their story"
    )


if __name__ == "__main__":
    main()
