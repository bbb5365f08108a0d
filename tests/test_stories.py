"""`tocsin stories`, and where else stories are named."""

import json

import pytest

from tests.desk.test_stories import AGAIN, CHEESE, SHELLED, article, stored
from tests.running import run
from tocsin.store import opened


@pytest.fixture
def db(tmp_path):
    path = str(tmp_path / "news.db")
    stored(
        opened(path),
        article(1, SHELLED + AGAIN, outlet="Zor Herald", title="Harbour of Mur shelled"),
        article(2, SHELLED + AGAIN + " ", "2030-05-07", outlet="Mur Times", title="Harbour shelled"),
        article(3, AGAIN, "2030-05-07", outlet="Orn Post"),
        article(4, CHEESE, "2030-05-09"),
    )
    return path


def test_stories_are_listed_and_one_is_told_whole(db):
    status, out, _ = run("stories", "--db", db)
    assert status == 0 and len(out.splitlines()) == 2
    assert "Harbour of Mur shelled" in out and "2030-05-06 to 2030-05-07" in out and "first told by Zor Herald" in out
    assert "3 articles (1 of them a copy) of 3 outlets in en" in out
    number = out.split()[0]
    status, out, _ = run("stories", number, "--db", db)
    assert status == 0 and f"verbatim copy of {1:016x}" in out and "nothing like it before" in out and "Orn Post" in out
    assert out.index("Zor Herald  Harbour") < out.index("Mur Times")


def test_lines_of_json_hold_the_articles(db):
    (one,) = [json.loads(x) for x in run("stories", "--db", db, "--json")[1].splitlines()]
    assert one["size"] == 3 and one["copies"] == 1 and one["outlets"] == ["Zor Herald", "Mur Times", "Orn Post"]
    assert [a["day"] for a in one["articles"]] == ["2030-05-06", "2030-05-07", "2030-05-07"]
    assert len(run("stories", "--db", db, "--json", "--articles", 1)[1].splitlines()) == 2


def test_what_is_not_there_is_told(db, tmp_path):
    status, _, told = run("stories", "--db", db, "--articles", 5)
    assert status == 1 and "--articles 1" in told
    assert run("stories", "--db", db, "--since", "2030-06-01")[0] == 1
    assert run("stories", "--db", db, "--language", "uk")[0] == 1
    status, _, told = run("stories", 99, "--db", db)
    assert status == 1 and "no story 99" in told
    status, _, told = run("stories", "--db", db, "--since", "soon")
    assert status == 2 and "YYYY-MM-DD" in told
    assert run("stories", "--db", tmp_path / "none.db")[0] == 3


def test_search_and_brief_name_stories(db):
    out = run("search", "cranes", "--db", db)[1]
    assert "one of 3 articles of a story (tocsin stories 1)" in out
    assert "one of" not in run("search", "cheese", "--db", db)[1]
    out = run("brief", "--db", db, "--since", "1h")[1]
    assert "Most told" in out and "Harbour of Mur shelled" in out and "3 new of 3 articles" in out
