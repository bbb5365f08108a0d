"""What `bench.board` reads, asks and keeps."""

import dataclasses
import datetime as dt
import json

import pytest

from bench import board
from bench.documents import documents
from tests.desk.test_board import attack
from tests.desk.test_wires import threat
from tocsin.desk.wires import of_report
from tocsin.intake.article import Article

DAY, DAYS = dt.date(2031, 3, 8), 38
LONG = "The committee met on Tuesday and talked for hours about the bridge. " * 8


def public(folder, *texts, name="muc4", **more):
    (folder / name).mkdir(exist_ok=True)
    rows = [json.dumps({"id": str(n), "lang": "en", "text": t, **more}) for n, t in enumerate(texts)]
    (folder / name / "dev.jsonl").write_text("\n".join(rows), encoding="utf-8")


def test_documents_have_several_sentences_and_are_taken_once(tmp_path):
    public(tmp_path, LONG, "One sentence alone.", LONG, LONG.replace(". ", ", "))
    public(tmp_path, LONG + "More.", name="ngec_synthetic")
    (only,) = documents(tmp_path, DAY, DAYS)
    assert (only.set, only.key, only.article.outlet) == ("muc4", "muc4/dev/0", "muc4/dev/0")
    assert DAY.isoformat() <= only.article.published < (DAY + dt.timedelta(DAYS)).isoformat()
    assert [only] == list(documents(tmp_path, DAY, DAYS))
    public(tmp_path, LONG, publisher="Zor Herald")
    assert next(documents(tmp_path, DAY, DAYS)).article.outlet == "Zor Herald"


def test_a_query_needs_a_word_of_every_list():
    query = board.queries()["a"]

    def says(words, title=None):
        return board.asked(query, dataclasses.replace(attack(), text=words, title=title))

    assert says("Ethiopian guns shelled an Egyptian post") and says("ЭФИОПИЯ обстреляла египетские позиции")
    assert says("They shelled an Egyptian post", title="Ethiopia at war")
    assert not says("Ethiopian guns shelled a post") and not says("Egypt and Ethiopia talk")
    assert not says("Mesopotamian Egypt was shelled", title="Methiopia")
    assert set(board.queries()) == {"a", "b", "c", "d"}


def test_an_article_rings_the_tripwires_that_it_would_take_to_approached():
    ((_, wire),) = of_report(threat())
    r = dataclasses.replace(attack(), source_id="x/1")
    (ring,) = board.rings([wire], r, {("x/1", wire.id): "true"})
    assert (ring.article, ring.verdict) == ("x/1", "true")
    assert not list(board.rings([wire], dataclasses.replace(attack("negated"), source_id="x/2"), {}))


def test_every_judged_article_of_ours_is_there():
    ours = {a.source_id for a in board.own(board.DESK / "distractors.jsonl")}
    judged = {name for name, _ in board.verdicts()}
    assert {n for n in judged if "/" not in n} <= ours


def test_reading_goes_on_where_it_was_broken_off(reader, tmp_path, monkeypatch):
    monkeypatch.setattr(board, "WORK", tmp_path)
    articles = [
        Article(
            f"Ethiopia shelled the town of Gode on day {n}.",
            "t",
            f"a{n}",
            f"https://a{n}.example/",
            "Zor Herald",
            None,
            "en",
            "2031-03-10",
        )
        for n in range(3)
    ]
    whole = board.reports(reader, "x", articles)
    (kept,) = tmp_path.glob("*/x.jsonl")
    first = kept.read_text(encoding="utf-8").splitlines(keepends=True)[0]
    kept.write_text(first + '{"id": "cut o', encoding="utf-8")
    assert [r.id for r in board.reports(reader, "x", articles)] == [r.id for r in whole]
    monkeypatch.setattr(reader, "read_articles", lambda some: pytest.fail("nothing was left to read"))
    assert [r.id for r in board.reports(reader, "x", articles)] == [r.id for r in whole]
