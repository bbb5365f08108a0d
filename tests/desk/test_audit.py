"""Samples, shares and corrected counts."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.audit import Item, band_of, by, corrected, draw, kappa, share, weights


def items(n, kind="ASSAULT", language="en", band="0.8 and more", country="UKR", month="2024-05", start=0):
    return [Item(f"{k:016x}", "v1", kind, language, band, country, month) for k in range(start, start + n)]


def test_every_cell_is_drawn_from_and_the_rest_in_proportion():
    everything = items(900) + items(90, "AID", start=900) + items(10, "AID", "ru", start=990)
    drawn = draw(everything, 100, 1)
    assert len(drawn) == 100
    sizes = {c: sum(i.cell == c for i in drawn) for c in {i.cell for i in everything}}
    assert sorted(sizes.values()) == [2, 10, 88] or (sum(sizes.values()) == 100 and min(sizes.values()) >= 1)
    assert draw(everything, 100, 1) == drawn and draw(everything, 100, 2) != drawn


def test_few_events_are_all_drawn():
    assert len(draw(items(3), 50, 0)) == 3 and draw([], 50, 0) == []
    assert {i.type for i in draw(items(5) + items(5, "AID", start=5), 1, 0)} == {"ASSAULT", "AID"}


@given(st.lists(st.tuples(st.booleans(), st.floats(0.1, 50)), min_size=1, max_size=60))
def test_a_share_lies_in_its_interval(right):
    s = share(right)
    assert 0 <= s.low <= s.value + 1e-9 and s.value - 1e-9 <= s.high <= 1 and s.n == len(right)


def test_shares_are_those_of_the_archive_not_of_the_sample():
    everything = items(900) + items(100, "AID", start=900)
    judged = dict.fromkeys(everything[:10], True) | dict.fromkeys(everything[900:910], False)
    weight = weights(everything, judged)
    assert share([(ok, weight[i.cell]) for i, ok in judged.items()]).value == pytest.approx(0.9)
    assert {k: s.value for k, s in by(lambda i: i.type, judged, weight).items()} == {"AID": 0.0, "ASSAULT": 1.0}


def test_agreement_of_two_judges():
    one = {str(k): k % 2 == 0 for k in range(40)}
    assert kappa(one, one)[:2] == (1.0, 1.0)
    agree, k, n = kappa(one, {key: not v for key, v in one.items()})
    assert (agree, n) == (0.0, 40) and k == pytest.approx(-1)
    assert kappa(one, {}) == (0.0, 0.0, 0)


def test_counts_are_corrected_towards_what_was_right():
    rng = random.Random(3)
    good, bad = items(200), items(200, "AID", country="RUS", start=200)
    judged = {i: rng.random() < 0.95 for i in good[:60]} | {i: rng.random() < 0.2 for i in bad[:60]}
    russia, ukraine = corrected(good + bad, judged)
    assert (russia.country, russia.counted, ukraine.counted) == ("RUS", 200, 200)
    assert russia.corrected < 70 and ukraine.corrected > 170
    assert russia.low <= russia.corrected <= russia.high


def test_unjudged_types_lean_on_the_rest():
    (count,) = corrected(items(100) + items(10, "PROTEST", country="", start=100), dict.fromkeys(items(30), True))
    assert count.corrected > 85


def test_bands():
    assert [band_of(x) for x in (0.0, 0.49, 0.5, 0.79, 0.8, 1.0)] == ["under 0.5"] * 2 + ["0.5 to 0.8"] * 2 + [
        "0.8 and more"
    ] * 2
