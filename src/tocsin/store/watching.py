"""What is watched: feeds with what their servers said last, and the items of each until their articles are stored.

An item is written as pending in the transaction that keeps its feed's `etag`, and leaves that state in the transaction that stores its article, so that
a process killed at any moment loses none and stores none twice. What is fetched when, and what is said of it, is left to `tocsin.watch`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    select,
)

from tocsin.store.database import alone
from tocsin.store.packing import packed, unpacked
from tocsin.store.schema import META, METADATA

FEEDS = Table(
    "feeds", METADATA,
    Column("n", Integer, primary_key=True), Column("address", Text, nullable=False, unique=True), Column("outlet", String), Column("title", Text),
    Column("listed", Boolean, nullable=False), Column("etag", Text), Column("modified", String), Column("tried", String), Column("worked", String),
    Column("note", Text), Column("error", Text), Column("failing", String), Column("failures", Integer, nullable=False), Column("due", String, nullable=False),
)  # fmt: skip
"""`etag` and `modified` as the server gave them (of a folder: how far it was read); `tried` and `worked` when last, `failing` since when, `failures` in a row, `due`
when it is to be asked next: ISO 8601 in UTC. `note` is what is odd in a feed that works; `listed` whether the list last given names it."""

ITEMS = Table(
    "items", METADATA,
    Column("n", Integer, primary_key=True), Column("feed", ForeignKey("feeds.n"), nullable=False), Column("key", String(64), nullable=False),
    Column("host", String), Column("url", Text), Column("value", LargeBinary), Column("state", String, nullable=False), Column("tries", Integer, nullable=False),
    Column("due", String, nullable=False), Column("reason", Text), Column("came", String, nullable=False), Column("out", String, nullable=False),
    Column("done", String), Column("article", String(16)),
    UniqueConstraint("feed", "key"), Index("items_state", "state", "host", "due"), Index("items_url", "url"), Index("items_out", "feed", "out"),
)  # fmt: skip
"""`state` is pending, stored, failed or skipped, `reason` why, or what is to be known of one that is stored; `value` what the feed said of it (JSON under zlib) as long as
it is pending; `came` when it was first seen, `out` when it was published as far as is known, `article` the report's id."""

TABLES = (FEEDS, ITEMS)
PIECE = 400
"""Values in one question, fewer than any database allows."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An item as a feed tells it: `key` is its own within the feed, `url` its page's (None: it has none), `host` that page's, `out` when it was published
    (ISO 8601 in UTC; None: not told), `value` anything of JSON; `reason` where it cannot be read at all."""

    key: str
    url: str | None
    host: str | None
    out: str | None
    value: Mapping[str, Any]
    reason: str | None = None


def migrate(connection: Connection) -> None:
    """Make the tables in an archive that has none of them."""
    METADATA.create_all(connection, tables=TABLES)


def enlist(engine: Engine, listed: Sequence[tuple[str, str | None]], now: str) -> None:
    """Make (address, outlet) pairs the list that is watched; what was learnt of feeds that were watched before is kept."""
    with engine.begin() as connection:
        alone(connection, "watch")
        connection.execute(FEEDS.update().values(listed=False))
        there = set(connection.execute(select(FEEDS.c.address)).scalars())
        for address, outlet in listed:
            if address in there:
                connection.execute(FEEDS.update().where(FEEDS.c.address == address).values(listed=True, outlet=outlet))
            else:
                connection.execute(FEEDS.insert().values(address=address, outlet=outlet, listed=True, failures=0, due=now))


def due_feeds(engine: Engine, now: str, early: bool = False) -> Sequence[Any]:
    """Rows of the listed feeds that are to be asked, those that have waited longest first; `early`: those that work before they are due."""
    due = (FEEDS.c.due <= now) | (FEEDS.c.failures == 0) if early else FEEDS.c.due <= now
    with engine.connect() as connection:
        return connection.execute(select(FEEDS).where(FEEDS.c.listed, due).order_by(FEEDS.c.due, FEEDS.c.n)).all()


def due_items(engine: Engine, now: str, without: Collection[int], most: int) -> Sequence[Any]:
    """Rows of pending items that are due, without those numbers: of every host the first, and `most` of those that have no page to be fetched."""
    waits = (ITEMS.c.state == "pending", ITEMS.c.due <= now, ITEMS.c.n.not_in(list(without)))
    first = select(func.min(ITEMS.c.n)).where(*waits, ITEMS.c.host.is_not(None)).group_by(ITEMS.c.host)
    joined = select(ITEMS, FEEDS.c.outlet.label("named"), FEEDS.c.title.label("feed_title"), FEEDS.c.address).join_from(
        ITEMS, FEEDS
    )
    with engine.connect() as connection:
        own = connection.execute(joined.where(*waits, ITEMS.c.host.is_(None)).order_by(ITEMS.c.n).limit(most)).all()
        return [*own, *connection.execute(joined.where(ITEMS.c.n.in_(first)).order_by(ITEMS.c.due, ITEMS.c.n)).all()]


