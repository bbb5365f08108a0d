"""The outbox: alerts that rang, the messages made of them, and what went to whom. Each alert is kept once, each message goes to each target once.

Moments are ISO 8601 in UTC, to the second. What rings is left to the desk, sending to `tocsin.send`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from tocsin.store.alert_tables import ALERT_DELIVERIES, ALERT_MESSAGES, ALERT_RULES, ALERT_TARGETS, ALERTS
from tocsin.store.schema import ARTICLES, BELLS, DESK, META, WIRES


@dataclass(frozen=True, slots=True)
class Kept:
    """An alert of the outbox: its own id everywhere (a UUID), its number here, when it was made, when its message was, and the record (JSON)."""

    n: int
    id: str
    rule: str
    made: str
    sent_on: str | None
    record: str


@dataclass(frozen=True, slots=True)
class Due:
    """A message that one target has not got yet, and how often it was tried."""

    message: int
    target: str
    tries: int
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Start:
    """From where a rule looks: after which article and which bell, when it looked last; `first` where it never has."""

    article: int
    bell: int
    looked: str | None
    first: bool


def reached(connection: Connection) -> tuple[int, int]:
    """The last article that the desk has dealt with, and the last bell."""
    article = connection.execute(select(DESK.c.article).where(DESK.c.step == "incidents")).scalar() or 0
    return article, connection.execute(select(func.max(BELLS.c.n))).scalar() or 0


def start_of(connection: Connection, rule: str, since: str | None, first: str) -> Start:
    """Where a rule goes on: at a moment that the user names, else where it was, else (never run) at the moment `first`."""
    row = connection.execute(select(ALERT_RULES).where(ALERT_RULES.c.rule == rule)).first()
    if row is not None and since is None:
        return Start(row.article, row.bell, row.looked, False)
    moment = since or first
    article = connection.execute(select(func.max(ARTICLES.c.n)).where(ARTICLES.c.added < moment)).scalar() or 0
    bell = connection.execute(select(func.max(BELLS.c.n)).where(BELLS.c.at < moment)).scalar() or 0
    return Start(article, bell, None, row is None)


def known(connection: Connection, rule: str, keys: Iterable[str] | None = None) -> dict[str, str]:
    """The state in which each key of a rule rang last; of some keys, or of all."""
    asked = select(ALERTS.c.key, ALERTS.c.state).where(ALERTS.c.rule == rule).order_by(ALERTS.c.n)
    wanted = None if keys is None else sorted(set(keys))
    if wanted is None:
        return {k: s for k, s in connection.execute(asked)}
    out: dict[str, str] = {}
    for k in range(0, len(wanted), 500):
        out |= {key: s for key, s in connection.execute(asked.where(ALERTS.c.key.in_(wanted[k : k + 500])))}
    return out


def bells(connection: Connection, after: int, upto: int) -> list[tuple[int, str, str, str, str, str, str, str]]:
    """Bells after one and up to another: number, tripwire, its title and level, before, state, reason, evidence (JSON)."""
    asked = (
        select(BELLS.c.n, WIRES.c.id, WIRES.c.title, WIRES.c.level, BELLS.c.before, BELLS.c.state, BELLS.c.reason, BELLS.c.evidence)
        .join_from(BELLS, WIRES)
        .where(BELLS.c.n > after, BELLS.c.n <= upto)
        .order_by(BELLS.c.n)
    )  # fmt: skip
    return [tuple(r) for r in connection.execute(asked)]


def last_day(connection: Connection, tomorrow: str) -> str | None:
    """The last day of publication; days after `tomorrow` are taken for faults, unless there are no others."""
    asked = select(func.max(ARTICLES.c.day))
    return connection.execute(asked.where(ARTICLES.c.day <= tomorrow)).scalar() or connection.execute(asked).scalar()


def keep(connection: Connection, rule: str, alerts: Sequence[tuple[str, str, str]], article: int, bell: int, now: str) -> int:
    """Alerts of a rule (key, state, record) into the outbox, and how far the rule has come; how many were not there yet."""
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    new = 0
    for key, state, record in alerts:
        row = {"id": str(uuid.uuid4()), "rule": rule, "key": key, "state": state, "made": now, "record": record}
        new += connection.execute(insert(ALERTS).values(row).on_conflict_do_nothing()).rowcount
    there = connection.execute(select(ALERT_RULES).where(ALERT_RULES.c.rule == rule)).first()
    if there is None:
        connection.execute(ALERT_RULES.insert().values(rule=rule, article=article, bell=bell, looked=now))
    else:
        far = {"article": max(article, there.article), "bell": max(bell, there.bell), "looked": max(now, there.looked)}
        connection.execute(ALERT_RULES.update().where(ALERT_RULES.c.rule == rule).values(**far))
    return new


def waiting(connection: Connection, rule: str) -> list[Kept]:
    """Alerts of a rule that no message holds yet, the oldest first."""
    return _kept(connection, ALERTS.c.rule == rule, ALERTS.c.message.is_(None))


def held_back(connection: Connection) -> dict[str, int]:
    """How many alerts of each rule no message holds yet."""
    asked = (
        select(ALERTS.c.rule, func.count()).where(ALERTS.c.message.is_(None)).group_by(ALERTS.c.rule).order_by(ALERTS.c.rule)
    )
    return {rule: n for rule, n in connection.execute(asked)}


def _kept(connection: Connection, *asked: ColumnElement[bool]) -> list[Kept]:
    rows = connection.execute(select(ALERTS, ALERT_MESSAGES.c.at).outerjoin(ALERT_MESSAGES).where(*asked).order_by(ALERTS.c.n))
    return [Kept(r.n, r.id, r.rule, r.made, r.at, r.record) for r in rows]


def last_message(connection: Connection, rule: str) -> str | None:
    """When the last message of a rule was made."""
    return connection.execute(select(func.max(ALERT_MESSAGES.c.at)).where(ALERT_MESSAGES.c.rule == rule)).scalar()


def post(
    connection: Connection, rule: str, title: str, body: str, alerts: Sequence[int], targets: Mapping[str, str], now: str
) -> int:
    """A message of some alerts (their numbers), to be sent to some targets (hash → name); its number."""
    made = ALERT_MESSAGES.insert().values(rule=rule, at=now, title=title, body=body).returning(ALERT_MESSAGES.c.n)
    n = connection.execute(made).scalar_one()
    connection.execute(ALERTS.update().where(ALERTS.c.n.in_(list(alerts))).values(message=n))
    there = set(connection.execute(select(ALERT_TARGETS.c.target)).scalars())
    for target, name in targets.items():
        if target not in there:
            connection.execute(ALERT_TARGETS.insert().values(target=target, name=name, failures=0))
        connection.execute(ALERT_DELIVERIES.insert().values(message=n, target=target, tries=0))
    return int(n)


def due(connection: Connection, target: str, now: str) -> list[Due]:
    """What a target has not got yet and may be tried now: what was never tried first, then in order. Nothing while it is being left in peace."""
    rests = connection.execute(select(ALERT_TARGETS.c.next).where(ALERT_TARGETS.c.target == target)).scalar()
    if rests and rests > now:
        return []
    asked = (
        select(ALERT_DELIVERIES, ALERT_MESSAGES.c.title, ALERT_MESSAGES.c.body)
        .join_from(ALERT_DELIVERIES, ALERT_MESSAGES)
        .where(ALERT_DELIVERIES.c.target == target, ALERT_DELIVERIES.c.sent.is_(None))
        .where(ALERT_DELIVERIES.c.next.is_(None) | (ALERT_DELIVERIES.c.next <= now))
        .order_by(ALERT_DELIVERIES.c.tries, ALERT_DELIVERIES.c.message)
    )
    return [Due(r.message, r.target, r.tries, r.title, r.body) for r in connection.execute(asked)]


def claim(connection: Connection, d: Due, again: str) -> bool:
    """Take a message to send it, not to be tried again before a moment; False where another process has taken it."""
    own = (ALERT_DELIVERIES.c.message == d.message) & (ALERT_DELIVERIES.c.target == d.target)
    free = ALERT_DELIVERIES.c.sent.is_(None) & (ALERT_DELIVERIES.c.tries == d.tries)
    return bool(connection.execute(ALERT_DELIVERIES.update().where(own & free).values(tries=d.tries + 1, next=again)).rowcount)


def sent(connection: Connection, d: Due, now: str) -> None:
    """A message went out; its target answers again."""
    own = (ALERT_DELIVERIES.c.message == d.message) & (ALERT_DELIVERIES.c.target == d.target)
    connection.execute(ALERT_DELIVERIES.update().where(own).values(sent=now))
    connection.execute(
        ALERT_TARGETS.update().where(ALERT_TARGETS.c.target == d.target).values(failures=0, next=None, fault=None)
    )


def failed(connection: Connection, d: Due, fault: str, again: Sequence[str]) -> None:
    """A message did not go out; `again` has the moments before which its target is left in peace, by how often in a row it has failed."""
    own = ALERT_TARGETS.c.target == d.target
    failures = connection.execute(select(ALERT_TARGETS.c.failures).where(own)).scalar_one() + 1
    rests = again[min(failures, len(again)) - 1]
    connection.execute(ALERT_TARGETS.update().where(own).values(failures=failures, next=rests, fault=fault))


@dataclass(frozen=True, slots=True)
class Unsent:
    """A target that has not got everything: its hash and name, how many messages wait, why it failed last, and before when it is not tried again."""

    target: str
    name: str
    messages: int
    fault: str | None
    next: str | None


def unsent(connection: Connection) -> list[Unsent]:
    """Targets for which messages wait."""
    asked = (
        select(ALERT_TARGETS, func.count().label("messages"))
        .join_from(ALERT_DELIVERIES, ALERT_TARGETS)
        .where(ALERT_DELIVERIES.c.sent.is_(None))
        .group_by(*ALERT_TARGETS.c)
        .order_by(ALERT_TARGETS.c.name)
    )
    return [Unsent(r.target, r.name, r.messages, r.fault, r.next) for r in connection.execute(asked)]


def published(connection: Connection, limit: int) -> list[Kept]:
    """The last alerts that messages hold, the latest first."""
    asked = select(ALERTS.c.n).where(ALERTS.c.message.is_not(None)).order_by(ALERTS.c.message.desc(), ALERTS.c.n.desc())
    numbers = list(connection.execute(asked.limit(limit)).scalars())
    found = {k.n: k for k in _kept(connection, ALERTS.c.n.in_(numbers))}
    return [found[n] for n in numbers]


def feed_id(connection: Connection) -> str:
    """The archive's own id of its feed, a UUID that is drawn once."""
    stored = connection.execute(select(META.c.value).where(META.c.key == "feed")).scalar()
    if stored is None:
        stored = str(uuid.uuid4())
        connection.execute(META.insert().values(key="feed", value=stored))
    return stored
