"""The tables of alerts: how far each rule has looked, what rang, the messages made of it, and to whom each went. Queries are in `alerting`.

Addresses to send to hold passwords: what is kept of one is a hash and its name with the secrets left out.
"""

from __future__ import annotations

from sqlalchemy import Column, Connection, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from tocsin.store.schema import METADATA

ALERT_RULES = Table(
    "alert_rules", METADATA,
    Column("rule", String, primary_key=True), Column("article", Integer, nullable=False), Column("bell", Integer, nullable=False),
    Column("looked", String, nullable=False),
)  # fmt: skip
"""How far a rule has come: the last article and the last bell that it has seen, and when."""

ALERT_MESSAGES = Table(
    "alert_messages", METADATA,
    Column("n", Integer, primary_key=True), Column("rule", String, nullable=False), Column("at", String, nullable=False),
    Column("title", Text, nullable=False), Column("body", Text, nullable=False), Index("alert_messages_rule", "rule", "at"),
)  # fmt: skip
"""What is sent, word for word, so that what is sent again is the same."""

ALERTS = Table(
    "alerts", METADATA,
    Column("n", Integer, primary_key=True), Column("id", String(36), nullable=False, unique=True), Column("rule", String, nullable=False),
    Column("key", String, nullable=False), Column("state", String, nullable=False), Column("made", String, nullable=False),
    Column("record", Text, nullable=False), Column("message", ForeignKey("alert_messages.n")),
    UniqueConstraint("rule", "key", "state"), Index("alerts_message", "message"),
)  # fmt: skip
"""What rang, once for each rule, `key` (an act, a bell, a count) and state; `message` null as long as it is held back. `record` is JSON."""

ALERT_TARGETS = Table(
    "alert_targets", METADATA,
    Column("target", String(16), primary_key=True), Column("name", Text, nullable=False), Column("failures", Integer, nullable=False),
    Column("next", String), Column("fault", Text),
)  # fmt: skip
"""Where messages go: how often in a row it has failed, why, and before when it is not tried again."""

ALERT_DELIVERIES = Table(
    "alert_deliveries", METADATA,
    Column("message", ForeignKey("alert_messages.n"), primary_key=True), Column("target", ForeignKey("alert_targets.target"), primary_key=True),
    Column("tries", Integer, nullable=False), Column("next", String), Column("sent", String), Index("alert_deliveries_open", "target", "sent"),
)  # fmt: skip
"""One message to one target: how often it was tried, before when not again, when it was sent (null: not yet)."""

ALERT_TABLES = (ALERT_RULES, ALERT_MESSAGES, ALERTS, ALERT_TARGETS, ALERT_DELIVERIES)


def add_alert_tables(connection: Connection) -> None:
    """Take an archive on that has no alerts yet."""
    METADATA.create_all(connection, tables=list(ALERT_TABLES))
