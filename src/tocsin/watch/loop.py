"""The schedule: feeds when they are due, then the pages of their new items, then reading, then the desk's steps, until it is stopped or a round is done.

Fetching goes on while articles are read: they meet in a queue of bounded length, and feeds, which only leave items in the archive, are asked even when it is
full. One thread reads and writes; what is asked of one feed or page is a task of its own, whose failure is its own.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from tocsin.desk.steps import rung
from tocsin.line import Reader
from tocsin.store import watching
from tocsin.watch.asking import ask_feed, ask_page
from tocsin.watch.clock import Clock, iso
from tocsin.watch.fetch import Client, Limits, client
from tocsin.watch.pace import Hosts
from tocsin.watch.reading import Ready, read_and_store
from tocsin.watch.robots import Robots

AT_ONCE = 8
"""Feeds and pages that are being fetched at a time, of each host one."""
ROOM = 32
"""Pages that are on their way or wait to be read."""
BATCH = 8
"""Articles that are read and stored at a time: what a killed process has read for nothing."""
BATCH_CHARACTERS = 60_000
AGAIN = 30.0
"""Seconds until an archive that could not be written is tried again."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched into which archive, and how: `every` so many seconds, `once` for one round; `tell` takes a line for the user; `after` is
    done over the archive when the desk has dealt with what is new, and takes `tell` (alerts)."""

    engine: Engine
    reader: Reader
    tell: Callable[[str], None]
    every: float
    once: bool = False
    allow_private: bool = False
    clock: Clock = field(default_factory=Clock)
    limits: Limits = field(default_factory=Limits)
    after: Callable[[Callable[[str], None]], None] | None = None


@dataclass(slots=True)
class Run:
    """A watch as it goes: what is under way, and what was done."""

    hosts: Hosts = field(default_factory=Hosts)
    robots: Robots = field(default_factory=Robots)
    ready: asyncio.Queue[Ready | None] = field(default_factory=asyncio.Queue)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    asking: set[int] = field(default_factory=set)
    asked: set[int] = field(default_factory=set)
    taken: set[int] = field(default_factory=set)
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    done: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)


def follow(w: Watch) -> None:
    """What follows on new articles: the desk's steps over all that the archive has and they have not seen yet, then what the user wants `after` them."""
    tell = w.tell
    try:
        for bell in rung(w.engine):
            tell(bell)
        if w.after:
            w.after(tell)
    except DBAPIError:
        raise
    except Exception as fault:  # what is wrong with a step must not keep articles from being read
        tell(f"a step over the archive failed ({type(fault).__name__}: {fault}); articles are stored all the same")


async def watch(w: Watch, stop: asyncio.Event) -> Counter[str]:
    """Watch until `stop` is set, or for a round; what was done: `asked`, `vain`, `items`, `stored`, `new`, `skipped`, `failed`.

    What is being fetched when it is stopped is let go and stays pending in the archive; what is being read is stored.
    """
    run = Run()
    reading = asyncio.create_task(_reading(w, run, stop))
    async with client(w.allow_private, w.limits) as by:
        try:
            await _schedule(w, run, by, stop, reading)
        finally:
            for task in run.tasks:
                task.cancel()
            await asyncio.gather(*run.tasks, return_exceptions=True)
            run.ready.put_nowait(None)
            await reading
    return run.done


async def _schedule(w: Watch, run: Run, by: Client, stop: asyncio.Event, reading: asyncio.Task[None]) -> None:
    next_round = w.clock.now()
    stopped = asyncio.create_task(stop.wait())
    while not stop.is_set() and not reading.done():
        now = w.clock.now()
        idle = not run.tasks and not run.taken
        try:
            if now >= next_round:
                await asyncio.to_thread(watching.beat, w.engine, iso(now), round(w.every), w.once)
                _tell_round(w, run)
                next_round = now + dt.timedelta(seconds=w.every)
            goes_on = await _begin(w, run, by)
            due = await asyncio.to_thread(watching.next_due, w.engine, iso(now))
        except DBAPIError as fault:
            w.tell(f"the archive cannot be used ({str(fault.orig).strip().splitlines()[0]}); trying again")
            await asyncio.wait({stopped}, timeout=AGAIN)
            continue
        # A feed that was done while the archive was asked may have brought something: only what was idle before is done.
        if w.once and idle and not goes_on:
            break
        moments = [
            m for m in (run.hosts.next_free(now), next_round, dt.datetime.fromisoformat(due) if due else None) if m is not None
        ]
        seconds = min((m - w.clock.now()).total_seconds() for m in moments) / w.clock.pace
        moved = asyncio.create_task(run.moved.wait())
        await asyncio.wait(
            {stopped, moved, reading}, timeout=min(max(seconds, 0.02), 60.0), return_when=asyncio.FIRST_COMPLETED
        )
        moved.cancel()
        run.moved.clear()
    stopped.cancel()


