"""Statements found by their words and by who says them, in both databases; archives of the first version taken forward."""

import dataclasses

import pytest
from sqlalchemy import select, text

from tests.store.test_store import MAKER, made
from tocsin.desk.steps import catch_up
from tocsin.report import Entity, Quoted, Span, Statement
from tocsin.store import Made, StoreError, opened, search_said, write
from tocsin.store.desk_index import INCIDENT_COUNTRIES, INCIDENT_KEYS, LOOK_UPS, WIRE_KEYS
from tocsin.store.schema import INCIDENTS, META


def said(n, speaker, words, **more):
    """A report in which somebody says something."""
    start = len(speaker) + 7
    own = (Entity("e1", "person", speaker, 0, len(speaker), (Span(0, len(speaker)),), speaker.title()),) if speaker else ()
    statement = Statement(
        "s1", "e1" if speaker else None, None, Quoted("said", start - 6, start - 2), (Span(start, start + len(words)),), True, None, 0, start
    )  # fmt: skip
    text = f"{speaker} said: {words}"
    return made(n, text=text, entities=own, statements=(statement,), events=(), tripwires=(), **more)


def found(engine, *asked):
    return [s.report[-1] for s in search_said(engine, *asked)]


def test_statements_are_found_by_words_and_by_speaker(engine):
    write(
        engine,
        [
            said(0, "Ivan Petrov", "the harbour stays closed"),
            said(1, "Ana Ruiz", "the harbour is open"),
            said(2, "", "nobody enters the port"),
        ],
    )
    assert set(found(engine, "harbour")) == {"0", "1"}
    assert (
        found(engine, "harbour", "petrov") == ["0"]
        and found(engine, "", "ruiz") == ["1"]
        and found(engine, "port", "ruiz") == []
    )
    assert (
        found(engine, "harbour -open") == ["0"]
        and found(engine, '"harbour is"') == ["1"]
        and set(found(engine, "closed OR port")) == {"0", "2"}
    )
    (one,) = search_said(engine, "closed")
    assert (one.speaker, one.cue, one.content, one.direct, one.statement) == (
        "Ivan Petrov",
        "said",
        "the harbour stays closed",
        True,
        "s1",
    )
    assert (one.day, one.outlet, one.language) == ("2024-05-17", "Zor Herald", "en")
    for odd in ("", '"', "-", "-closed"):
        with pytest.raises(StoreError, match="no word"):
            search_said(engine, odd)
    with pytest.raises(StoreError, match="no word"):
        search_said(engine, "closed", "''")


def test_only_what_last_readings_say_is_found(engine):
    write(engine, [said(0, "Ivan Petrov", "the harbour stays closed")])
    again = said(0, "Ivan Petrov", "the harbour stays closed", made_by={**MAKER, "tocsin": "0.2"})
    write(engine, [Made(dataclasses.replace(again.report, statements=()))])
    assert found(engine, "harbour") == []


def test_an_archive_of_the_first_version_is_taken_forward(db, engine):
    write(
        engine,
        [
            said(0, "Ivan Petrov", "the harbour stays closed"),
            made(1),
            made(2, outlet="Mur Times", text="Zorland again shelled Mur on Monday."),
        ],
    )
    catch_up(engine)

    def rows():
        with engine.connect() as connection:
            return [
                sorted(map(tuple, connection.execute(select(t))))
                for t in (INCIDENTS, INCIDENT_KEYS, INCIDENT_COUNTRIES, WIRE_KEYS)
            ]

    before = rows()
    assert all(before) and before[0][0][INCIDENTS.c.keys().index("sources")] == 2
    with engine.begin() as connection:
        for index in INCIDENTS.indexes:
            index.drop(connection)
        for table in LOOK_UPS:
            table.drop(connection)
        for words in ("DROP TABLE said_words", "DROP TRIGGER said_in") if engine.dialect.name == "sqlite" else ():
            connection.execute(text(words))
        for words in (
            "DROP TABLE said",
            "ALTER TABLE incidents DROP COLUMN sources",
            "CREATE INDEX incidents_type ON incidents (type, first)",
        ):
            connection.execute(text(words))
        connection.execute(META.update().where(META.c.key == "schema").values(value="1"))
    opened(db).dispose()
    assert rows() == before and found(engine, "harbour", "petrov") == ["0"]
    write(engine, [said(3, "Ana Ruiz", "the harbour is open")])
    assert set(found(engine, "harbour")) == {"0", "3"}
