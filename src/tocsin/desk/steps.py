"""The desk's steps over an archive: each article once, in the order in which they came, all of a piece or nothing. A piece is read once for all steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, func, select

from tocsin.store.database import alone
from tocsin.store.schema import ARTICLES, DESK

if TYPE_CHECKING:
    from tocsin.desk.arriving import Arrived

PIECE = 200
"""Articles that are dealt with in one transaction."""


def _copies(connection: Connection, articles: Sequence[Arrived]) -> None:
    from tocsin.desk import copies

    copies.look(connection, articles)


def _tripwires(connection: Connection, articles: Sequence[Arrived]) -> None:
    from tocsin.desk import arriving, bells

    bells.look(connection, arriving.came(connection, articles))


def _incidents(connection: Connection, articles: Sequence[Arrived]) -> None:
    from tocsin.desk import arriving, placing

    placing.look(connection, arriving.came(connection, articles))


STEPS: tuple[tuple[str, Callable[[Connection, Sequence[Arrived]], None]], ...] = (
    ("copies", _copies),
    ("tripwires", _tripwires),
    ("incidents", _incidents),
)
"""In this order: who is a copy must be known before sources are counted."""


def catch_up(engine: Engine) -> int:
    """Take every step as far as the archive goes; how many articles were new. Killed, it goes on from there."""
    done = 0
    while _behind(engine):
        done += _piece(engine)
    return done


def _behind(engine: Engine) -> bool:
    """Whether an article is there that a step has not dealt with; asked without waiting for a writer."""
    with engine.connect() as connection:
        return min(_places(connection).values()) < (connection.execute(select(func.max(ARTICLES.c.n))).scalar() or 0)


def _places(connection: Connection) -> dict[str, int]:
    """How far each step has come."""
    known = {step: n for step, n in connection.execute(select(DESK.c.step, DESK.c.article))}
    return {step: known.get(step, 0) for step, _ in STEPS}


def _piece(engine: Engine) -> int:
    """The next articles through all steps that they are new to."""
    from tocsin.desk.arriving import arrived

    with engine.begin() as connection:
        alone(connection, "desk")
        places = _places(connection)
        asked = select(ARTICLES.c.n).where(ARTICLES.c.n > min(places.values())).order_by(ARTICLES.c.n).limit(PIECE)
        numbers = list(connection.execute(asked).scalars())
        articles = arrived(connection, numbers)
        for step, deal in STEPS:
            if numbers and numbers[-1] > places[step]:
                deal(connection, [a for a in articles if a.n > places[step]])
                connection.execute(DESK.delete().where(DESK.c.step == step))
                connection.execute(DESK.insert().values(step=step, article=numbers[-1]))
        return len(numbers)
