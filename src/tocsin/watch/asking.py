"""One feed or one page asked: what it answered goes into the archive or on to be read, what failed is kept in words, and its host is left alone for as long as it should be."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from tocsin.store import watching
from tocsin.store.watching import Seen
from tocsin.watch.clock import Clock, iso, later
from tocsin.watch.dates import as_utc
from tocsin.watch.feeds import FeedError, Item, parse
from tocsin.watch.fetch import Client, FetchError, fetch
from tocsin.watch.folders import FolderError, Told, look
from tocsin.watch.heartbeat import DEAD
from tocsin.watch.pace import Hosts, back_off
from tocsin.watch.pages import article_of
from tocsin.watch.reading import Ready
from tocsin.watch.robots import Robots, allowance

SELDOM = 3600.0
"""Seconds between two tries of a dead feed, at most (or as often as all are asked)."""
TRIES = 4
"""Times that a page is asked for which its server fails to give."""
PIECE = 200
"""Items of a folder that are kept in one transaction."""

Tell = Callable[[str], None]


async def ask_feed(
    engine: Engine, by: Client, hosts: Hosts, clock: Clock, every: float, feed: Any, host: str | None, tell: Tell
) -> Counter[str]:  # fmt: skip
    """Ask a feed (a row of FEEDS) and keep its new items, or why there are none; `items` that are new, and whether it was in `vain`. Tells when it dies and revives."""
    try:
        if host is None:
            new = await asyncio.to_thread(_look, engine, feed, clock, every)
        else:
            new = await _ask(engine, by, hosts, clock, every, feed, host)
    except (FetchError, FeedError, FolderError) as fault:
        words, after = str(fault), fault.after if isinstance(fault, FetchError) else None
    except DBAPIError:
        raise
    except Exception as fault:  # whatever a feed can do to a parser: it must not end the watch
        words, after = f"it cannot be read ({type(fault).__name__}: {fault})", None
    else:
        if feed.failures:
            tell(f"{feed.address} works again; it had failed since {feed.failing}")
        return Counter(items=new)
    now = clock.now()
    pause = max(every, min(back_off(feed.failures + 1, random.Random(), every), max(SELDOM, every)), after or 0.0)
    await asyncio.to_thread(watching.failed, engine, feed.n, words, later(now, pause), iso(now))
    if feed.failures + 1 in (1, DEAD):
        worked = f"it last worked {feed.worked}" if feed.worked else "it has never worked"
        tell(f"{feed.address}: {words}; {worked}" + ("; dead" if feed.failures + 1 == DEAD else ""))
    return Counter(vain=1)


async def _ask(engine: Engine, by: Client, hosts: Hosts, clock: Clock, every: float, feed: Any, host: str) -> int:
    try:
        answer = await fetch(by, feed.address, feed.etag, feed.modified)
    except FetchError as fault:
        _rest(hosts, host, clock, fault)
        raise
    hosts.worked(host, clock.now())
    now = clock.now()
    kept: dict[str, Any] = {"due": later(now, every)}
    if answer.status == 304:
        return await asyncio.to_thread(watching.answered, engine, feed.n, [], iso(now), **kept)
    found = await asyncio.to_thread(parse, answer.body, answer.url, answer.charset)
    notes = [found.note] if found.note else []
    notes += [] if found.items else ["it has no items"]
    notes += [f"it has moved to {answer.url}: mend the list"] if answer.moved else []
    kept |= {"etag": answer.etag, "modified": answer.modified, "title": found.title, "note": "; ".join(notes) or None}
    return await asyncio.to_thread(watching.answered, engine, feed.n, [_seen(i) for i in found.items], iso(now), **kept)


def _seen(item: Item) -> Seen:
    host = urlsplit(item.url).netloc.lower() if item.url else None
    return Seen(item.key, item.url, host, as_utc(item.published), item.to_dict())


def _rest(hosts: Hosts, host: str, clock: Clock, fault: FetchError) -> None:
    """A host that answered, if only to refuse, is asked on; one that did not is left alone."""
    if fault.lasting:
        hosts.worked(host, clock.now())
    else:
        hosts.failed(host, clock.now(), fault.after)


def _look(engine: Engine, feed: Any, clock: Clock, every: float) -> int:
    """Look at a folder; its items are kept some at a time, and how far it was read with the last of them."""
    found = look(Path(feed.address), feed.etag)
    new, some = 0, list(islice(found.items, PIECE))
    while more := list(islice(found.items, PIECE)):
        new += watching.add(engine, feed.n, list(_told(some)), iso(clock.now()))
        some = more
    now = clock.now()
    return new + watching.answered(
        engine, feed.n, list(_told(some)), iso(now), etag=found.state, note=found.note, due=later(now, every)
    )


def _told(some: list[Told]) -> Iterator[Seen]:
    return (Seen(t.key, None, None, as_utc(t.published), t.value, t.reason) for t in some)


async def ask_page(engine: Engine, by: Client, hosts: Hosts, robots: Robots, clock: Clock, item: Any) -> Ready | None:
    """Fetch the page of an item (a row of `due_items`) and take the article out of it; None where it was put off."""
    value = watching.value_of(item)
    page: Any = None
    state = "skipped"
    if item.host is not None:
        delay = 0.0

        async def check(url: str) -> None:
            nonlocal delay
            allowed = await allowance(robots, by, url, clock.now())
            if not allowed.allowed:
                raise FetchError("robots.txt forbids its page", lasting=True)
            delay = max(delay, allowed.delay)

        try:
            page = await fetch(by, item.url, check=check)
            hosts.worked(item.host, clock.now(), delay)
        except FetchError as fault:
            _rest(hosts, item.host, clock, fault)
            if not fault.lasting and item.tries + 1 < TRIES:
                pause = max(back_off(item.tries + 1, random.Random(), 240.0), fault.after or 0.0)
                await asyncio.to_thread(watching.put_off, engine, item.n, later(clock.now(), pause), str(fault))
                return None
            page, state = str(fault), "failed"
    try:
        article, note = await asyncio.to_thread(article_of, value, item.named, item.feed_title, page)
    except Exception as fault:  # whatever a page can do to a parser: it must not end the watch
        article, note, state = None, f"its page cannot be read ({type(fault).__name__}: {fault})", "failed"
    if article is not None:
        article = replace(article, origin=item.url or item.address)
    return Ready(item.n, article, note, "stored" if article else state)
