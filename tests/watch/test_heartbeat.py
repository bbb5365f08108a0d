"""The heartbeat: quiet because nothing happened, or because feeds died, or because nobody watches."""

import datetime as dt

from tocsin.store import opened, watching
from tocsin.store.watching import Seen
from tocsin.watch.heartbeat import headline, heartbeat, since

NOW = dt.datetime(2024, 5, 17, 12, tzinfo=dt.UTC)


def at(**ago):
    return (NOW - dt.timedelta(**ago)).isoformat(timespec="seconds")


def told(engine, now=NOW):
    with engine.connect() as connection:
        h = heartbeat(connection, now)
    return headline(h, now), h


def stored(engine, feed, moments, done):
    watching.answered(engine, feed, [Seen(f"{feed}{m}", None, None, m, {"text": "x"}) for m in moments], at(), due=at())
    with engine.begin() as connection:
        for row in watching.due_items(engine, at(), [], 1000):
            watching.settle(connection, row.n, "stored", done)


def test_the_one_line_and_a_line_for_each(tmp_path):
    engine = opened(str(tmp_path / "news.db"))
    assert "no feed is watched" in told(engine)[0]
    watching.enlist(engine, [("http://a/feed", "Zor Herald"), ("http://b/feed", None), ("http://c/feed", None)], at())
    a, b, c = (f.n for f in watching.due_feeds(engine, at()))
    watching.beat(engine, at(), 600)
    stored(engine, a, [at(hours=h) for h in range(1, 24 * 10, 6)], at(minutes=5))
    stored(engine, b, [at(days=d) for d in range(2, 8)], at(hours=3))
    watching.answered(engine, c, [], at(), due=at(), note="its XML is broken")
    head, h = told(engine)
    assert head.startswith("3 of 3 feeds work, 4 articles in 24 hours; the last new article was stored 5 minutes ago")
    assert [(f.day, f.usual) for f in h.feeds] == [
        (4, 4.1),
        (0, 1.0),
        (0, None),
    ]
    assert h.feeds[2].note == "its XML is broken" and h.feeds[0].outlet == "Zor Herald"

    later = NOW + dt.timedelta(hours=30)
    watching.beat(engine, later.isoformat(timespec="seconds"), 600)
    head, h = told(engine, later)
    assert head.startswith("quiet, and 1 feeds answer but bring nothing") and h.feeds[0].silent and not h.feeds[1].silent
    for _ in range(3):
        watching.failed(engine, b, "500", at(), at(hours=2))
    head, h = told(engine, later)
    assert head.startswith("1 of 3 feeds dead since 2024-05-17 10:00 UTC;") and [f.dead for f in h.feeds] == [
        False,
        True,
        False,
    ]
    assert told(engine, later + dt.timedelta(minutes=24))[0].startswith("1 of 3")
    assert told(engine, later + dt.timedelta(hours=1))[0].startswith("nobody has watched since 2024-05-18 18:00 UTC")
    watching.enlist(engine, [("http://c/feed", None)], at())
    assert told(engine, later)[0].startswith("quiet because nothing happened: 1 of 1 feeds work")


def test_how_long_ago():
    assert [since(at(**a), NOW) for a in ({"seconds": 5}, {"minutes": 3}, {"hours": 5}, {"days": 3})] == [
        "5 seconds",
        "3 minutes",
        "5 hours",
        "3 days",
    ]
