"""Translations in an archive, in both databases: found by vectors and marks, told with their direction, and counted as copies."""

import dataclasses
import json

import numpy as np
import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from tests.store.test_store import made
from tocsin.cli import app
from tocsin.desk.steps import catch_up
from tocsin.desk.translations import direction, enough, likely, odds
from tocsin.reader.graph import Graph, Vector
from tocsin.report import Casualties, Entity, Event, Place, Quoted, Span
from tocsin.store import counts, opened, write
from tocsin.store.schema import COPIES

LENGTH = 40
HERE = ("The army of Zorland did shell Mur today.", "It said that 24 people died in that raid", "Aid workers count 310 houses without roof", "The river stands high, a farmer told us.")  # fmt: skip
THERE = ("Die Armee von Zorland beschoss heute Mur", "Dabei kamen, sagt sie, 24 Menschen um. ..", "Helfer zaehlen 310 Haeuser ohne ein Dach.", "Der Fluss steht hoch, sagt ein Bauer uns.")  # fmt: skip


def article(n, sentences, meanings, language="en", day="2024-05-17", status="actual", model="c1", signals=None, place=5):
    """An article whose sentences mean what `meanings` says: each a direction in the space of vectors."""
    text = "".join(s[:LENGTH].ljust(LENGTH) for s in sentences)
    vectors = []
    for k, meaning in enumerate(meanings):
        v = np.zeros(16, np.float32)
        v[meaning], v[15] = 1.0, 0.1 * (n % 3)
        values = np.round(127 * v / np.linalg.norm(v)).astype(np.int8).tobytes()
        vectors.append(Vector(k * LENGTH, (k + 1) * LENGTH - 1, values))
    entity = Entity(
        "e1", "place", text[:5], 0, 5, (Span(0, 5),), country="MUR", place=Place("Mur", "MUR", None, place, 1.5, 2.5, "city")
    )
    event = Event(
        "v1",
        "ASSAULT",
        (),
        (),
        status,
        False,
        Quoted(text[20:25], 20, 25),
        place="e1",
        casualties=Casualties(),
        confidence=0.9,
        start=0,
        end=30,
    )
    m = made(
        n, text=text, language=language, published=day, outlet=f"Outlet {n}", title=None, entities=(entity,), events=(event,), statements=(), tripwires=(),
        sentences=tuple(Span(v.start, v.end) for v in vectors), signals=signals or {}, made_by={"model": "m", "checksum": model},
    )  # fmt: skip
    return dataclasses.replace(m, graph=Graph(vectors=tuple(vectors)))


def told(engine):
    with engine.connect() as connection:
        return [(r.article, r.of, r.kind, r.coverage) for r in connection.execute(select(COPIES).order_by(COPIES.c.article))]


def test_the_same_article_in_another_language_is_a_translation(engine):
    write(engine, [article(1, HERE, [0, 1, 2, 3]), article(2, THERE, [0, 1, 2, 3], "de", "2024-05-18")])
    catch_up(engine)
    assert told(engine) == [(2, 1, "translation", 1.0)] and counts(engine)["copies"] == 1


@pytest.mark.parametrize(
    "other",
    [
        article(2, THERE, [0, 6, 7, 8], "de", place=6),
        article(2, THERE, [0, 1, 2, 3], "en"),
        article(2, THERE, [0, 1, 2, 3], "de", "2024-07-01"),
        article(2, THERE, [0, 1, 2, 3], "de", model="another"),
    ],
    ids=["says other things", "is in the same language", "came much later", "was seen by another model"],
)
def test_what_is_not_told_to_be_a_translation(engine, other):
    write(engine, [article(1, HERE, [0, 1, 2, 3]), other])
    catch_up(engine)
    assert told(engine) == []


def test_which_was_first_is_told_by_garbling_then_by_day():
    assert direction((None, 0.9), (None, 0.1)) == "translation" and direction((None, 0.1), (None, 0.9)) == "original"
    assert (
        direction(("2024-05-18", 0.1), ("2024-05-17", 0.2)) == "translation"
        and direction(("2024-05-16", 0.1), ("2024-05-17", 0.2)) == "original"
    )
    assert direction((None, 0.1), ("2024-05-17", 0.2)) == "parallel" == direction(("2024-05-17", 0), ("2024-05-17", 0))


def test_more_is_wanted_of_two_that_are_not_dated():
    assert enough(None) == enough(9) == odds().sure > enough(0) == enough(3) == odds().sure_dated
    assert likely((0.8, 0.9, 0.8)) > enough(None) > enough(0) > likely((0.8, 0.3, 0.2))


def test_articles_that_come_later_are_held_against_those_that_are_there(engine):
    write(engine, [article(1, HERE, [0, 1, 2, 3])])
    catch_up(engine)
    write(engine, [article(2, THERE, [0, 1, 2, 3], "de", signals={"machine_translated": 0.9})])
    catch_up(engine)
    assert [x[2] for x in told(engine)] == ["translation"]


def test_a_distortion_is_kept_and_shown_with_both_passages(tmp_path):
    db = tmp_path / "news.db"
    claimed = (THERE[0], THERE[1].replace("24", "42"), *THERE[2:])
    write(
        opened(str(db)),
        [article(1, HERE, [0, 1, 2, 3], status="negated"), article(2, claimed, [0, 1, 2, 3], "de", "2024-05-18")],
    )
    run = CliRunner().invoke
    shown = run(app, ["copies", "--db", str(db), "--distorted"])
    assert (
        shown.exit_code == 0
        and "STATUS: actual" in shown.stdout
        and "NUMBER: 42 | 24" in shown.stdout
        and "Outlet 1" in shown.stdout
    )
    (row,) = [
        json.loads(x) for x in run(app, ["copies", "--db", str(db), "--kind", "translation", "--json"]).stdout.splitlines()
    ]
    assert (
        row["kind"] == "translation"
        and [d["kind"] for d in row["distortions"]] == ["status", "number"]
        and row["of"]["outlet"] == "Outlet 1"
    )
    assert run(app, ["copies", "--db", str(db), "--kind", "merged"]).exit_code == 1
    assert (
        run(app, ["copies", "--db", str(db), "--kind", "twin"]).exit_code
        == 2
        == run(app, ["copies", "--db", str(db), "--since", "soon"]).exit_code
    )
    assert run(app, ["copies", "--db", str(tmp_path / "none.db")]).exit_code == 3
