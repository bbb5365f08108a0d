"""The archive: what goes in comes out, once, whole, in both databases."""

import dataclasses
import json

import pytest
from sqlalchemy import select, text

from tocsin.reader.graph import Edge, Graph, Node, Window
from tocsin.report import Casualties, Entity, Event, Place, Quoted, Report, Span, Statement, Time, Tripwire
from tocsin.store import Made, StoreError, counts, graphs, made_by_hash, opened, read_by, report, reports, search, seen, write
from tocsin.store.schema import EVENTS, META, MIGRATIONS, PARTICIPANTS, prepare

MAKER = {"tocsin": "0.1", "model": "m 1", "checksum": "c1", "settings": {"confidence": 0.2}}


def made(n=0, made_by=MAKER, words="Zorland shelled Mur on Monday.", **more):
    r = Report(
        id=f"{n:016x}", text=f"{words} {n}", made_by=made_by, outlet="Zor Herald", title="Shelling", language="en", published="2024-05-17T08:00:00Z",
        sentences=(Span(0, 30),),
        entities=(
            Entity("e1", "organization", "Zorland", 0, 7, (Span(0, 7),), "Zorland", "ZOR", ("GOV",), None, False, "state:ZOR"),
            Entity("e2", "place", "Mur", 16, 19, (Span(16, 19),), "Mur", "MUR", (), Place("Mur", "MUR", "01", 5, 1.5, 2.5, "city"), False, None),
        ),
        statements=(Statement("s1", "e1", None, Quoted("said", 0, 4), (Span(0, 4),), False, None, 0, 4),),
        events=(
            Event("v1", "ASSAULT", ("heavy-weapons",), (), "actual", False, Quoted("shelled", 8, 15), ("e1",), ("e2",), "e2",
                  Time("on Monday", 20, 29, "2024-05-13"), Casualties(3, None, None), ("s1",), 0.9, 0, 30),
        ),
        tripwires=(Tripwire("t1", "e1", (), (), ("v1",), ("v1",), "s1", 0, 30),),
    )  # fmt: skip
    graph = Graph(
        (Node("entity", 0, 7, "organization", 0.9, {"sector:GOV": 0.8}),), (Edge("actor", 0, 0, 0.5),), (Window(0, 30, {}),)
    )
    return Made(dataclasses.replace(r, **more), graph)


def test_a_report_comes_back_as_it_went_in(engine):
    one = made()
    assert write(engine, [one]).readings == 1
    assert report(engine, one.report.id) == one.report
    assert list(reports(engine)) == [one.report]
    assert report(engine, "f" * 16) is None


def test_the_same_article_twice_is_stored_once(engine):
    assert write(engine, [made(), made(), made(1)]).readings == 2
    again = write(engine, [made(), made(1)])
    assert (again.articles, again.readings, again.known) == (0, 0, 2)
    assert counts(engine) == {"articles": 2, "readings": 2, "events": 2, "graphs": 2, "copies": 0}


def test_another_maker_makes_another_vintage_and_the_old_stays(engine):
    old = made()
    write(engine, [old])
    new = made(made_by={**MAKER, "tocsin": "0.2"}, events=())
    assert write(engine, [new]).readings == 1
    assert report(engine, old.report.id) == new.report
    assert report(engine, old.report.id, made_by_hash(MAKER)) == old.report
    assert counts(engine)["events"] == 0 and len(list(reports(engine))) == 1
    assert read_by(engine, [old.report.id, "0" * 15 + "9"], made_by_hash(MAKER)) == {old.report.id}


def test_rows_of_events_can_be_asked(engine):
    write(engine, [made()])
    with engine.connect() as connection:
        v = connection.execute(select(EVENTS)).one()
        assert (v.type, v.first, v.until, v.killed, v.place) == ("ASSAULT", "2024-05-13", "2024-05-13", 3, "e2")
        assert sorted(connection.execute(select(PARTICIPANTS.c.role, PARTICIPANTS.c.entity)).all()) == [("actor", "e1"), ("recipient", "e2")]  # fmt: skip


def test_graphs_are_kept_with_their_articles(engine):
    write(engine, [made(n) for n in range(3)])
    kept = list(graphs(engine))
    assert [k.article.text for k in kept] == [made(n).report.text for n in range(3)]
    assert kept[0].graph == made().graph and kept[0].model == "c1" and kept[0].article.published == made().report.published


def test_search_finds_words_phrases_and_leaves_out(engine):
    write(
        engine,
        [
            made(0, words="Полиция задержала рыбаков"),
            made(1, words="The police met fishermen"),
            made(2, words="Police: no fishermen here"),
        ],
    )
    assert [h.id for h in search(engine, "рыбаков")] == [f"{0:016x}"]
    assert {h.id[-1] for h in search(engine, "police")} == {"1", "2"}
    assert [h.id[-1] for h in search(engine, 'police "met fishermen"')] == ["1"]
    assert {h.id[-1] for h in search(engine, "police -met")} == {"2"}
    assert {h.id[-1] for h in search(engine, "met OR рыбаков")} == {"0", "1"}
    assert search(engine, "nothing") == []
    for odd in ('"', "AND", "a*b'; DROP", "NEAR(", "-"):
        try:
            search(engine, odd)
        except StoreError as fault:
            assert "word" in str(fault)


def test_articles_are_counted_by_day_and_outlet(engine):
    write(engine, [made(0), made(1), made(2, outlet=None, published=None)])
    assert set(seen(engine)) == {("2024-05-17", "Zor Herald", 2), (None, None, 1)}


def test_readers_see_a_whole_archive_while_a_writer_writes(engine):
    write(engine, [made(0)])
    with engine.connect() as reading:
        before = reading.execute(text("SELECT count(*) FROM readings")).scalar_one()
        write(engine, [made(n) for n in range(1, 50)])
        assert before == 1
    assert counts(engine)["readings"] == 50


def test_an_older_archive_is_taken_forward_and_a_newer_one_left_alone(db, engine):
    write(engine, [made()])

    def second(connection):
        connection.execute(text("ALTER TABLE articles ADD COLUMN grade VARCHAR"))

    with engine.begin() as connection:
        prepare(connection, (*MIGRATIONS, second))
    with engine.connect() as connection:
        assert connection.execute(select(META.c.value).where(META.c.key == "schema")).scalar_one() == str(len(MIGRATIONS) + 2)
        assert connection.execute(text("SELECT grade FROM articles")).scalar_one() is None
    with pytest.raises(StoreError, match="upgrade tocsin"):
        opened(db)
    assert report(engine, made().report.id) == made().report


def test_what_is_no_archive_is_told(tmp_path):
    (tmp_path / "notes.db").write_text("not a database, but long enough to be taken for one" * 40)
    for db in (
        str(tmp_path / "notes.db"),
        str(tmp_path / "none" / "news.db"),
        "nosql://here/there",
        "postgresql://tocsin@/x?host=/nowhere",
    ):
        with pytest.raises(StoreError) as fault:
            opened(db)
        assert len(str(fault.value)) < 400 and "Traceback" not in str(fault.value)


def test_a_record_is_stored_without_its_text_twice(engine):
    write(engine, [made()])
    with engine.connect() as connection:
        stored = connection.execute(text("SELECT report FROM readings")).scalar_one()
    import zlib

    assert json.loads(zlib.decompress(stored))["text"] == ""
