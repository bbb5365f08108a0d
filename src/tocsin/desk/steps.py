"""The desk's steps over an archive: each article once, in the order in which they came, all of a piece or nothing. A piece is read once for all steps."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, func, select

from tocsin.store.database import alone
from tocsin.store.schema import ARTICLES, BELLS, DESK, WIRES

# Each step brings in its own module when there is something to do: commands that only list must not wait for numpy and tables of words.
if TYPE_CHECKING:
    from tocsin.desk.arriving import Arrived

PIECE = 200
"""Articles that are dealt with in one transaction."""

Step = Callable[[Connection, Sequence["Arrived"]], None]


def _copies(connection: Connection, articles: Sequence[Arrived]) -> None:
    from tocsin.desk import copies

    copies.look(connection, articles)


def _translations(connection: Connection, articles: Sequence[Arrived]) -> None:
    from tocsin.desk import disagreements, translations

    translations.record(connection, articles)
    disagreements.record(connection, articles)


def _stories(connection: Connection, articles: Sequence[Arrived]) -> None:
    from tocsin.desk import gathering

    gathering.look(connection, articles)


def _tripwires(connection: Connection, articles: Sequence[Arrived]) -> None:
    from tocsin.desk import arriving, bells

    bells.look(connection, arriving.came(connection, articles))


def _incidents(connection: Connection, articles: Sequence[Arrived]) -> None:
    from tocsin.desk import arriving, placing

    placing.look(connection, arriving.came(connection, articles))


STEPS: tuple[tuple[str, Step], ...] = (
    ("copies", _copies),
    ("translations", _translations),
    ("stories", _stories),
    ("tripwires", _tripwires),
    ("incidents", _incidents),
)
"""In this order: who is a copy must be known before stories are gathered and sources counted."""


def catch_up(engine: Engine, only: Container[str] | None = None) -> int:
    """Take every step (or `only` some) as far as the archive goes; how many articles were new. Killed, it goes on from there."""
    steps = [(step, deal) for step, deal in STEPS if only is None or step in only]
    done = 0
    while steps and _behind(engine, steps):
        done += _piece(engine, steps)
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


def _behind(engine: Engine, steps: Sequence[tuple[str, Step]]) -> bool:
    """Whether an article is there that a step has not dealt with; asked without waiting for a writer."""
    with engine.connect() as connection:
        return min(_places(connection, steps).values()) < (connection.execute(select(func.max(ARTICLES.c.n))).scalar() or 0)


def _places(connection: Connection, steps: Sequence[tuple[str, Step]]) -> dict[str, int]:
    """How far each step has come."""
    known = {step: n for step, n in connection.execute(select(DESK.c.step, DESK.c.article))}
    return {step: known.get(step, 0) for step, _ in steps}


def _piece(engine: Engine, steps: Sequence[tuple[str, Step]]) -> int:
    """The next articles through all steps that they are new to."""
    from tocsin.desk.arriving import arrived

    with engine.begin() as connection:
        alone(connection, "desk")
        places = _places(connection, steps)
        asked = select(ARTICLES.c.n).where(ARTICLES.c.n > min(places.values())).order_by(ARTICLES.c.n).limit(PIECE)
        numbers = list(connection.execute(asked).scalars())
        articles = arrived(connection, numbers)
        for step, deal in steps:
            if numbers and numbers[-1] > places[step]:
                deal(connection, [a for a in articles if a.n > places[step]])
                connection.execute(DESK.delete().where(DESK.c.step == step))
                connection.execute(DESK.insert().values(step=step, article=numbers[-1]))
        return len(numbers)
