"""The desk's steps over an archive: each article once, in the order in which they came, all of a piece or nothing."""

from __future__ import annotations

from sqlalchemy import Engine, select

from tocsin.desk import copies
from tocsin.store.database import alone
from tocsin.store.schema import ARTICLES, DESK

PIECE = 100
"""Articles that are dealt with in one transaction."""


def catch_up(engine: Engine) -> int:
    """Take every step as far as the archive goes; how many articles the first one had not seen yet. Killed, it goes on from there."""
    done = 0
    while n := _piece(engine, "copies"):
        done += n
    return done


def _piece(engine: Engine, step: str) -> int:
    with engine.begin() as connection:
        alone(connection, step)
        last = connection.execute(select(DESK.c.article).where(DESK.c.step == step)).scalar()
        if last is None:
            connection.execute(DESK.insert().values(step=step, article=0))
        new = list(
            connection.execute(
                select(ARTICLES.c.n).where(ARTICLES.c.n > (last or 0)).order_by(ARTICLES.c.n).limit(PIECE)
            ).scalars()
        )
        for n, text, noise in copies.texts(connection, new):
            copies.record(connection, n, text, noise)
        if new:
            connection.execute(DESK.update().where(DESK.c.step == step).values(article=new[-1]))
        return len(new)
