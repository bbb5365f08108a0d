"""The test of a rise: quiet where nothing changed, awake where much did. `python -m bench.rise` prints the whole table."""

import math

from bench.rise import bursts, poisson, share, wandering
from tocsin.desk.rise import Window, _tail, rise


def past(*acts, articles=1000):
    return [Window(n, articles) for n in acts]


def test_a_steady_count_rings_in_few_of_a_thousand_looks():
    for draw in (poisson, bursts(5), wandering):
        assert share(draw, 5, 1500) <= 0.005
    assert share(bursts(2), 5, 1500) <= 0.01


def test_three_times_as_many_ring_and_five_times_as_many_nearly_always():
    assert share(poisson, 20, 300, 3) > 0.9 and share(poisson, 5, 300, 5) > 0.7
    assert share(wandering, 20, 300, 5) > 0.6


def test_twice_the_articles_let_one_expect_twice_the_acts():
    before = past(4, 6, 5, 4, 6, 5, 5, 4, 6, 5, 5, 5)
    assert rise(before, Window(16, 1000)).risen and not rise(before, Window(16, 2500)).risen
    assert rise(before, Window(16, 300)).expected == rise(before, Window(16, 1000)).expected == 5


def test_no_record_no_rise_and_too_little_past_says_nothing():
    assert not rise(past(1, 1, 1, 1, 1, 12), Window(12, 1000)).risen
    assert not rise(past(0, 0, 0, 0, 0, 0, 0), Window(4, 1000)).risen and rise(past(0, 0, 0, 0, 0, 0, 0), Window(9, 1000)).risen
    assert rise([*past(1, 1, 1, 1, 1), Window(0, 0)], Window(50, 1000)) is None


def test_the_tail_is_that_of_a_negative_binomial():
    # Geometric (size 1, mean 1, variance 2): the chance of k or more is 2^-k.
    assert all(math.isclose(_tail(k, 1.0, 2.0), 0.5**k, rel_tol=1e-9) for k in range(1, 20))
    assert 0 <= _tail(10_000, 5000.0, 9000.0) < 1e-6
