"""Statements found by their words and by who says them, in both databases."""

import dataclasses

import pytest

from tests.store.test_store import MAKER, made
from tocsin.report import Entity, Quoted, Span, Statement
from tocsin.store import Made, StoreError, search_said, write


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
