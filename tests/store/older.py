"""Archives as older versions made them: one of today taken back, table by table, to any version."""

from sqlalchemy import Column, ForeignKey, MetaData, String, Table, text

from tocsin.store import story_tables, watching
from tocsin.store.alert_tables import ALERT_TABLES
from tocsin.store.copying import DISTORTIONS
from tocsin.store.desk_index import LOOK_UPS
from tocsin.store.migrations import VERSION
from tocsin.store.schema import DESK, INCIDENTS, META, METADATA
from tocsin.store.vectors import VECTORS


def _without(connection, tables, *steps):
    METADATA.drop_all(connection, tables=list(tables))
    connection.execute(DESK.delete().where(DESK.c.step.in_(steps)))


def _without_look_ups(connection):
    for index in INCIDENTS.indexes:
        index.drop(connection)
    _without(connection, LOOK_UPS)
    for words in ("DROP TABLE said_words", "DROP TRIGGER said_in") if connection.dialect.name == "sqlite" else ():
        connection.execute(text(words))
    for words in ("DROP TABLE said", "ALTER TABLE incidents DROP COLUMN sources"):
        connection.execute(text(words))
    connection.execute(text("CREATE INDEX incidents_type ON incidents (type, first)"))
    own = MetaData()
    Table("wires", own, Column("id", String, primary_key=True))
    types = Table(
        "wire_types",
        own,
        Column("type", String, primary_key=True),
        Column("wire", ForeignKey("wires.id"), primary_key=True),
    )
    types.create(connection)


UNDONE = (
    lambda connection: _without(connection, (VECTORS, DISTORTIONS), "translations"),
    lambda connection: _without(connection, ALERT_TABLES),
    lambda connection: _without(connection, watching.TABLES),
    lambda connection: _without(connection, story_tables.TABLES, "stories"),
    _without_look_ups,
)
"""What takes back each of `migrations.MIGRATIONS`."""


def taken_back(engine, version):
    """Make an archive of today one of an older version."""
    with engine.begin() as connection:
        for n in range(VERSION - 1, version - 1, -1):
            UNDONE[n - 1](connection)
        connection.execute(META.update().where(META.c.key == "schema").values(value=str(version)))
