"""How an archive is made, and how an older one becomes one of today. Every table of every module is known here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, inspect, text

from tocsin.store import said
from tocsin.store.alert_tables import add_alert_tables
from tocsin.store.copying import DISTORTIONS
from tocsin.store.older import take_on
from tocsin.store.schema import META, METADATA, StoreError
from tocsin.store.story_tables import add_story_tables
from tocsin.store.vectors import VECTORS
from tocsin.store.watching import migrate as add_watching


def _fresh(connection: Connection) -> None:
    METADATA.create_all(connection)
    if connection.dialect.name == "sqlite":
        connection.execute(
            text(
                "CREATE VIRTUAL TABLE words USING fts5(title, text, content='articles', content_rowid='n', tokenize='unicode61 remove_diacritics 2')"
            )
        )
        connection.execute(
            text(
                "CREATE TRIGGER words_in AFTER INSERT ON articles BEGIN INSERT INTO words(rowid, title, text) VALUES (new.n, new.title, new.text); END"
            )
        )
    else:
        connection.execute(
            text("CREATE INDEX words ON articles USING gin (to_tsvector('simple', coalesce(title, '') || ' ' || text))")
        )
    said.index(connection)


def add_vectors(connection: Connection) -> None:
    """Tables of sentence vectors and of where copies disagree."""
    METADATA.create_all(connection, tables=[VECTORS, DISTORTIONS])


MIGRATIONS: Sequence[Callable[[Connection], None]] = (add_vectors, add_alert_tables, add_watching, add_story_tables, take_on)
"""Each takes an archive one version on, in the transaction that also writes the version: `MIGRATIONS[n]` makes version n + 2 of version n + 1."""

VERSION = len(MIGRATIONS) + 1
"""Of the tables of today."""


def prepare(connection: Connection, migrations: Sequence[Callable[[Connection], None]] = MIGRATIONS) -> None:
    """Make the tables where there are none, and take older ones forward; raises StoreError for an archive of a newer tocsin or of something else."""
    version = len(migrations) + 1
    tables = set(inspect(connection).get_table_names())
    if "meta" not in tables:
        if tables & set(METADATA.tables):
            raise StoreError("the database holds tables of something else under the names of ours; choose another --db")
        _fresh(connection)
        connection.execute(META.insert().values(key="schema", value=str(version)))
        return
    found = connection.execute(META.select().where(META.c.key == "schema")).one().value
    if int(found) > version:
        raise StoreError(f"the archive is of version {found} and this tocsin knows {version}; upgrade tocsin")
    for n in range(int(found), version):
        migrations[n - 1](connection)
        connection.execute(META.update().where(META.c.key == "schema").values(value=str(n + 1)))
