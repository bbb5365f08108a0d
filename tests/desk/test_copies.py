"""Copies in an archive, in both databases."""

import dataclasses

from sqlalchemy import select

from tests.desk.test_overlap import A, B
from tests.store.test_store import made
from tocsin.desk.copies import copies
from tocsin.desk.overlap import words_in
from tocsin.desk.steps import catch_up
from tocsin.report import Noise
from tocsin.store import counts, search, write
from tocsin.store.schema import COPIES, DESK, PRINTS


def stored(engine, *texts, noise=()):
    write(
        engine, [made(n, text=t, sentences=(), entities=(), statements=(), events=(), tripwires=(), noise=noise) for n, t in enumerate(texts)]
    )  # fmt: skip


def rows(engine):
    with engine.connect() as connection:
        return [(r.article, r.of, r.kind) for r in connection.execute(select(COPIES).order_by(COPIES.c.article, COPIES.c.of))]


def test_copies_are_found_once_each_in_the_order_in_which_they_came(engine):
    stored(engine, A, B, f"AGENCY – {A}", A[: A.index(" Three men")], f"{A} {B}")
    assert catch_up(engine) == 5 and catch_up(engine) == 0
    assert rows(engine) == [
        (3, 1, "verbatim"), (4, 1, "shortened"), (4, 3, "shortened"), (5, 1, "merged"), (5, 2, "merged"), (5, 3, "extended"), (5, 4, "extended"),
    ]  # fmt: skip
    assert counts(engine)["copies"] == 3


def test_new_articles_are_compared_with_old_ones(engine):
    stored(engine, A)
    catch_up(engine)
    write(engine, [made(9, text=A.replace("forty", "fifty"))])
    assert catch_up(engine) == 1
    (hit,) = [h for h in search(engine, "fifty rifles")]
    assert hit.copy_of == f"{0:016x}" and hit.copy_kind == "verbatim" and hit.coverage > 0.9


def test_a_standing_line_makes_no_copy(engine):
    line = (
        " Zor Herald, the oldest newspaper of the upper valley, is printed every day but Sunday in the old mill by the river."
    )
    stored(engine, A + line, B + line)
    catch_up(engine)
    assert rows(engine) == []


def test_what_stands_in_noise_makes_no_copy():
    noise = (Noise(0, len(A), "boilerplate"),)
    assert copies(words_in(f"{A} {B}", noise), [(1, words_in(A))]) == []


def test_a_step_that_was_cut_short_goes_on_where_it_was(engine):
    stored(engine, A, B, f"{A} Again.")
    catch_up(engine)
    before = rows(engine)
    with engine.begin() as connection:
        # As a killed process leaves it: nothing of the last piece, and the place before it.
        connection.execute(COPIES.delete())
        connection.execute(DESK.update().where(DESK.c.step == "copies").values(article=0))
        connection.execute(PRINTS.delete())
    assert catch_up(engine) == 3 and rows(engine) == before


def test_kinds_of_copies():
    def kind(own, other):
        return [c.kind for c in copies(words_in(own), [(1, words_in(other))])]

    assert kind(A, A) == ["verbatim"] and kind(A, B) == []
    assert kind(A[:150], A + B) == ["shortened"] and kind(A + B, A) == ["extended"]
    assert dataclasses.is_dataclass(copies(words_in(A), [(7, words_in(A))])[0])
