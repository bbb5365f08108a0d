"""The heartbeat: of every feed when it last worked, what is wrong, how much it brings beside its usual; and whether all is quiet because nothing happened or because feeds died."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from tocsin.store.watching import FEEDS, ITEMS, last_beat
from tocsin.watch.clock import iso

DEAD = 3
"""Failures in a row that make a feed dead."""
BEFORE = dt.timedelta(days=14)
"""The days before the last 24 hours that a feed's usual is counted over."""
LEAST = dt.timedelta(days=2)
"""Days that must be known before there is a usual."""
QUIET = dt.timedelta(hours=1)
"""Time without a new article that is called quiet."""
MANY = 3.0
"""Articles that a feed usually brings in 24 hours, from which none at all is odd (by chance less than once in twenty days)."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """A feed: `worked`, `failing` since (ISO 8601, UTC), `failures` in a row, `error` and `note` in words, items of the last 24 hours and usually in 24 hours (None: not known yet), and those that wait."""

    address: str
    outlet: str | None
    worked: str | None
    failing: str | None
    failures: int
    error: str | None
    note: str | None
    day: int
    usual: float | None
    waiting: int

    @property
    def dead(self) -> bool:
        return self.failures >= DEAD

    @property
    def silent(self) -> bool:
        """Whether it answers and brings nothing although it usually would."""
        return not self.failures and self.day == 0 and (self.usual or 0.0) >= MANY


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """All listed feeds; `beat` when the watch was last alive and `every` how many seconds it looks (None: never); `last` when an article was last stored."""

    feeds: tuple[Pulse, ...]
    beat: str | None
    every: int | None
    last: str | None

    @property
    def dead(self) -> tuple[Pulse, ...]:
        return tuple(f for f in self.feeds if f.dead)


def heartbeat(connection: Connection, now: dt.datetime) -> Heartbeat:
    """The heartbeat of an archive at a moment."""
    day, start = iso(now - dt.timedelta(days=1)), iso(now - dt.timedelta(days=1) - BEFORE)
    recent = _counts(connection, ITEMS.c.out >= day)
    before = _counts(connection, ITEMS.c.out < day, ITEMS.c.out >= start)
    waiting = _counts(connection, ITEMS.c.state == "pending")
    feeds = []
    for f in connection.execute(select(FEEDS).where(FEEDS.c.listed).order_by(FEEDS.c.n)):
        n, first = before.get(f.n, (0, None))
        span = (dt.datetime.fromisoformat(day) - dt.datetime.fromisoformat(first)) if first else dt.timedelta()
        usual = round(n / (span / dt.timedelta(days=1)), 1) if span >= LEAST else None
        feeds.append(
            Pulse(
                f.address,
                f.outlet or f.title,
                f.worked,
                f.failing,
                f.failures,
                f.error,
                f.note,
                recent.get(f.n, (0,))[0],
                usual,
                waiting.get(f.n, (0,))[0],
            )
        )
    beat, every = last_beat(connection) or (None, None)
    last = connection.execute(select(func.max(ITEMS.c.done)).where(ITEMS.c.state == "stored")).scalar()
    return Heartbeat(tuple(feeds), beat, every, last)


def _counts(connection: Connection, *where: Any) -> dict[int, tuple[int, str]]:
    """By feed: items, and when the first of them was published."""
    rows = connection.execute(select(ITEMS.c.feed, func.count(), func.min(ITEMS.c.out)).where(*where).group_by(ITEMS.c.feed))
    return {feed: (n, first) for feed, n, first in rows}


def headline(h: Heartbeat, now: dt.datetime) -> str:
    """The one line that matters: nobody watches, feeds are dead, or it is quiet because nothing happened."""
    if h.beat is None or h.every is None or not h.feeds:
        return "no feed is watched; begin with tocsin watch LIST --db DB"
    if now - dt.datetime.fromisoformat(h.beat) > dt.timedelta(seconds=2 * h.every + 300):
        return f"nobody has watched since {moment(h.beat)}: tocsin watch is not running"
    ago = f"the last new article was stored {since(h.last, now)} ago" if h.last else "no article has been stored yet"
    if h.dead:
        first = min(f.failing or "" for f in h.dead)
        return (
            f"{len(h.dead)} of {len(h.feeds)} feeds dead since {moment(first)}"
            + (" and later" if len(h.dead) > 1 else "")
            + f"; {ago}"
        )
    works = f"{sum(not f.failures for f in h.feeds)} of {len(h.feeds)} feeds work"
    if h.last is None or now - dt.datetime.fromisoformat(h.last) > QUIET:
        odd = _silent(h)
        return f"quiet because nothing happened: {works}; {ago}" if not odd else f"quiet, and {odd}: {works}; {ago}"
    return f"{works}, {sum(f.day for f in h.feeds)} articles in 24 hours; {ago}"


def _silent(h: Heartbeat) -> str | None:
    odd: Sequence[Pulse] = [f for f in h.feeds if f.silent]
    return f"{len(odd)} feeds answer but bring nothing, which is not usual" if odd else None


def moment(at: str) -> str:
    """A moment for people."""
    return f"{at[:16].replace('T', ' ')} UTC"


def since(at: str, now: dt.datetime) -> str:
    """How long ago, in one unit."""
    seconds = max(0, int((now - dt.datetime.fromisoformat(at)).total_seconds()))
    for unit, word in ((86_400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * unit:
            return f"{seconds // unit} {word}"
    return f"{seconds} seconds"
