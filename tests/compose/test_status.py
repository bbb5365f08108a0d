"""Status: the act's own words, weighed by what the cue of its statement does with them."""

import pytest

from tocsin.compose.status import cue_class, status_of
from tocsin.report import Quoted, Span, Statement


@pytest.mark.parametrize(
    ("language", "cue", "wanted"),
    [
        ("en", "has denied", "deny"), ("en", "called on", "demand"), ("en", "said", None), ("it", "ha smentito", "deny"),
        ("it", "ha chiesto", "demand"), ("fr", "a démenti", "deny"), ("fr", "a promis", "promise"), ("es", "descartó", "deny"),
        ("pt", "exigiu", "demand"), ("de", "bestreitet", "deny"), ("de", "forderte", "demand"), ("pl", "zaprzeczył", "deny"),
        ("pl", "obiecał", "promise"), ("ru", "отрицает", "deny"), ("ru", "призвал", "demand"), ("uk", "заперечив", "deny"),
        ("uk", "пообіцяла", "promise"), ("ar", "نفت", "deny"), ("ar", "طالبت", "demand"), ("pt-BR", "negou", "deny"), ("xx", "denied", None),
    ],
)  # fmt: skip
def test_cues_are_classed_in_ten_languages(language, cue, wanted):
    assert cue_class(cue, language) == wanted


def test_a_denied_act_is_negated_where_its_own_words_leave_it_open():
    denial = Statement("s1", None, None, Quoted("denied", 10, 16), (Span(17, 60),), False, None, 0, 60)
    scores = {"actual": 0.6, "negated": 0.3, "future": 0.05, "hypothetical": 0.05}
    assert status_of(scores, Span(30, 40), (denial,), "en") == "negated"
    assert status_of(scores, Span(70, 80), (denial,), "en") == "actual"
    assert status_of({"actual": 0.97, "negated": 0.01}, Span(30, 40), (denial,), "en") == "actual"


def test_the_cue_that_is_the_act_itself_is_not_its_own_denial():
    refusal = Statement("s1", None, None, Quoted("rejected", 10, 18), (Span(5, 60),), False, None, 0, 60)
    assert status_of({"actual": 0.6, "negated": 0.3}, Span(10, 18), (refusal,), "en") == "actual"
