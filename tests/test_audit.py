"""`tocsin audit`, as a user calls it."""

import csv
import dataclasses

import pytest

from tests.running import run
from tests.store.test_store import made
from tocsin.store import Made, opened, write


@pytest.fixture
def db(tmp_path):
    path = str(tmp_path / "news.db")
    reports = [made(n).report for n in range(40)]
    kinds = ("ASSAULT", "AID")
    write(
        opened(path),
        [
            Made(dataclasses.replace(r, events=(dataclasses.replace(r.events[0], type=kinds[n % 2]),)))
            for n, r in enumerate(reports)
        ],
    )
    return path


def judged(sheet, verdict):
    with sheet.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for r in rows:
        r["verdict"] = verdict(r)
    with sheet.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, rows[0])
        table.writeheader()
        table.writerows(rows)
    return rows


def test_a_sample_is_drawn_blind_judged_and_read_back(db, tmp_path):
    sheet, second = tmp_path / "a.csv", tmp_path / "b.csv"
    assert run("audit", "draw", db, "--n", 20, "-o", sheet)[0] == 0
    second.write_bytes(sheet.read_bytes())
    rows = judged(sheet, lambda r: "yes" if r["type"].startswith("ASSAULT") else "no")
    assert len(rows) == 20 and "confidence" not in rows[0] and "[[shelled]]" in rows[0]["passage"]
    judged(second, lambda r: "yes")
    status, out, _ = run("audit", "read", db, sheet, second, "--counts", tmp_path / "counts.csv")
    assert status == 0 and "ASSAULT" in out and "kappa" in out and "methods section" in out
    assert any(line.split()[:2] == ["AID", "0.00"] for line in out.splitlines())
    (count,) = list(csv.DictReader((tmp_path / "counts.csv").open()))
    assert (count["country"], count["month"], count["counted"]) == ("ZOR", "2024-05", "40") and 10 < float(
        count["corrected"]
    ) < 30


def test_a_page_to_judge_in_a_browser(db, tmp_path):
    assert run("audit", "draw", db, "--n", 5, "-o", tmp_path / "a.html")[0] == 0
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert page.count("<article") == 5 and "<mark>shelled</mark>" in page and "http" not in page.replace("charset", "")


def test_faults_are_told(db, tmp_path):
    sheet = tmp_path / "a.csv"
    run("audit", "draw", db, "--n", 4, "-o", sheet)
    assert run("audit", "read", db, sheet)[0] == 1
    judged(sheet, lambda r: "perhaps")
    status, _, told = run("audit", "read", db, sheet)
    assert status == 2 and "a.csv:2:" in told and "neither yes nor no" in told
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert "no columns" in run("audit", "read", db, tmp_path / "x.csv")[2]
    assert run("audit", "draw", tmp_path / "none.db", "-o", sheet)[0] == 3
    assert run("audit", "draw", db, "-o", tmp_path / "no" / "a.csv")[0] == 3
