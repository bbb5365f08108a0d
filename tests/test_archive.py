"""`tocsin ingest`, `search` and `recompose`, as a user calls them."""

import json
from pathlib import Path

import pytest

from tests.running import run

TEXT = "Zorland expelled two diplomats of Freedonia on Monday, its foreign ministry said. Freedonia condemned the decision.\n"


@pytest.fixture
def db(tmp_path):
    return tmp_path / "news.db"


@pytest.fixture
def article(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "a.txt"


def test_an_article_is_read_once_found_and_composed_anew(db, article):
    status, _, told = run("ingest", article, "--db", db, "--published", "2024-05-17")
    assert status == 0 and "1 stored, 0 there already" in told
    status, _, told = run("ingest", article, "--db", db, "--published", "2024-05-17")
    assert status == 0 and "0 stored, 1 there already" in told
    status, found, _ = run("search", "diplomats", "--db", db, "--json")
    assert status == 0 and "diplomats" in json.loads(found)["snippet"]
    assert run("search", "zebra", "--db", db)[0] == 1
    status, _, told = run("recompose", "--db", db)
    assert status == 0 and "1 composed, 0 of them otherwise made" in told


def test_tables_of_ones_own_make_a_new_vintage(db, article, tmp_path):
    run("ingest", article, "--db", db)
    (tmp_path / "own").mkdir()
    header = (Path("src/tocsin/knowledge/groups.tsv").read_text(encoding="utf-8")).splitlines()[:2]
    (tmp_path / "own" / "groups.tsv").write_text(
        "\n".join([*header, "zor\tZorland\t\tSOM\tREB\t\t\t"]) + "\n", encoding="utf-8"
    )
    status, _, told = run("recompose", "--db", db, "--knowledge", tmp_path / "own")
    assert status == 0 and "1 composed, 1 of them otherwise made" in told and "2 readings" in told


def test_reports_already_read_are_stored_as_they_are_and_faulty_lines_told(db, article, tmp_path):
    run("read", article, "--format", "json", "--output", tmp_path / "r.jsonl")
    with (tmp_path / "r.jsonl").open("a", encoding="utf-8") as lines:
        lines.write('{"schema": "1.0"}\n')
    status, _, told = run("ingest", tmp_path / "r.jsonl", "--db", db)
    assert status == 1 and "r.jsonl:2: no report" in told and "1 stored" in told
    assert run("recompose", "--db", db)[0] == 3


def test_what_cannot_be_opened_is_told(tmp_path, article):
    status, _, told = run("ingest", article, "--db", tmp_path / "none" / "news.db")
    assert status == 3 and "may you write" in told
    status, _, told = run("ingest", article, "--db", tmp_path / "news.db", "--published", "someday")
    assert status == 2 and "--published" in told
    assert run("ingest", tmp_path / "missing.txt", "--db", tmp_path / "news.db")[0] == 3
