"""The desk's steps over an archive: each article once, in the order in which they came, all of a piece or nothing."""

from __future__ import annotations

from collections.abc import Callable, Container

from sqlalchemy import Connection, Engine, select

from tocsin.desk import bells, copies, incidents, stories
from tocsin.store.database import alone
from tocsin.store.schema import ARTICLES, DESK

PIECE = 100
"""Articles that are dealt with in one transaction."""


def _copies(connection: Connection, numbers: list[int]) -> None:
    for n, text, noise in copies.texts(connection, numbers):
        copies.record(connection, n, text, noise)


def _tripwires(connection: Connection, numbers: list[int]) -> None:
    bells.look(connection, bells.came(connection, numbers))


def _incidents(connection: Connection, numbers: list[int]) -> None:
    incidents.look(connection, bells.came(connection, numbers))


def _stories(connection: Connection, numbers: list[int]) -> None:
    stories.look(connection, bells.came(connection, numbers))


STEPS: tuple[tuple[str, Callable[[Connection, list[int]], None]], ...] = (
    ("copies", _copies),
    ("stories", _stories),
    ("tripwires", _tripwires),
    ("incidents", _incidents),
)
"""In this order: who is a copy must be known before stories are gathered and sources counted."""


def catch_up(engine: Engine, only: Container[str] | None = None) -> int:
    """Take every step (or `only` some) as far as the archive goes; how many articles were new. Killed, it goes on from there."""
    done = 0
    for step, deal in STEPS:
        if only is not None and step not in only:
            continue
        n = 0
        while some := _piece(engine, step, deal):
            n += some
        done = max(done, n)
    return done


def _piece(engine: Engine, step: str, deal: Callable[[Connection, list[int]], None]) -> int:
    with engine.begin() as connection:
        alone(connection, step)
        last = connection.execute(select(DESK.c.article).where(DESK.c.step == step)).scalar()
        if last is None:
            connection.execute(DESK.insert().values(step=step, article=0))
        asked = select(ARTICLES.c.n).where(ARTICLES.c.n > (last or 0)).order_by(ARTICLES.c.n).limit(PIECE)
        new = list(connection.execute(asked).scalars())
        if new:
            deal(connection, new)
            connection.execute(DESK.update().where(DESK.c.step == step).values(article=new[-1]))
        return len(new)