def next_due(engine: Engine, now: str) -> str | None:
    """When after `now` the next listed feed or pending item is due."""
    asked = (
        select(func.min(FEEDS.c.due)).where(FEEDS.c.listed, FEEDS.c.due > now),
        select(func.min(ITEMS.c.due)).where(ITEMS.c.state == "pending", ITEMS.c.due > now),
    )
    with engine.connect() as connection:
        return min((m for q in asked if (m := connection.execute(q).scalar())), default=None)


def answered(engine: Engine, feed: int, items: Sequence[Seen], now: str, **kept: Any) -> int:
    """Keep, in one transaction, that a feed worked, its new items as pending, and columns of FEEDS (`etag`, `modified`, `due`, `note`, `title`); how many were new."""
    with engine.begin() as connection:
        alone(connection, "watch")
        new = _added(connection, feed, items, now)
        worked = {"tried": now, "worked": now, "error": None, "failing": None, "failures": 0, **kept}
        connection.execute(FEEDS.update().where(FEEDS.c.n == feed).values(**worked))
    return new


def add(engine: Engine, feed: int, items: Sequence[Seen], now: str) -> int:
    """Some of the items of a feed that has too many for one transaction; how many were new."""
    with engine.begin() as connection:
        alone(connection, "watch")
        return _added(connection, feed, items, now)


def _added(connection: Connection, feed: int, items: Sequence[Seen], now: str) -> int:
    once = {i.key: i for i in items}
    keys = _there(connection, ITEMS.c.key, list(once), ITEMS.c.feed == feed)
    new = [i for i in once.values() if i.key not in keys]
    urls = _there(connection, ITEMS.c.url, [i.url for i in new if i.url])
    rows = []
    for i in new:
        reason = i.reason or ("its page came by another item" if i.url in urls else None)
        rows.append(
            {"feed": feed, "key": i.key, "host": i.host, "url": i.url, "value": None if reason else packed(dict(i.value)),
             "state": "skipped" if reason else "pending", "tries": 0, "due": now, "reason": reason, "came": now, "out": min(i.out or now, now)}
        )  # fmt: skip
        if i.url:
            urls.add(i.url)
    if rows:
        connection.execute(ITEMS.insert(), rows)
    return sum(r["state"] == "pending" for r in rows)


def _there(connection: Connection, column: Column[Any], values: Sequence[str], *where: Any) -> set[str]:
    found: set[str] = set()
    for k in range(0, len(values), PIECE):
        found.update(connection.execute(select(column).where(column.in_(values[k : k + PIECE]), *where)).scalars())
    return found


def failed(engine: Engine, feed: int, error: str, due: str, now: str) -> None:
    """Keep that a feed was asked in vain, why, and when it is to be asked again."""
    with engine.begin() as connection:
        alone(connection, "watch")
        since = func.coalesce(FEEDS.c.failing, now)
        values = {"tried": now, "error": error, "failing": since, "failures": FEEDS.c.failures + 1, "due": due}
        connection.execute(FEEDS.update().where(FEEDS.c.n == feed).values(values))


def settle(
    connection: Connection, item: int, state: str, now: str, reason: str | None = None, article: str | None = None
) -> None:
    """An item leaves the pending ones; in the transaction that stores its article where it has one."""
    values = {"state": state, "done": now, "reason": reason, "article": article, "value": None}
    connection.execute(ITEMS.update().where(ITEMS.c.n == item).values(**values))


def put_off(engine: Engine, item: int, due: str, reason: str) -> None:
    """An item is tried again later."""
    with engine.begin() as connection:
        alone(connection, "watch")
        connection.execute(ITEMS.update().where(ITEMS.c.n == item).values(tries=ITEMS.c.tries + 1, due=due, reason=reason))


def value_of(row: Any) -> dict[str, Any]:
    """What the feed said of a pending item."""
    found: dict[str, Any] = unpacked(row.value)
    return found


def pending(engine: Engine) -> int:
    """Items that wait for their articles to be fetched and read."""
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(ITEMS).where(ITEMS.c.state == "pending")).scalar_one()


def failing(engine: Engine) -> int:
    """Listed feeds that did not work when they were last asked."""
    with engine.connect() as connection:
        return connection.execute(
            select(func.count()).select_from(FEEDS).where(FEEDS.c.listed, FEEDS.c.failures > 0)
        ).scalar_one()


def beat(engine: Engine, now: str, every: int, once: bool = False) -> None:
    """Keep that the watch is alive, and that it looks every so many seconds; of a round alone (`once`) that is the time since the one before, up to a day."""
    with engine.begin() as connection:
        alone(connection, "watch")
        if once and (before := last_beat(connection)):
            gap = dt.datetime.fromisoformat(now) - dt.datetime.fromisoformat(before[0])
            every = max(every, min(int(gap.total_seconds()), 86_400))
        for key, value in (("watched", now), ("watched every", str(every))):
            if connection.execute(META.update().where(META.c.key == key).values(value=value)).rowcount == 0:
                connection.execute(META.insert().values(key=key, value=value))


def last_beat(connection: Connection) -> tuple[str, int] | None:
    """When the watch was last alive, and every how many seconds it looks; None where there never was one."""
    found = {
        k: v
        for k, v in connection.execute(select(META.c.key, META.c.value).where(META.c.key.in_(("watched", "watched every"))))
    }
    return (found["watched"], int(found["watched every"])) if len(found) == 2 else None
