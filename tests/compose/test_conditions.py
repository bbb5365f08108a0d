"""Conditions that words give away, in ten languages: which act is the condition, which the response."""

import pytest

from tocsin.compose.conditions import conditions
from tocsin.report import Event, Quoted, Span

CASES = [
    ("en", "If they *cross the river, we will /strike back.", "hypothetical"),
    ("en", "We will /close the strait unless the sanctions are *lifted.", "hypothetical"),
    ("en", "Any *attack on the bridge will be /answered.", "hypothetical"),
    ("it", "Colpiremo: sarà /rappresaglia se qualcuno *varca il fiume.", "future"),
    ("it", "Qualsiasi *incursione riceverà una /risposta.", "future"),
    ("fr", "S'ils *franchissent le fleuve, nous /frapperons.", "future"),
    ("es", "Si *cruzan el río, /responderemos.", "hypothetical"),
    ("pt", "Se *cruzarem o rio, /responderemos.", "hypothetical"),
    ("de", "Wenn sie den Fluss *überqueren, /schlagen wir zurück.", "hypothetical"),
    ("pl", "Jeśli *przekroczą rzekę, /odpowiemy.", "hypothetical"),
    ("ru", "Если они *перейдут реку, мы /ответим.", "hypothetical"),
    ("uk", "Ми /відповімо, якщо вони *перейдуть річку.", "future"),
    ("ar", "إذا *عبروا النهر، /سنرد.", "hypothetical"),
]


def marked(text, status):
    """A text without its marks, and its two events: *condition, /response."""
    plain = text.replace("*", "").replace("/", "")
    events = []
    for n, sign in enumerate("*/"):
        at = len(text[: text.index(sign)].replace("*", "").replace("/", ""))
        end = plain.find(" ", at)
        events.append(
            Event(f"v{n + 1}", "ASSAULT", (), (), "hypothetical" if sign == "*" else status, False,
                  Quoted("", at, end if end > 0 else len(plain)), start=at, end=at + 1)
        )  # fmt: skip
    return plain, events


@pytest.mark.parametrize(("language", "text", "status"), CASES)
def test_the_response_is_joined_to_its_condition(language, text, status):
    plain, events = marked(text, status)
    assert list(conditions(plain, language, [Span(0, len(plain))], events)) == [("v2", "v1")]


def test_what_has_happened_is_no_response():
    plain, events = marked("If they *cross, we /struck back.", "actual")
    assert list(conditions(plain, "en", [Span(0, len(plain))], events)) == []


def test_a_language_without_a_table_has_none():
    plain, events = marked("Ha *átkelnek, /válaszolunk.", "future")
    assert list(conditions(plain, "hu", [Span(0, len(plain))], events)) == []


def test_reflexive_se_opens_no_condition():
    plain, events = marked("O governo *reuniu-se e /atacará.", "future")
    assert list(conditions(plain, "pt", [Span(0, len(plain))], events)) == []
