"""Opening an archive: a SQLite file by default, PostgreSQL by URL. Readers work while a writer writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    TextClause,
    create_engine,
    event,
    false,
    func,
    select,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from tocsin.store.schema import StoreError

WAIT = 30
"""Seconds that a writer waits for another one."""


CACHE = 65_536
"""KB of a SQLite archive that are kept in memory."""
LOG = 8_000
"""Pages (of 4 KB) that a SQLite archive's log may grow to before it goes into the file."""


def url_of(db: str) -> str:
    """`--db` as people write it: a URL, or the path of a SQLite file."""
    if "://" in db:
        return "postgresql+psycopg://" + db.split("://", 1)[1] if db.split("://")[0] in ("postgres", "postgresql") else db
    return f"sqlite:///{Path(db).expanduser()}"


def opened(db: str) -> Engine:
    """The archive at a URL or path, made where there is none and taken forward where it is of an older tocsin.

    Raises StoreError, with a remedy, for an address that is none, a server that is not there and an archive of a newer tocsin.
    """
    try:
        url = make_url(url_of(db))
        engine = create_engine(url, connect_args={"timeout": WAIT} if url.get_backend_name() == "sqlite" else {})
    except (ArgumentError, NoSuchModuleError) as fault:
        raise StoreError(f"{db}: {fault}; give a file (news.db) or an address (postgresql://user@host/name)") from fault
    except ModuleNotFoundError as fault:
        raise StoreError(f"{db}: {fault.name} is not installed; pip install 'tocsin[postgres]'") from fault
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite)
    # The tables' modules open transactions by `alone`, which stands here.
    from tocsin.store.migrations import prepare

    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                # Two that open a new archive at once: the second waits and finds it made.
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7064)")
            prepare(connection)
    except DBAPIError as fault:
        where = engine.url.render_as_string(hide_password=True)
        raise StoreError(
            f"{where}: {str(fault.orig).strip().splitlines()[0]}; is it there, and may you write to it?"
        ) from fault
    except StoreError as fault:
        raise StoreError(f"{db}: {fault}") from fault
    return engine


def alone(connection: Connection, what: str) -> None:
    """Begin a transaction that writes, alone in SQLite, in PostgreSQL alone in doing `what`: two that had read first could not both go on."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"tocsin {what}"))))


@contextmanager
def only_one(engine: Engine) -> Iterator[None]:
    """Hold that this process alone watches into the archive, until it ends in whatever way; raises StoreError where another one does."""
    taken = StoreError("another tocsin watch is watching into this archive; stop it, or choose another --db")
    if engine.dialect.name != "sqlite":
        with engine.connect() as connection:
            if not connection.execute(text("SELECT pg_try_advisory_lock(hashtext('tocsin watching'))")).scalar():
                raise taken
            connection.commit()
            try:
                yield
            finally:
                connection.invalidate()
        return
    # The operating system lets go of the lock when the process dies, and SQLite locks alike on all of them.
    lock = sqlite3.connect(f"{engine.url.database}-watch", timeout=0, isolation_level=None, check_same_thread=False)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as fault:
        lock.close()
        raise taken from fault
    try:
        yield
    finally:
        lock.close()


def among(column: Column[Any], numbers: Iterable[int]) -> ColumnElement[bool] | TextClause:
    """Whether a column is one of some whole numbers, written into the statement: a bound parameter each costs more than the look-up."""
    # As text, for of a literal of type Boolean SQLAlchemy makes "... IN (...) = 1" beside other conditions, which no index serves.
    own = ", ".join(str(int(n)) for n in numbers)
    return text(f"{column.table.name}.{column.name} IN ({own})") if own else false()


def _sqlite(connection: Any, _record: Any) -> None:
    """Write-ahead log, so that readers see a whole archive while it is written; every commit is on the disk before it is told."""
    # SQLAlchemy opens no transaction before a read; a write must begin as one, or two writers that have read could only fail.
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    # Fingerprints and keys are written all over their trees: they are to lie in memory, and to go into the file a few times, not at every batch. What a commit
    # has told is in the log, and the log on the disk, all the same.
    cursor.execute(f"PRAGMA cache_size=-{CACHE}")
    cursor.execute(f"PRAGMA wal_autocheckpoint={LOG}")
    cursor.close()
