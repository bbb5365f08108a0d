"""The desk's steps over an archive: each article once, in the order in which they came, all of a piece or nothing."""

from __future__ import annotations

from collections.abc import Callable, Container

from sqlalchemy import Connection, Engine, func, select

from tocsin.desk import bells, copies, disagreements, incidents, stories, translations
from tocsin.store.database import alone
from tocsin.store.schema import ARTICLES, BELLS, DESK, WIRES

PIECE = 100
"""Articles that are dealt with in one transaction."""


def _copies(connection: Connection, numbers: list[int]) -> None:
    for n, text, noise in copies.texts(connection, numbers):
        copies.record(connection, n, text, noise)


def _translations(connection: Connection, numbers: list[int]) -> None:
    translations.record(connection, numbers)
    disagreements.record(connection, numbers)


def _tripwires(connection: Connection, numbers: list[int]) -> None:
    bells.look(connection, bells.came(connection, numbers))


def _incidents(connection: Connection, numbers: list[int]) -> None:
    incidents.look(connection, bells.came(connection, numbers))


def _stories(connection: Connection, numbers: list[int]) -> None:
    stories.look(connection, bells.came(connection, numbers))


STEPS: tuple[tuple[str, Callable[[Connection, list[int]], None]], ...] = (
    ("copies", _copies),
    ("translations", _translations),
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


def rung(engine: Engine) -> list[str]:
    """Take the desk as far as the archive goes; a line for every tripwire that was set off or approached on the way."""
    with engine.connect() as connection:
        before = connection.execute(select(func.max(BELLS.c.n))).scalar() or 0
    catch_up(engine)
    asked = (
        select(BELLS.c.state, WIRES.c.title, BELLS.c.reason, WIRES.c.id)
        .join_from(BELLS, WIRES)
        .where(BELLS.c.n > before, BELLS.c.state.in_(("approached", "triggered", "answered")))
        .order_by(BELLS.c.n)
    )
    with engine.connect() as connection:
        rows = connection.execute(asked).all()
    # Of one that moved on in this very run only where it came to.
    last = {r.id: r for r in rows}
    return [f"tripwire {r.state}: {r.title}: {r.reason} (tocsin tripwire why {r.id})" for r in last.values()]


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
