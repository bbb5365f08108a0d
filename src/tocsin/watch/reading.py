"""Articles that are ready, read some at a time and stored with their items: each item leaves the pending ones in the transaction that stores its article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from tocsin.intake.article import Article
from tocsin.line import Reader, Unreadable, report_id
from tocsin.reader.graph import Graph
from tocsin.report import Report
from tocsin.store.asking import read_by
from tocsin.store.watching import settle
from tocsin.store.writing import Made, made_by_hash, write

LONGEST = 500_000
"""Characters of an article; a longer one is a book, and would keep all others waiting."""


@dataclass(frozen=True, slots=True)
class Ready:
    """An item (its number) with its article, or with the state it comes to without one; `note` is what is to be known of it."""

    item: int
    article: Article | None
    note: str | None
    state: str = "stored"


def read_and_store(engine: Engine, reader: Reader, some: Sequence[Ready], now: str) -> Counter[str]:
    """Read what has not been read before, store all of it in one transaction; how many items came to which state, and `new`, the articles that were new.

    An article that the reader fails on is told in its item and keeps no other from being stored.
    """
    states: dict[int, tuple[str, str | None, str | None]] = {}
    reading: dict[str, Ready] = {}
    for r in some:
        if r.article is None:
            states[r.item] = (r.state, r.note, None)
        elif len(r.article.text) > LONGEST:
            states[r.item] = ("skipped", f"has more than {LONGEST:,} letters", None)
        else:
            id = report_id(r.article.text, r.article.url)
            states[r.item] = ("stored", r.note, id)
            reading[id] = r
    known = read_by(engine, list(reading), made_by_hash(reader.made_by)) if reading else set()
    made, faults = _read(reader, {id: r.article for id, r in reading.items() if id not in known and r.article is not None})
    for item, (state, _, article) in list(states.items()):
        if state == "stored" and article in faults:
            states[item] = ("skipped", faults[article], None)

    def then(connection: Connection) -> None:
        for item, (state, reason, article) in states.items():
            settle(connection, item, state, now, reason, article)

    written = write(engine, made, then) if made else None
    if written is None:
        with engine.begin() as connection:
            then(connection)
    return Counter(s for s, _, _ in states.values()) + Counter(new=written.articles if written else 0)


def _read(reader: Reader, articles: dict[str, Article]) -> tuple[list[Made], dict[str, str]]:
    """Reports with their graphs, and by id what is wrong with the others."""
    try:
        found: list[tuple[Report | Unreadable, Graph] | str] = (
            list(reader.read_graphs(list(articles.values()))) if articles else []
        )
    except Exception:  # one of them breaks the reader: which, is found one by one
        found = [_alone(reader, a) for a in articles.values()]
    made: list[Made] = []
    faults: dict[str, str] = {}
    for id, f in zip(articles, found, strict=True):
        if isinstance(f, str):
            faults[id] = f
        elif isinstance(f[0], Report):
            made.append(Made(f[0], f[1]))
        else:
            faults[id] = str(f[0])
    return made, faults


def _alone(reader: Reader, article: Article) -> tuple[Report | Unreadable, Graph] | str:
    try:
        return reader.read_graphs([article])[0]
    except Exception as fault:
        return f"could not be read ({type(fault).__name__}: {fault})"
