"""Agreement of two readers over one text."""

import sys

import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")

from training import agreement
from training.markup import parse

ONE = "## en-1 2024-05-17 wire -\n[Freedonia|e1 org - GOV] [shelled|v1 ASSAULT actual a=e1 r=e2] [Sylvania|e2 org - GOV] and [left|v2 RETREAT actual a=e1].\n"
TWO = "## en-1 2024-05-17 wire -\n[Freedonia|e1 org - GOV] [shelled|v1 ASSAULT+heavy-weapons actual a=e1] [Sylvania|e2 org - GOV] and left.\n"


def passage(source):
    (p,), faults = parse(source, "en/x.txt", "en")
    assert not faults
    return p


def test_what_both_mark_alike_counts_for_both():
    same = agreement.compare(passage(ONE), passage(ONE))
    assert all(t == g == s for t, g, s in same.values())
    c = agreement.compare(passage(ONE), passage(TWO))
    assert c["participants"] == [2, 2, 2] and c["triggers"] == [1, 2, 1] and c["type"] == [1, 1, 1]
    assert c["modes"] == [0, 1, 1] and c["actors"] == [1, 1, 1] and c["recipients"] == [0, 1, 1] and c["quiet"] == [1, 1, 1]


def test_the_table_has_a_column_a_language_and_bare_passages_can_be_marked_afresh(tmp_path, capsys, monkeypatch):
    for name, source in (("one", ONE), ("two", TWO)):
        (tmp_path / name / "en").mkdir(parents=True)
        (tmp_path / name / "en" / "a.txt").write_text(source, encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["agreement", str(tmp_path / "one"), str(tmp_path / "two")])
    assert agreement.main() == 0
    table = capsys.readouterr().out
    assert "| | en | all |" in table and "| triggers | 0.67 | 0.67 |" in table
    monkeypatch.setattr(sys, "argv", ["agreement", "--bare", str(tmp_path / "one" / "en" / "a.txt")])
    assert agreement.main() == 0
    assert capsys.readouterr().out == "## en-1 2024-05-17 wire -\nFreedonia shelled Sylvania and left.\n\n"
