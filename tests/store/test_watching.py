"""What is watched: items once, with their feed's tag, through to their articles; in both databases."""

import pytest
from sqlalchemy import select

from tests.store.test_store import made
from tocsin.store import FEEDS, ITEMS, StoreError, counts, opened, watching, write
from tocsin.store.database import only_one
from tocsin.store.watching import Seen

NOW, LATER = "2024-05-17T06:00:00+00:00", "2024-05-17T06:10:00+00:00"


def item(n, url=None, **more):
    return Seen(f"k{n}", url, "a.example" if url else None, None, {"text": f"words {n}"}, **more)


def begun(engine, *addresses):
    watching.enlist(engine, [(a, None) for a in addresses], NOW)
    return [f.n for f in watching.due_feeds(engine, NOW)]


def test_items_are_kept_once_with_the_tag_of_their_feed(engine):
    (feed,) = begun(engine, "http://a.example/feed")
    assert watching.answered(engine, feed, [item(1, "http://a/1"), item(2), item(2)], NOW, etag='"1"', due=LATER) == 2
    assert watching.answered(engine, feed, [item(2), item(3)], LATER, etag='"2"', due=LATER) == 1
    with engine.connect() as connection:
        kept = connection.execute(select(FEEDS)).one()
        assert (kept.etag, kept.worked, kept.failures) == ('"2"', LATER, 0)
    assert watching.pending(engine) == 3 and not watching.due_feeds(engine, NOW) and watching.due_feeds(engine, NOW, early=True)


def test_a_page_that_two_feeds_give_is_fetched_for_one(engine):
    one, two = begun(engine, "http://a.example/feed", "http://b.example/feed")
    assert watching.answered(engine, one, [item(1, "http://a/1")], NOW, due=LATER) == 1
    assert (
        watching.answered(engine, two, [item(9, "http://a/1"), item(8, "http://a/2"), item(7, "http://a/2")], NOW, due=LATER)
        == 1
    )


def test_of_every_host_one_item_is_given_and_none_that_is_under_way(engine):
    (feed,) = begun(engine, "http://a.example/feed")
    watching.answered(engine, feed, [item(n, f"http://a/{n}") for n in range(3)] + [item(5), item(6)], NOW, due=LATER)
    rows = watching.due_items(engine, NOW, [], 10)
    assert sorted(r.url or "" for r in rows) == ["", "", "http://a/0"]
    assert [r.url for r in watching.due_items(engine, NOW, [r.n for r in rows], 10)] == ["http://a/1"]
    assert watching.value_of(rows[0]) == {"text": "words 5"}
    watching.put_off(engine, rows[2].n, LATER, "busy")
    assert "http://a/1" in [r.url for r in watching.due_items(engine, NOW, [], 10)] and watching.next_due(engine, NOW) == LATER


def test_an_item_is_done_in_the_transaction_that_stores_its_article(engine):
    (feed,) = begun(engine, "http://a.example/feed")
    watching.answered(engine, feed, [item(1)], NOW, due=LATER)
    (row,) = watching.due_items(engine, NOW, [], 10)

    def fails(connection):
        watching.settle(connection, row.n, "stored", LATER, None, made().report.id)
        raise RuntimeError("killed here")

    with pytest.raises(RuntimeError):
        write(engine, [made()], fails)
    assert counts(engine)["articles"] == 0 and watching.pending(engine) == 1
    write(engine, [made()], lambda c: watching.settle(c, row.n, "stored", LATER, None, made().report.id))
    assert counts(engine)["articles"] == 1 and watching.pending(engine) == 0
    with engine.connect() as connection:
        assert connection.execute(select(ITEMS.c.value, ITEMS.c.article)).one() == (None, made().report.id)


def test_failures_are_counted_from_the_first_and_forgotten_when_it_works(engine):
    (feed,) = begun(engine, "http://a.example/feed")
    watching.failed(engine, feed, "500", LATER, NOW)
    watching.failed(engine, feed, "501", LATER, LATER)
    with engine.connect() as connection:
        kept = connection.execute(select(FEEDS)).one()
        assert (kept.failures, kept.failing, kept.error, kept.tried) == (2, NOW, "501", LATER) and watching.failing(engine) == 1
    watching.answered(engine, feed, [], LATER, due=LATER)
    assert watching.failing(engine) == 0
    watching.enlist(engine, [], LATER)
    assert not watching.due_feeds(engine, "2100") and watching.last_beat(engine.connect()) is None


def test_rounds_alone_are_as_often_as_they_come(engine):
    watching.beat(engine, NOW, 600)
    with engine.connect() as connection:
        assert watching.last_beat(connection) == (NOW, 600)
    watching.beat(engine, "2024-05-17T07:00:00+00:00", 600, once=True)
    with engine.connect() as connection:
        assert watching.last_beat(connection) == ("2024-05-17T07:00:00+00:00", 3600)


def test_only_one_watches_at_a_time(db, engine):
    with only_one(engine):
        other = opened(db)
        with pytest.raises(StoreError, match="another tocsin watch"), only_one(other):
            pass
    with only_one(other):
        pass
    other.dispose()
