"""Series of participants, in several languages."""

import pytest

from tocsin.compose.coordination import series
from tocsin.compose.entities import Cast
from tocsin.report import Entity, Span


def of(text, *words):
    spans = [Span(text.index(w), text.index(w) + len(w)) for w in words]
    return Cast(
        tuple(
            Entity(f"e{n + 1}", "organization", text[s.start : s.end], s.start, s.end, (s,), None, None, (), None, False, None)
            for n, s in enumerate(spans)
        ),
        {},
    )


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Chad, Niger and the Sudan signed.", ("Chad", "Niger", "Sudan")),
        ("it", "Il Ciad, il Niger e l'Eritrea hanno firmato.", ("Il Ciad", "Niger", "Eritrea")),
        ("fr", "Le Tchad ainsi que le Niger ont signé.", ("Le Tchad", "Niger")),
        ("de", "Der Tschad, Niger sowie der Sudan unterschrieben.", ("Der Tschad", "Niger", "Sudan")),
        ("ru", "Чад, Нигер, а также Судан подписали.", ("Чад", "Нигер", "Судан")),
        ("ar", "وقعت تشاد والنيجر", ("تشاد", "النيجر")),
    ],
)
def test_a_series_is_joined_by_commas_and_an_and(language, text, words):
    assert series(text, of(text, *words), language) == (frozenset(f"e{n + 1}" for n in range(len(words))),)


def test_a_comma_alone_joins_nobody():
    text = "The president of Chad, Ali Hissein, signed; Niger and Mali did not."
    assert series(text, of(text, "The president of Chad", "Ali Hissein", "Niger", "Mali"), "en") == (frozenset({"e3", "e4"}),)


def test_a_language_without_a_table_has_no_series():
    assert series("Csád és Niger", of("Csád és Niger", "Csád", "Niger"), "hu") == ()
