"""What two texts have word for word in common."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.overlap import GRAM, WINDOW, overlap, words_in
from tocsin.report import Noise

A = ("The ferry to Mur was stopped on Tuesday by the coast guard, which found forty rifles under a load of onions. "
     "The captain said that he had been paid for onions and knew of nothing else. Three men were led away in the rain.")  # fmt: skip
B = ("Farmers of the upper valley drove their goats through the ministry's garden, and nobody dared to stop them. "
     "A clerk counted sixty-one animals before the gate was closed.")  # fmt: skip


def test_the_same_words_in_other_dress_are_the_same():
    other = A.upper().replace(",", " –").replace(".", "!")
    found = overlap(words_in(other), words_in(A))
    assert found.here == found.there == 1.0


def test_a_shortened_text_stands_whole_in_the_longer_one():
    short = A[: A.index(" Three men")]
    found = overlap(words_in(short), words_in(f"{A} {B}"))
    assert found.here == 1.0 and found.there < 0.7
    (passage,) = found.passages
    assert short[passage.here.start : passage.here.end].startswith("The ferry") and passage.there.start == 0


def test_a_word_exchanged_does_not_break_a_passage():
    spun = A.replace("rifles", "guns").replace("stopped", "halted")
    assert overlap(words_in(spun), words_in(A)).here > 0.9


def test_another_order_is_the_same_words():
    sentences = A.split(". ")
    random.Random(1).shuffle(sentences)
    assert overlap(words_in(". ".join(sentences)), words_in(A)).here > 0.85


def test_others_have_nothing_in_common():
    found = overlap(words_in(A), words_in(B))
    assert found.here == found.there == 0 and found.passages == ()


def test_noise_is_left_out():
    byline = "By our man in Mur, who likes soup. "
    own = words_in(byline + A, (Noise(0, len(byline), "byline"),))
    assert own.words == words_in(A).words and own.spans[0][0] == len(byline)


@given(
    st.lists(
        st.sampled_from(["red", "goat", "river", "pays", "twelve", "Mur", "says"]), min_size=GRAM + WINDOW - 1, max_size=40
    ),
    st.integers(0, 20),
)
def test_texts_that_share_enough_words_in_a_row_share_a_fingerprint(words, n):
    whole = " ".join([*(f"x{k}" for k in range(n)), *words, *(f"y{k}" for k in range(n))])
    assert words_in(" ".join(words)).prints() & words_in(whole).prints()


@pytest.mark.parametrize("text", ["", "one", "…", "три слова здесь"])
def test_short_texts_have_no_passages(text):
    assert overlap(words_in(text), words_in(text)).passages == ()
