"""One round of alerts over an archive: what came in since the last is held against the rules, what rings is kept, put into messages, sent, and written
to a feed. `ring` is all that a command or a watch loop calls.

What rings is decided by `alerts` and `counting`, kept by `store.alerting`, worded by `render`, sent by `tocsin.send`.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine

import tocsin
from tocsin.desk import alerts, counting
from tocsin.desk.acts import Act, acts
from tocsin.desk.alerts import Alert, Rung
from tocsin.desk.rules import AlertRule, OfEvents, OfTripwires
from tocsin.desk.steps import catch_up
from tocsin.render import atom, digest
from tocsin.send import Target, send
from tocsin.store import alerting, tellings
from tocsin.store.alerting import Start, Unsent
from tocsin.store.database import alone

FIRST = dt.timedelta(hours=24)
"""How far back a rule looks that never looked before."""
AGAIN = tuple(min(60 * 2**k, 6 * 3600) for k in range(10))
"""Seconds before a message, or a target, that failed once, twice, ... in a row is tried again."""
LOOSE = 3
"""Days within which tellings that belong to no incident are gathered."""
ENTRIES = 100
"""Alerts of the feed."""


@dataclass(frozen=True, slots=True)
class Message:
    """What was put into one message: its rule, title and body."""

    rule: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Round:
    """What a round came to: alerts that are new, messages that were made, deliveries that went out; by rule the alerts that are held back; the targets
    for which messages wait, with why; rules that looked for the first time."""

    alerts: tuple[Alert, ...]
    messages: tuple[Message, ...]
    sent: int
    held: dict[str, int]
    unsent: tuple[Unsent, ...]
    first: tuple[str, ...]


def ring(
    engine: Engine,
    rules: Sequence[AlertRule],
    targets: Sequence[Target] = (),
    feed: Path | None = None,
    *,
    since: str | None = None,
    now: dt.datetime | None = None,
    dry: bool = False,
) -> Round:
    """Do a round: the desk caught up, alerts made and kept, messages sent to the targets, the feed written whole.

    `since` (ISO 8601, UTC) looks at what came in since then and not since the last round; what rang before does not ring again. `dry` keeps, sends
    and writes nothing. A target that cannot be reached is told in the round and tried again later. Raises OSError where the feed cannot be
    written, after everything else is done.
    """
    at = now or dt.datetime.now(dt.UTC)
    stamp = _iso(at)
    catch_up(engine)
    with engine.connect() as connection:
        article, bell = alerting.reached(connection)
        starts = {r.id: alerting.start_of(connection, r.id, since, _iso(at - FIRST)) for r in rules}
        looking = [r for r in rules if dry or since or _looks(r, starts[r.id], at)]
        # Rules that go on from one article, as most do, read what came in since once for all of them.
        since_when = {starts[r.id].article for r in looking if isinstance(r.ask, OfEvents)}
        moved = {after: _moved(connection, after, article) for after in since_when}
        found = {r.id: _found(connection, r, starts[r.id], moved, article, bell, at) for r in looking}
    new = tuple(a for own in found.values() for a in own)
    first = tuple(r.id for r in rules if starts[r.id].first)
    if dry:
        messages = tuple(_message(r, found[r.id][: r.most], max(0, len(found[r.id]) - r.most)) for r in looking if found[r.id])
        return Round(new, messages, 0, {}, (), first)
    with engine.begin() as connection:
        alone(connection, "alerts")
        for r in looking:
            alerting.keep(connection, r.id, [(a.key, a.state, alerts.record(a)) for a in found[r.id]], article, bell, stamp)
        messages = tuple(m for r in rules if (m := _post(connection, r, targets, at)))
    sent = sum(_deliver(engine, t, at if now else None) for t in targets)
    if feed is not None:
        write_feed(engine, feed)
    with engine.connect() as connection:
        return Round(new, messages, sent, alerting.held_back(connection), tuple(alerting.unsent(connection)), first)


def _iso(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds")


def _looks(rule: AlertRule, start: Start, at: dt.datetime) -> bool:
    """Counting reads weeks of an archive: it is done no oftener than its rule may send."""
    if isinstance(rule.ask, OfEvents | OfTripwires) or start.looked is None:
        return True
    return _iso(at - dt.timedelta(seconds=rule.every)) >= start.looked


def _found(
    connection: Connection,
    rule: AlertRule,
    start: Start,
    moved: Mapping[int, Sequence[Act]],
    article: int,
    bell: int,
    at: dt.datetime,
) -> list[Alert]:
    """What rings for a rule, by what came in after its start; `moved` has the acts with something new by the article they are new since."""
    if isinstance(rule.ask, OfTripwires):
        return _tripwires(connection, rule, start, bell)
    if isinstance(rule.ask, OfEvents):
        return _events(connection, rule, moved[start.article])
    return _counts(connection, rule, article, at)


def _tripwires(connection: Connection, rule: AlertRule, start: Start, bell: int) -> list[Alert]:
    rung = [
        Rung(n, wire, title, level, before, state, reason, tuple((r, v) for r, v in json.loads(events)))
        for n, wire, title, level, before, state, reason, events in alerting.bells(connection, start.bell, bell)
    ]
    moved = alerts.moved(rule, rung)
    known = alerting.known(connection, rule.id, [f"bell:{b.n}" for b in moved])
    out = []
    for b in moved:
        if f"bell:{b.n}" not in known:
            told = tellings.pointed_at(connection, b.events)
            out.append(alerts.of_bell(rule, b, told, tellings.words(connection, told[: alerts.SHOWN])))
    return out


def _moved(connection: Connection, after: int, upto: int) -> list[Act]:
    """The acts of which something came in after an article, each with all its tellings."""
    new = tellings.came_in(connection, after, upto)
    whole = tellings.of_incidents(connection, {t.incident for t in new if t.incident is not None}, upto)
    loose = [t for t in new if t.incident is None]
    days = sorted(t.day for t in loose if t.day)
    if days:
        loose += tellings.told_since(connection, counting.days_before(days[0], LOOSE), days[-1], upto, loose=True)
    once = {(t.article, t.event): t for t in sorted(loose, key=lambda t: (t.article, t.event))}
    fresh = {a.key for a in acts(new)}
    return [a for a in acts([*whole, *once.values()]) if a.key in fresh]


def _events(connection: Connection, rule: AlertRule, found: Sequence[Act]) -> list[Alert]:
    known = alerting.known(connection, rule.id, (a.key for a in found))
    rings = alerts.ringing(rule, found, known)
    words = tellings.words(connection, [t for a in rings for t in alerts.latest(a.tellings)])
    return [alerts.of_act(rule, a, known.get(a.key), words) for a in rings]


def _counts(connection: Connection, rule: AlertRule, article: int, at: dt.datetime) -> list[Alert]:
    end = alerting.last_day(connection, (at + dt.timedelta(days=1)).date().isoformat())
    if end is None:
        return []
    start = counting.days_before(end, counting.span(rule) - 1)
    types = sorted({t for _, w in counting.subjects(rule.ask.wanted) for t in w.types})  # type: ignore[union-attr]
    found = acts(tellings.told_since(connection, start, end, article, types))
    read = tellings.articles_read(connection, start, end, article)
    rings = counting.counted(rule, found, read, end, alerting.known(connection, rule.id))
    words = tellings.words(connection, [t for c in rings for t in counting.shown(c)])
    return [counting.of_count(rule, c, words) for c in rings]


def _message(rule: AlertRule, own: Sequence[Alert], held: int) -> Message:
    return Message(rule.id, digest.title(rule.title, own), digest.body(own, held))


def _post(connection: Connection, rule: AlertRule, targets: Sequence[Target], at: dt.datetime) -> Message | None:
    """The next message of a rule, where alerts wait and enough time has passed since the last."""
    waiting = alerting.waiting(connection, rule.id)
    last = alerting.last_message(connection, rule.id)
    if not waiting or (last and last > _iso(at - dt.timedelta(seconds=rule.every))):
        return None
    own = waiting[: rule.most]
    message = _message(rule, [Alert.from_dict(json.loads(k.record)) for k in own], len(waiting) - len(own))
    alerting.post(
        connection, rule.id, message.title, message.body, [k.n for k in own], {t.hash: t.name for t in targets}, _iso(at)
    )
    return message


def _deliver(engine: Engine, target: Target, at: dt.datetime | None) -> int:
    """Send a target what it has not got, until one fails: then it is left in peace for a while. How many went out."""

    def moment(seconds: int = 0) -> str:
        return _iso((at or dt.datetime.now(dt.UTC)) + dt.timedelta(seconds=seconds))

    with engine.connect() as connection:
        waiting = alerting.due(connection, target.hash, moment())
    done = 0
    for d in waiting:
        with engine.begin() as connection:
            mine = alerting.claim(connection, d, moment(AGAIN[min(d.tries, len(AGAIN) - 1)]))
        if not mine:
            continue
        fault = send(target, d.title, d.body)
        # Killed here, the message went out and is not marked: it goes out once more, and nothing else does.
        with engine.begin() as connection:
            if fault is None:
                alerting.sent(connection, d, moment())
                done += 1
            else:
                alerting.failed(connection, d, fault, [moment(s) for s in AGAIN])
                break
    return done


def write_feed(engine: Engine, file: Path) -> None:
    """The last alerts as an Atom feed, in the place of an older one at one stroke."""
    with engine.begin() as connection:
        alone(connection, "alerts")
        id, kept = alerting.feed_id(connection), alerting.published(connection, ENTRIES)
    entries = [atom.Entry(k.id, k.made, k.sent_on or k.made, Alert.from_dict(json.loads(k.record))) for k in kept]
    fresh = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        with fresh.open("wb") as out:
            out.write(atom.feed(id, entries, tocsin.__version__))
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
