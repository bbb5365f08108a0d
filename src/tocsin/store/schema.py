"""The tables of an archive. Those of single steps of the desk stand in modules of their own; `migrations` knows them all.

Articles are kept once. A *reading* is what one maker (model, tables, settings) made of an article on a day; readings stand beside one
another and are never overwritten, the last one is marked. Rows of events, participants, statements and tripwires belong to a reading and
serve questions; the whole record lies beside them, compressed, and so does the graph it was composed from.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()

META = Table("meta", METADATA, Column("key", String, primary_key=True), Column("value", String, nullable=False))

ARTICLES = Table(
    "articles", METADATA,
    Column("n", Integer, primary_key=True),
    Column("id", String(16), nullable=False, unique=True),
    Column("source_id", String), Column("url", Text), Column("outlet", String), Column("title", Text),
    Column("language", String), Column("published", String), Column("day", String(10)), Column("text", Text, nullable=False),
    Column("added", String, nullable=False),
    Index("articles_day_outlet", "day", "outlet"), Index("articles_added", "added"),
)  # fmt: skip
"""`id` is the report's, `day` the day of publication, else null; `added` when it was stored, ISO 8601 in UTC."""

MAKERS = Table(
    "makers", METADATA,
    Column("n", Integer, primary_key=True), Column("hash", String(16), nullable=False, unique=True), Column("made_by", Text, nullable=False),
)  # fmt: skip
"""What makes readings: a report's `made_by` as JSON, and a hash of it."""

READINGS = Table(
    "readings", METADATA,
    Column("n", Integer, primary_key=True),
    Column("article", ForeignKey("articles.n"), nullable=False), Column("maker", ForeignKey("makers.n"), nullable=False),
    Column("at", String, nullable=False), Column("last", Boolean, nullable=False), Column("report", LargeBinary, nullable=False),
    UniqueConstraint("article", "maker"), Index("readings_last", "article", "last"),
)  # fmt: skip
"""A vintage: `at` when it was made, `last` whether none came after it, `report` the record without its text, JSON under zlib."""

GRAPHS = Table(
    "graphs", METADATA,
    Column("article", ForeignKey("articles.n"), primary_key=True), Column("model", String, primary_key=True),
    Column("graph", LargeBinary, nullable=False),
)  # fmt: skip
"""What a model (by its checksum) saw in an article: JSON under zlib."""

ENTITIES = Table(
    "entities", METADATA,
    Column("reading", ForeignKey("readings.n"), primary_key=True), Column("id", String, primary_key=True),
    Column("kind", String, nullable=False), Column("text", Text, nullable=False), Column("name", String), Column("country", String(3)),
    Column("sectors", String, nullable=False), Column("knowledge_id", String), Column("latitude", Float), Column("longitude", Float),
    Column("precision", String), Column("geonames_id", Integer), Column("start", Integer, nullable=False), Column("end", Integer, nullable=False),
    Index("entities_name", "name"), Index("entities_country", "country"),
)  # fmt: skip

EVENTS = Table(
    "events", METADATA,
    Column("reading", ForeignKey("readings.n"), primary_key=True), Column("id", String, primary_key=True),
    Column("type", String, nullable=False), Column("modes", String, nullable=False), Column("status", String, nullable=False),
    Column("historical", Boolean, nullable=False), Column("confidence", Float, nullable=False), Column("trigger", Text, nullable=False),
    Column("first", String(10)), Column("until", String(10)), Column("place", String), Column("killed", Integer), Column("injured", Integer),
    Column("arrested", Integer), Column("start", Integer, nullable=False), Column("end", Integer, nullable=False),
    Index("events_type", "type", "status", "first"), Index("events_first", "first"),
)  # fmt: skip
"""`first` and `until` are the days between which the text puts the act, null where it gives no day."""

PARTICIPANTS = Table(
    "participants", METADATA,
    Column("reading", ForeignKey("readings.n"), primary_key=True), Column("event", String, primary_key=True), Column("role", String, primary_key=True),
    Column("entity", String, primary_key=True), Index("participants_entity", "reading", "entity"),
)  # fmt: skip
"""`role` is actor or recipient."""

STATEMENTS = Table(
    "statements", METADATA,
    Column("reading", ForeignKey("readings.n"), primary_key=True), Column("id", String, primary_key=True), Column("speaker", String),
    Column("via", String), Column("cue", Text, nullable=False), Column("direct", Boolean, nullable=False),
    Column("start", Integer, nullable=False), Column("end", Integer, nullable=False),
)  # fmt: skip

TRIPWIRES = Table(
    "tripwires", METADATA,
    Column("reading", ForeignKey("readings.n"), primary_key=True), Column("id", String, primary_key=True), Column("issuer", String),
    Column("triggers", String, nullable=False), Column("responses", String, nullable=False), Column("statement", String),
    Column("start", Integer, nullable=False), Column("end", Integer, nullable=False),
)  # fmt: skip

