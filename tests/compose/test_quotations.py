"""Quotations, and contents that go on to the end of one."""

import pytest

from tocsin.compose.quotations import quotations
from tocsin.compose.statements import whole_quotations
from tocsin.report import Span


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('He said: "Go home. Now." She left.', ["Go home. Now."]),
        ("Sie sagte: „Geht heim. Jetzt.“ Dann ging sie.", ["Geht heim. Jetzt."]),
        ("Er rief: »Halt!« und lief.", ["Halt!"]),
        ("Il a dit : « Rentrez. Vite. » Puis rien.", [" Rentrez. Vite. "]),
        ("Powiedział: „Idźcie. Już.” I wyszedł.", ["Idźcie. Już."]),
        ("«А», — сказал он. «Б».", ["А", "Б"]),
        ('An inch is 1".\nHe said "no".', ["no"]),
        ("«Without an end, he said.\nNext line»", []),
    ],
)
def test_what_stands_between_marks(text, inside):
    assert [text[q.start : q.end] for q in quotations(text)] == inside


def test_a_content_that_begins_a_quotation_goes_on_to_its_end():
    text = 'He said: "Go home. Go now." That was all.'
    at = text.index("Go home")
    said = whole_quotations(text, [Span(at, at + 8)], list(quotations(text)))
    assert [text[s.start : s.end] for s in said] == ["Go home. Go now."]


def test_a_content_around_or_inside_a_quotation_stays():
    text = 'He called it a "serious, very serious" mistake.'
    whole, word = Span(10, len(text) - 1), Span(text.index("very"), text.index("very") + 12)
    for said in (whole, word):
        assert whole_quotations(text, [said], list(quotations(text))) == [said]
