"""The benchmark's own arithmetic."""

import dataclasses
import json

import pytest

from bench.measure import bcubed, f1, match, overlap, roc_auc
from bench.places import kilometres, score
from bench.stories import figures, in_order, wrong
from bench.times import _iso_week
from tests.desk.test_stories import AGAIN, CHEESE, SHELLED, article
from tocsin.resolve import gazetteer
from tocsin.store import Made


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


def test_distances_are_great_circles():
    assert kilometres((0, 0), (0, 0)) == 0 and kilometres((0, 0), (0, 180)) == pytest.approx(20015, abs=5)
    assert kilometres((50.45, 30.52), (49.84, 24.03)) == pytest.approx(468, abs=5)


@pytest.mark.skipif(not gazetteer.installed(), reason="the gazetteer is compiled when tocsin is installed")
def test_a_place_counts_within_161_km_and_gold_without_coordinates_does_not(tmp_path):
    names = [("Lviv", 0, 49.84, 24.03), ("Ternopil", 10, 48.0, 35.0), ("Rivne", 20, None, None)]
    gold = [{"text": w, "start": s, "lat": a, "lon": o} for w, s, a, o in names]
    path = tmp_path / "dev.jsonl"
    path.write_text(json.dumps({"id": "1", "lang": "en", "gold": {"toponyms": gold}}), encoding="utf-8")
    figure = score("ours", path)
    assert (figure.value, figure.n) == (0.5, 2) and "of 1 the index has no row" in figure.note


def test_b_cubed_counts_what_is_mixed_and_what_is_parted():
    assert bcubed("aabb", [1, 1, 2, 2]) == (1, 1, 1)
    assert bcubed("aabb", [1, 1, 1, 1])[:2] == (0.5, 1)
    assert bcubed("aabb", [1, 2, 3, 4])[:2] == (1, 0.5)


def test_stories_are_measured_online_in_the_order_of_their_days():
    def made(n, text, day, story):
        return Made(dataclasses.replace(article(n, text, day), source_id=str(n))), story

    gold = [
        made(1, AGAIN, "2030-05-07", "harbour"),
        made(2, CHEESE, "2030-05-06", "cheese"),
        made(3, SHELLED, "2030-05-06", "harbour"),
    ]
    assert [m.report.published for m, _ in in_order(gold)] == ["2030-05-06", "2030-05-06", "2030-05-07"]
    precision, recall, f = figures("story_5w1h", gold)
    assert (precision.value, recall.value, f.value) == (1, 1, 1) and f.n == 3
    assert list(wrong(gold)) == []