PRINTS = Table(
    "prints", METADATA,
    Column("hash", BigInteger, primary_key=True), Column("article", ForeignKey("articles.n"), primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip
"""Fingerprints of articles' words, by which copies are found."""

COPIES = Table(
    "copies", METADATA,
    Column("article", ForeignKey("articles.n"), primary_key=True), Column("of", ForeignKey("articles.n"), primary_key=True),
    Column("kind", String, nullable=False), Column("coverage", Float, nullable=False), Column("passages", Text, nullable=False),
    Index("copies_of", "of"),
)  # fmt: skip
"""`article` is a copy of the earlier `of`: verbatim, shortened, extended, edited or merged; `coverage` is the share of its words that stand there,
`passages` a JSON list of [start, end, start there, end there]."""

WIRES = Table(
    "wires", METADATA,
    Column("id", String, primary_key=True), Column("title", Text, nullable=False), Column("issuer", String, nullable=False),
    Column("triggers", Text, nullable=False), Column("responses", Text, nullable=False), Column("since", String(10)), Column("until", String(10)),
    Column("level", String, nullable=False), Column("window", Integer, nullable=False), Column("withdrawn", Boolean, nullable=False),
    Column("written", Boolean, nullable=False), Column("references", Text, nullable=False), Column("state", String, nullable=False),
    Index("wires_state", "state", "until"),
)  # fmt: skip
"""The tripwires of the board: patterns as JSON, the state that each is in."""

TELLINGS = Table(
    "tellings", METADATA,
    Column("wire", ForeignKey("wires.id"), primary_key=True), Column("article", ForeignKey("articles.n"), primary_key=True),
    Column("tripwire", String, primary_key=True),
)  # fmt: skip
"""Which articles tell a tripwire, with the id that it has in the report."""

HITS = Table(
    "hits", METADATA,
    Column("wire", ForeignKey("wires.id"), primary_key=True), Column("article", ForeignKey("articles.n"), primary_key=True),
    Column("event", String, primary_key=True), Column("half", String, primary_key=True), Column("full", Boolean, nullable=False),
    Column("status", String, nullable=False), Column("confidence", Float, nullable=False), Column("day", String(10)),
    Column("words", Text, nullable=False), Column("fits", Text, nullable=False), Column("state", Boolean, nullable=False),
)  # fmt: skip
"""Events that fit a tripwire; `state` whether a state's outlet tells it."""

BELLS = Table(
    "bells", METADATA,
    Column("n", Integer, primary_key=True), Column("wire", ForeignKey("wires.id"), nullable=False), Column("at", String, nullable=False),
    Column("day", String(10)), Column("before", String, nullable=False), Column("state", String, nullable=False), Column("reason", Text, nullable=False),
    Column("evidence", Text, nullable=False), Column("verdict", String), Column("note", Text), Index("bells_wire", "wire"),
)  # fmt: skip
"""Every change of a tripwire's state: when it was noticed, on which last day of the archive, why, by which events ([report, event] as JSON), and what the user said of it."""

MISSED = Table(
    "missed", METADATA,
    Column("n", Integer, primary_key=True), Column("wire", ForeignKey("wires.id"), nullable=False), Column("day", String(10), nullable=False),
    Column("note", Text, nullable=False),
)  # fmt: skip
"""What a user says that the bell should have rung for."""

GRADES = Table("grades", METADATA, Column("outlet", String, primary_key=True), Column("grade", String(1), nullable=False))
"""How reliable a user holds an outlet to be, a to f as in the Admiralty code; never guessed by us."""

INCIDENTS = Table(
    "incidents", METADATA,
    Column("n", Integer, primary_key=True), Column("type", String, nullable=False), Column("first", String(10)), Column("until", String(10)),
    Column("actors", Text, nullable=False), Column("recipients", Text, nullable=False), Column("country", String(3)), Column("place", String),
    Column("latitude", Float), Column("longitude", Float), Column("sources", Integer, nullable=False, server_default="1"),
    Index("incidents_told", "sources", "until", "n"), Index("incidents_of_type", "type", "sources", "until", "n"),
)  # fmt: skip
"""One act that events of many reports tell: between which days, who and to whom (parties as JSON), and where, as far as any of them says; `sources` how many tell it independently."""

INCIDENT_EVENTS = Table(
    "incident_events", METADATA,
    Column("article", ForeignKey("articles.n"), primary_key=True), Column("event", String, primary_key=True),
    Column("incident", ForeignKey("incidents.n"), nullable=False), Column("status", String, nullable=False), Column("killed", Integer),
    Column("injured", Integer), Column("arrested", Integer), Column("words", Text, nullable=False), Column("said_by", String),
    Index("incident_events_incident", "incident"),
)  # fmt: skip
"""The events of an incident, in the order in which they came; `said_by` who claims it, null where the outlet says it in its own voice."""

DESK = Table("desk", METADATA, Column("step", String, primary_key=True), Column("article", Integer, nullable=False))
"""How far each step of the desk has come: the number of the last article that it has dealt with."""

OF_READING = (ENTITIES, EVENTS, PARTICIPANTS, STATEMENTS, TRIPWIRES)


class StoreError(RuntimeError):
    """An archive that cannot be used; the message says which, why and what to do."""
