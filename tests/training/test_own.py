"""`tocsin train`: a user's passages are checked before anything is trained, and the report says what changed."""

from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

from training.own import own_passages, table
from training.train import read_corpus, share_of

GOOD = "## {id} 2024-05-17 wire -\n[Freedonia|e1 org - GOV] [will send|v1 AID future a=e1] grain.\n"


def test_faults_missing_files_and_ids_of_ours_are_told_with_their_place(tmp_path):
    ours, faults = own_passages((tmp_path / "none",), [])
    assert not ours and "no such file or folder" in faults[0]
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD.format(id="en-x1") + "\n## en-x2 2024-05-17 wire -\n[bad|v1 NOTHING actual]\n")
    (folder / "b.txt").write_text(GOOD.format(id="en-x1"))
    passages, faults = own_passages((tmp_path,), [])
    assert [p.id for p in passages] == ["en-x1", "en-x1"]
    assert any("a.txt:4" in f and "NOTHING" in f for f in faults) and any("b.txt:1" in f and "already in" in f for f in faults)


def test_an_empty_folder_is_told(tmp_path):
    assert "no passage found" in own_passages((tmp_path,), [])[1][0]


def test_the_report_says_what_changed():
    lines = table("Your passages", {"event": 0.5}, {"event": 0.625}, 12).splitlines()
    assert lines[0] == "Your passages (12 held-out passages)" and lines[-1].split() == ["event", "0.500", "0.625", "+0.125"]


def test_a_share_of_the_corpus_is_inside_a_larger_share():
    corpus = read_corpus([Path(__file__).parents[2] / "training" / "corpus" / "en" / "110.txt"])
    half, most = ({p.id for p in share_of(corpus, s)} for s in (0.5, 0.9))
    assert half < most < {p.id for p in corpus} | {""} and half
