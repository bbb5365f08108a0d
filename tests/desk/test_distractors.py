"""The scenario among two hundred articles in which nothing of it happens: the same states, actors, places and words, and no match. Read by the shipped model.

`distractors.jsonl` says of each why it is none (another actor, another recipient, a film, an exercise, a denial, an anniversary, a fear ...).
"""

import collections
import json
from pathlib import Path

import pytest
from sqlalchemy import select

from tocsin.desk.bells import add
from tocsin.desk.steps import catch_up
from tocsin.desk.wires import read
from tocsin.intake.article import Article
from tocsin.store import Made, opened, write
from tocsin.store.schema import BELLS, WIRES

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
RUNG = ("triggered", "answered")


def rows(name):
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def reports(reader):
    """All reports by name, in the order of their days."""
    told = sorted(
        rows("scenario.jsonl") + rows("distractors.jsonl"), key=lambda r: (r["published"], r["id"][0] != "s", r["id"])
    )
    articles = [
        Article(r["text"], "test", r["id"], r["url"], r["outlet"], r["title"], r["language"], r["published"]) for r in told
    ]
    return {r.source_id: r for r in reader.read_all(articles)}


def board(path, told):
    """Tripwire → its states, each with the names of the reports that it rests on; those that a person wrote stand beside those that the news tell."""
    engine = opened(str(path))
    with engine.begin() as connection:
        for wire in read(HERE / "tripwires.yaml"):
            add(connection, wire)
    write(engine, [Made(r) for r in told])
    catch_up(engine)
    names = {r.id: r.source_id for r in told}
    with engine.connect() as connection:
        out = {id: {} for id in connection.execute(select(WIRES.c.id)).scalars()}
        for b in connection.execute(select(BELLS).order_by(BELLS.c.n)):
            out[b.wire][b.state] = {names[report] for report, _ in json.loads(b.evidence)}
    engine.dispose()
    return out


@pytest.fixture(scope="module")
def boards(reports, tmp_path_factory):
    """The board after the scenario alone, and after it among the distractors."""
    folder = tmp_path_factory.mktemp("boards")
    alone = board(folder / "alone.db", [r for name, r in reports.items() if name.startswith("s")])
    return alone, board(folder / "among.db", list(reports.values()))


def test_the_distractors_are_two_hundred_different_articles_of_the_same_six_weeks():
    told, scenario = rows("distractors.jsonl"), rows("scenario.jsonl")
    assert len({r["text"] for r in told}) == len({r["id"] for r in told}) == 200
    assert all(80 <= len(r["text"].split()) <= 160 and r["note"] for r in told)
    assert (
        scenario[0]["published"]
        <= min(r["published"] for r in told)
        <= max(r["published"] for r in told)
        <= scenario[-1]["published"]
    )
    languages = collections.Counter(r["language"] for r in told)
    assert min(languages[x] for x in ("en", "ru", "es", "fr")) >= 40 and len(languages) == 10


def test_nothing_rings_among_the_distractors_that_the_scenario_does_not_ring(boards):
    alone, among = boards
    rung = {wire for wire, states in alone.items() if set(states) & set(RUNG)}
    assert rung and {wire for wire, states in among.items() if set(states) & set(RUNG)} == rung


def test_what_is_triggered_rests_on_articles_of_the_scenario(boards):
    for board in boards:
        assert all(n.startswith("s") for states in board.values() for n in states.get("triggered", ()))


def test_few_tripwires_are_approached_for_distractors_alone(boards):
    _, among = boards
    false = [
        w for w, states in among.items() if "approached" in states and not any(n.startswith("s") for n in states["approached"])
    ]
    assert len(false) <= 15 and len(among) <= 20