async def _begin(w: Watch, run: Run, by: Client) -> bool:
    """Begin whatever is due and may be begun; whether anything was, or waits for its host, a place, or room."""
    now = w.clock.now()
    feeds = await asyncio.to_thread(watching.due_feeds, w.engine, iso(now), w.once)
    items = await asyncio.to_thread(watching.due_items, w.engine, iso(now), run.taken, ROOM)
    goes_on = False
    # Those due longest first, feeds and pages alike: a feed that is asked often must not keep its own host from ever giving a page.
    for due in sorted((*feeds, *items), key=lambda d: d.due):
        is_feed = not hasattr(due, "feed")
        host = _host(due.address) if is_feed else due.host
        if is_feed and (due.n in run.asking or (w.once and due.n in run.asked)):
            continue
        room = len(run.tasks) < AT_ONCE and (is_feed or len(run.taken) < ROOM)
        if not room or not (host is None or run.hosts.free(host, now)):
            # In a single round nobody waits for a page whose host does not answer.
            goes_on = goes_on or is_feed or host not in run.hosts.failures
        elif is_feed:
            goes_on = True
            run.asking.add(due.n)
            run.asked.add(due.n)
            _start(run, host, _feed(w, run, by, due, host))
        else:
            goes_on = True
            run.taken.add(due.n)
            _start(run, host, _page(w, run, by, due))
    return goes_on


def _host(address: str) -> str | None:
    return urlsplit(address).netloc.lower() if address.startswith(("http://", "https://")) else None


def _start(run: Run, host: str | None, work: Any) -> None:
    if host is not None:
        run.hosts.busy.add(host)

    async def task() -> None:
        try:
            await work
        finally:
            run.hosts.busy.discard(host or "")

    begun = asyncio.create_task(task())
    run.tasks.add(begun)
    begun.add_done_callback(run.tasks.discard)
    begun.add_done_callback(lambda _: run.moved.set())


async def _feed(w: Watch, run: Run, by: Client, feed: Any, host: str | None) -> None:
    try:
        run.done["asked"] += 1
        run.done += await ask_feed(w.engine, by, run.hosts, w.clock, w.every, feed, host, w.tell)
    except DBAPIError as fault:
        _unwritten(w, run, host, fault)
    finally:
        run.asking.discard(feed.n)


async def _page(w: Watch, run: Run, by: Client, item: Any) -> None:
    kept = False
    try:
        found = await ask_page(w.engine, by, run.hosts, run.robots, w.clock, item)
        if found is not None:
            run.ready.put_nowait(found)
            kept = True
    except DBAPIError as fault:
        _unwritten(w, run, item.host, fault)
    finally:
        if not kept:
            run.taken.discard(item.n)


def _unwritten(w: Watch, run: Run, host: str | None, fault: DBAPIError) -> None:
    w.tell(f"the archive cannot be written ({str(fault.orig).strip().splitlines()[0]}); what was fetched is fetched again")
    if host is not None:
        run.hosts.failed(host, w.clock.now())


async def _reading(w: Watch, run: Run, stop: asyncio.Event) -> None:
    """Read what is ready, a batch at a time, until None comes; what a process that was killed had stored goes to the desk first."""
    with suppress(DBAPIError):
        await asyncio.to_thread(follow, w)
    while (first := await run.ready.get()) is not None:
        batch, letters = [first], _letters(first)
        while not run.ready.empty() and len(batch) < BATCH and letters < BATCH_CHARACTERS:
            more = run.ready.get_nowait()
            if more is None:
                run.ready.put_nowait(None)
                break
            batch.append(more)
            letters += _letters(more)
        try:
            run.done += await asyncio.to_thread(read_and_store, w.engine, w.reader, batch, iso(w.clock.now()))
            if run.ready.empty() and not stop.is_set():
                await asyncio.to_thread(follow, w)
        except DBAPIError as fault:
            w.tell(f"the archive cannot be written ({str(fault.orig).strip().splitlines()[0]}); nothing is lost, trying again")
            await asyncio.wait({asyncio.create_task(stop.wait())}, timeout=AGAIN)
        finally:
            run.taken -= {r.item for r in batch}
            run.moved.set()
        if stop.is_set():
            return


def _letters(ready: Ready) -> int:
    return len(ready.article.text) if ready.article else 0


def _tell_round(w: Watch, run: Run) -> None:
    """A line for what was done since the last one, where something was."""
    since = run.done - run.told
    run.told = Counter(run.done)
    if since and not w.once:
        w.tell(f"{iso(w.clock.now())[:16].replace('T', ' ')} UTC: {said(since)}")


def said(done: Counter[str]) -> str:
    """What was done, in words."""
    parts = [
        f"{done['asked']} feeds asked",
        f"{done['vain']} in vain",
        f"{done['items']} new items",
        f"{done['stored']} stored",
    ]
    parts += [f"{done[k]} {k}" for k in ("skipped", "failed") if done[k]]
    return ", ".join(parts)
