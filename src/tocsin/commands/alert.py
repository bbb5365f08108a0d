"""`tocsin alert`: a user's rules over what came into an archive, and what rings to where the user wants it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Engine

from tocsin.commands.brief import moment
from tocsin.commands.opening import say, with_archive
from tocsin.desk.ringing import FIRST, Round, ring
from tocsin.desk.rules import RuleError, read
from tocsin.send import SendError, Target, targets


def run_alert(file: Path, db: str, to: Sequence[str], feed: Path | None, since: str | None, dry: bool, as_json: bool) -> int:
    """Do a round of alerts and print what rang; 0 done, 1 something could not be sent or written and waits, 2 wrong usage or faults in the file, 3 no
    archive."""
    now = dt.datetime.now(dt.UTC)
    start = moment(since, now) if since else None
    if since and start is None:
        say(f"tocsin: --since: {since!r} is neither a span (8h, 2d) nor a moment (2024-05-17T06:00)")
        return 2
    try:
        rules, where = read(file), targets(to)
    except RuleError as fault:
        say(str(fault))
        return 2
    except SendError as fault:
        say(f"tocsin: --to: {fault}")
        return 2
    except OSError as fault:
        say(f"tocsin: {file}: {fault.strerror or fault}")
        return 2

    def do(engine: Engine) -> int:
        try:
            done = ring(engine, rules, where, feed, since=start, dry=dry)
        except OSError as fault:
            say(
                f"tocsin: {feed}: the feed cannot be written ({fault.strerror or fault}); the alerts are kept, the next run writes them"
            )
            return 1
        _print(done, as_json)
        _tell(done, where, dry, start)
        return 1 if any(u.fault for u in done.unsent) else 0

    return with_archive(db, do)


def ringing(file: Path, to: Sequence[str], feed: Path | None, engine: Engine) -> Callable[[Callable[[str], None]], None]:
    """A round of alerts as `tocsin watch` does it after each of its own; raises RuleError, SendError or OSError where the file or an address is faulty."""
    rules, where = read(file), targets(to)

    def do(tell: Callable[[str], None]) -> None:
        try:
            done = ring(engine, rules, where, feed)
        except OSError as fault:
            tell(
                f"{feed}: the feed of alerts cannot be written ({fault.strerror or fault}); the alerts are kept, the next round writes them"
            )
            return
        for m in done.messages:
            tell(f"alert: {m.title}")
        for u in done.unsent:
            if u.fault:
                tell(f"{u.name}: {u.messages} alerts wait to be sent: {u.fault}")

    return do


def _print(done: Round, as_json: bool) -> None:
    if as_json:
        for a in done.alerts:
            print(json.dumps(a.to_dict(), ensure_ascii=False))
        return
    for m in done.messages:
        print(f"{m.title}\n\n{m.body}\n")


def _tell(done: Round, where: Sequence[Target], dry: bool, since: str | None) -> None:
    """What a person must know beside the alerts, on stderr."""
    if done.first and since is None:
        say(
            f"{', '.join(done.first)}: first run, looked at what came in within {FIRST.total_seconds() / 3600:.0f} hours (--since looks further back)"
        )
    said = f"{len(done.alerts)} alerts, {len(done.messages)} messages" + (
        "; dry run: nothing kept, nothing sent" if dry else f", {done.sent} sent"
    )
    say(said)
    for rule, n in done.held.items():
        say(f"{rule}: {n} alerts are held back for its next message")
    given = {t.hash for t in where}
    for u in done.unsent:
        why = u.fault or "not tried yet"
        if u.target not in given:
            why = "this target was not given this time; give it with --to and they are sent"
        then = (
            f", tried again after {u.next.replace('+00:00', ' UTC').replace('T', ' ')}" if u.next and u.target in given else ""
        )
        say(f"{u.name}: {u.messages} messages wait: {why}{then}")
