"""What keeps a large archive quick and cannot be timed without fail: indexes that lists are read from, and how many questions a piece of articles asks."""

import dataclasses

import pytest
from sqlalchemy import event

from tests.desk.test_bells import MAKER, attacked
from tests.desk.test_copies import A, B
from tests.desk.test_incidents import told
from tests.desk.test_wires import threat
from tests.store.test_store import made
from tocsin.commands.incidents import Asked, asked_for
from tocsin.desk.copies import find
from tocsin.desk.overlap import words_in
from tocsin.desk.steps import catch_up
from tocsin.store import Made, opened, write


@pytest.fixture
def sqlite(tmp_path):
    found = opened(str(tmp_path / "news.db"))
    yield found
    found.dispose()


def plan(engine, asked):
    with engine.connect() as connection:
        words = str(asked.compile(engine, compile_kwargs={"literal_binds": True}))
        return " / ".join(r.detail for r in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}"))


@pytest.mark.parametrize(
    ("asked", "index"),
    [(Asked(), "incidents_told"), (Asked(sources=3), "incidents_told"), (Asked(since="2024-05-01"), "incidents_told"), (Asked(kind="ASSAULT"), "incidents_of_type"), (Asked(kind="ASSAULT", since="2024-05-01", sources=2), "incidents_of_type")],
)  # fmt: skip
def test_incidents_are_read_in_the_order_of_an_index_and_not_sorted(sqlite, asked, index):
    said = plan(sqlite, asked_for(asked, 20))
    assert f"USING COVERING INDEX {index}" in said and "TEMP B-TREE" not in said


def test_incidents_of_a_country_are_looked_up(sqlite):
    assert "SCAN incident_countries" not in plan(sqlite, asked_for(Asked(country="ETH"), 20))


def asked_by(engine, do):
    """The statements that something runs."""
    out = []

    def note(_connection, _cursor, statement, *_more):
        out.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    do()
    event.remove(engine, "before_cursor_execute", note)
    return out


def test_nothing_new_is_seen_by_two_questions_and_no_waiting(sqlite):
    write(sqlite, [made(n) for n in range(3)])
    catch_up(sqlite)
    asked = asked_by(sqlite, lambda: catch_up(sqlite))
    assert len(asked) == 2 and all(a.startswith("SELECT") for a in asked)


def some(first, n):
    """So many articles, half of them copies of one another."""
    return [
        Made(
            dataclasses.replace(told(id=f"{k:016x}", outlet=f"Outlet {k % 7}"), made_by=MAKER, text=f"{A if k % 2 else B} {k}")
        )
        for k in range(first, first + n)
    ]


def test_ten_times_the_articles_ask_hardly_more(sqlite):
    steps = ("copies", "translations", "tripwires", "incidents")

    def asked(first, n):
        return len(asked_by(sqlite, lambda: (write(sqlite, some(first, n)), catch_up(sqlite, steps))))

    few, many = asked(0, 10), asked(100, 100)
    assert many < few + 12


def test_an_article_asks_for_its_story_three_times_at_most(sqlite):
    def asked(first, n):
        write(sqlite, some(first, n))
        catch_up(sqlite, ("copies",))
        return len(asked_by(sqlite, lambda: catch_up(sqlite, ("stories",))))

    few, many = asked(0, 10), asked(100, 50)
    assert many <= few + 3 * 40


def test_bells_do_not_depend_on_how_many_articles_come_at_once(sqlite, tmp_path):
    from tests.desk.test_bells import rung, stored

    reports = threat(), attacked("b", "Zor Herald"), attacked("c", "Mur Times")
    stored(sqlite, *reports)
    other = opened(str(tmp_path / "one.db"))
    for r in reports:
        stored(other, r)
    assert rung(sqlite) == rung(other) == [("standing", "approached"), ("approached", "triggered")]
    other.dispose()


def test_copies_of_what_is_not_in_the_archive_are_found(sqlite):
    write(sqlite, [made(0, text=A), made(1, text=B)])
    catch_up(sqlite)
    with sqlite.connect() as connection:
        assert [c.of for c in find(connection, words_in(f"Agency: {A}"))] == [1] and find(
            connection, words_in("Something else. " * 20)
        ) == []
