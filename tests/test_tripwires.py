"""The board on the command line."""

import dataclasses
import json

import pytest

from tests.desk.test_bells import attacked
from tests.desk.test_wires import GOOD, threat
from tests.running import run
from tocsin.store import Made, opened, write


@pytest.fixture
def db(tmp_path):
    path = str(tmp_path / "news.db")
    reports = threat(), attacked("b", "Zor Herald"), attacked("c", "Mur Times")
    write(opened(path), [Made(dataclasses.replace(r, text=f"{r.text} {r.id}")) for r in reports])
    return path


def test_the_board_is_printed_and_judged(db):
    status, out, _ = run("tripwires", "--db", db)
    assert status == 0 and out.startswith("TRIGGERED") and "2 independent sources" in out
    (row,) = [json.loads(x) for x in run("tripwires", "--db", db, "--json", "--state", "triggered")[1].splitlines()]
    status, out, _ = run("tripwire", "why", row["id"], "--db", db)
    assert status == 0 and "standing → approached" in out and "approached → triggered" in out and "told in" in out
    assert run("tripwire", "judge", row["bell"], "right", "--db", db)[0] == 0
    assert run("tripwire", "missed", row["id"], "--db", db, "--day", "2024-05-18", "--note", "earlier")[0] == 0
    out = run("track-record", "--db", db)[1]
    assert "triggered  rang 1 times: 100% right of 1 judged" in out and "missed     1" in out


def test_ones_own_tripwires_are_added_and_faults_told(db, tmp_path):
    (tmp_path / "w.yaml").write_text(GOOD, encoding="utf-8")
    status, out, _ = run("tripwire", "add", tmp_path / "w.yaml", "--db", db)
    assert status == 0 and "dam: triggered" in out and "strait: withdrawn" in out
    (tmp_path / "w.yaml").write_text("- id: a\n  trigger: {type: WAR, actor: EGY}\n", encoding="utf-8")
    status, _, told = run("tripwire", "add", tmp_path / "w.yaml", "--db", db)
    assert status == 2 and "w.yaml:2:" in told


def test_the_rule_can_be_changed(db):
    assert "sources 2" in run("tripwire", "rule", "--db", db)[1]
    run("tripwires", "--db", db)
    assert "sources 3" in run("tripwire", "rule", "--db", db, "--sources", 3)[1]
    assert run("tripwires", "--db", db)[1].startswith("APPROACHED")


def test_outlets_are_graded_by_the_user_and_a_rule_may_ask_for_grades(db):
    assert run("grade", "--db", db)[0] == 1
    assert run("grade", "Zor Herald", "b", "--db", db)[0] == 0
    assert "[b]" in run("tripwires", "--db", db)[1]
    assert "grade b" in run("tripwire", "rule", "--db", db, "--grade", "b")[1]
    out = run("tripwires", "--db", db)[1]
    assert out.startswith("APPROACHED") and "of grade b or better" in out
    assert run("grade", "Mur Times", "a", "--db", db)[1].startswith("a  Mur Times")
    assert run("tripwires", "--db", db)[1].startswith("TRIGGERED")
    assert run("grade", "Mur Times", "z", "--db", db)[0] == 2


def test_wrong_usage_is_told(db, tmp_path):
    assert run("tripwires", "--db", tmp_path / "none.db")[0] == 3
    assert run("tripwires", "--db", db, "--state", "ringing")[0] == 2
    assert run("tripwire", "why", "nothing", "--db", db)[0] == 1
    assert run("tripwire", "judge", 99, "right", "--db", db)[0] == 1
    assert run("tripwire", "judge", 1, "maybe", "--db", db)[0] == 2
    assert run("tripwire", "missed", "x", "--db", db, "--day", "soon")[0] == 2
