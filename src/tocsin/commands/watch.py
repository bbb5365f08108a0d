"""`tocsin watch` and `tocsin feeds`: feeds and folders into an archive as they bring something, and the heartbeat of it."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import signal
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from tocsin.commands.alert import ringing
from tocsin.commands.opening import say, with_archive
from tocsin.desk.rules import RuleError
from tocsin.send import SendError
from tocsin.spans import seconds_of
from tocsin.store import StoreError, opened
from tocsin.store import watching as kept
from tocsin.store.database import only_one
from tocsin.watch.clock import Clock, iso
from tocsin.watch.fetch import Limits
from tocsin.watch.heartbeat import Pulse, headline, heartbeat, moment, since
from tocsin.watch.opml import ListError, sources


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """The options of `tocsin watch`, as the help describes them; `clock` and `limits` are the tests'."""

    list: Path
    db: str
    every: str = "10m"
    once: bool = False
    allow_private: bool = False
    min_confidence: float | None = None
    threads: int = 0
    model: str = "encoder"
    tables: Path | None = None
    alerts: Path | None = None
    to: tuple[str, ...] = ()
    feed: Path | None = None
    clock: Clock = field(default_factory=Clock)
    limits: Limits = field(default_factory=Limits)


def run_watch(options: WatchOptions) -> int:
    """Watch until stopped, or one round; 0 stopped as asked or all feeds work, 1 after a round with feeds that do not, 2 wrong usage, 3 no archive or model."""
    from tocsin.line import Reader, confident
    from tocsin.reader.model import ModelError
    from tocsin.resolve.knowledge import KnowledgeError
    from tocsin.watch.loop import Watch

    every = seconds_of(options.every)
    if options.feed and not options.alerts:
        say("tocsin: --alert-feed says where alerts go; --alerts RULES.yaml says what rings")
        return 2
    if options.to and not options.alerts:
        say("tocsin: without --alerts RULES.yaml nothing rings, and nothing is sent to --to (or TOCSIN_ALERT_TO)")
    if options.alerts and not options.alerts.is_file():
        say(f"tocsin: --alerts: there is no {options.alerts}; docs/alerts.md says what stands in it")
        return 2
    if not every:
        say(f"tocsin: --every: {options.every!r} is no span; write it as 90s, 10m or 1h")
        return 2
    try:
        listed = sources(options.list)
    except OSError as fault:
        say(f"tocsin: {options.list}: {fault.strerror or fault}; give an OPML file, or a text with an address a line")
        return 2
    except ListError as fault:
        say(f"tocsin: {fault}")
        return 2
    try:
        engine = opened(options.db)
        with only_one(engine):
            reader = Reader(options.model, threads=options.threads, tables=options.tables)
            if options.min_confidence is not None:
                reader = Reader(
                    reader.reader, settings=confident(reader.settings, options.min_confidence), tables=options.tables
                )
            kept.enlist(engine, [(s.address, s.outlet) for s in listed], iso(options.clock.now()))
            if not options.once:
                say(
                    f"watching {len(listed)} feeds every {options.every}; {kept.pending(engine)} articles wait from before; stop it with Ctrl-C"
                )
            after = ringing(options.alerts, options.to, options.feed, engine) if options.alerts else None
            watch = Watch(engine, reader, say, every, options.once, options.allow_private, options.clock, options.limits, after)
            done, stopped = asyncio.run(_until_stopped(watch))
    except (StoreError, ModelError, KnowledgeError) as fault:
        say(f"tocsin: {fault}")
        return 3
    except (RuleError, SendError) as fault:
        say(f"tocsin: {fault}")
        return 2
    return _told(engine, done, stopped, options.once)


async def _until_stopped(watch: Any) -> tuple[Counter[str], bool]:
    from tocsin.watch.loop import watch as begun

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    before = {s: signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)}

    def stopping(number: int, _frame: Any) -> None:
        # Whoever presses it twice does not want to wait for what is being read.
        signal.signal(number, before[signal.Signals(number)])
        loop.call_soon_threadsafe(stop.set)

    for s in before:
        signal.signal(s, stopping)
    try:
        return await begun(watch, stop), stop.is_set()
    finally:
        for s, handler in before.items():
            signal.signal(s, handler)


def _told(engine: Engine, done: Counter[str], stopped: bool, once: bool) -> int:
    from tocsin.watch.loop import said

    waits, failing = kept.pending(engine), kept.failing(engine)
    rest = f"{waits} articles wait for the next time" if waits else "none waits"
    say(
        f"{'stopped' if stopped else 'done'}: {said(done)}; {rest}"
        + (f"; {failing} feeds do not work (tocsin feeds says why)" if failing else "")
    )
    return 1 if once and not stopped and failing else 0


def run_feeds(db: str, as_json: bool) -> int:
    """Print the heartbeat; 0 all feeds live and the watch is running, 1 not so, 3 no archive, or nothing is watched into it."""

    def do(engine: Engine) -> int:
        now = dt.datetime.now(dt.UTC)
        with engine.connect() as connection:
            h = heartbeat(connection, now)
        head = headline(h, now)
        if as_json:
            for f in h.feeds:
                print(json.dumps({**asdict(f), "dead": f.dead, "silent": f.silent, "head": head}, ensure_ascii=False))
        else:
            print(head)
            for f in h.feeds:
                for line in _lines(f, now):
                    print(line)
        if not h.feeds:
            return 3
        return 1 if h.dead or head.startswith("nobody") else 0

    return with_archive(db, do)


def _lines(f: Pulse, now: dt.datetime) -> list[str]:
    state = "DEAD" if f.dead else "FAILS" if f.failures else "SILENT" if f.silent else "works"
    worked = f"worked {since(f.worked, now)} ago" if f.worked else "never worked"
    usual = f"usually {f.usual:g}" if f.usual is not None else "usual not known yet"
    lines = [
        f"{state:7} {f.address}"
        + (f" ({f.outlet})" if f.outlet else "")
        + f" · {worked} · {f.day} in 24 h, {usual}"
        + (f" · {f.waiting} wait" if f.waiting else "")
    ]
    if f.error:
        lines.append(f"        {f.error} ({f.failures} times since {moment(f.failing or '')})")
    if f.note:
        lines.append(f"        {f.note}")
    return lines
