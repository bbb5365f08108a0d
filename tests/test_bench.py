"""The benchmark's own arithmetic."""

import pytest

from bench.measure import f1, match, overlap, roc_auc
from bench.times import _iso_week


def test_roc_auc_counts_ties_half():
    assert roc_auc([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert roc_auc([0.5], [0.5]) == 0.5
    assert roc_auc([0.1], [0.9]) == 0.0
    assert roc_auc([], [0.1]) == 0.0


def test_f1_and_overlap():
    assert f1(2, 4, 4) == 0.5 and f1(0, 0, 0) == 0.0
    assert overlap([(0, 4)], [(2, 6)]) == pytest.approx(2 / 6)


def test_matching_is_one_to_one():
    assert match([[(0, 4)], [(10, 14)]], [[(0, 4)], [(1, 4)]], 0.5) == 1


def test_a_whole_week_is_written_as_timex_writes_it():
    assert _iso_week("2024-05-13/2024-05-19") == "2024-W20"
    assert _iso_week("2024-05-13/2024-05-14") == "2024-05-13/2024-05-14"
