"""Levels and rises over an archive: each dyad on its own, copies once, new feeds never, and no bell twice for one window."""

import dataclasses
import datetime as dt
import json

from sqlalchemy import insert

from tests.desk.test_incidents import BAHIR, stored, told
from tests.store.test_store import MAKER
from tocsin.desk.counting import subjects
from tocsin.desk.pattern import Party
from tocsin.desk.ringing import ring
from tocsin.desk.rules import read
from tocsin.desk.watchlist import Area, Wanted, WatchList
from tocsin.report import Report
from tocsin.store import made_by_hash
from tocsin.store.packing import packed
from tocsin.store.schema import ARTICLES, MAKERS, READINGS
from tocsin.store.writing import inserted

EGY, ETH, SDN = (Party(country=c) for c in ("EGY", "ETH", "SDN"))
END = dt.date(2024, 5, 20)
RISE = "rules:\n  - id: rising\n    rise: {dyad: [[EGY, ETH], [SDN, ETH]], type: ASSAULT}\n    every: 0\n"


def day(back):
    return (END - dt.timedelta(back)).isoformat()


def week(back, acts, outlet="Zor Herald", first="b"):
    """Acts of the week that ended so many weeks ago, each in a town of its own."""
    for k in range(acts):
        at = dataclasses.replace(BAHIR.place, name=f"Town {k}", latitude=-60.0 + 7 * k)
        place = dataclasses.replace(BAHIR, name=f"Town {k}", place=at)
        yield told(id=f"{first}{back:07x}{k:08x}", day=day(7 * back + 3), place=place, outlet=outlet)


def quiet(engine, articles, outlet="Zor Herald", weeks=range(13), first="0"):
    """Articles that tell of nothing, so many a week: rows as `write` makes them, for twelve hundred of them one by one would take minutes."""
    with engine.begin() as connection:
        made = {"hash": made_by_hash(MAKER), "made_by": json.dumps(MAKER)}
        connection.execute(inserted(connection, MAKERS).on_conflict_do_nothing(), [made])
        maker = connection.execute(MAKERS.select().where(MAKERS.c.hash == made["hash"])).one().n
        for back in weeks:
            for k in range(articles):
                r = Report(
                    f"{first}{back:07x}{k:08x}", f"nothing {first} {back} {k}", published=day(7 * back + 3), outlet=outlet
                )
                row = {"id": r.id, "outlet": outlet, "day": r.published, "text": r.text, "added": "2024-05-20T00:00:00+00:00"}
                n = connection.execute(insert(ARTICLES).values(row).returning(ARTICLES.c.n)).scalar_one()
                reading = {
                    "article": n,
                    "maker": maker,
                    "at": row["added"],
                    "last": True,
                    "report": packed({**r.to_dict(), "text": ""}),
                }
                connection.execute(insert(READINGS).values(reading))


def rules(tmp_path, text=RISE):
    (tmp_path / "r.yaml").write_text(text, encoding="utf-8")
    return read(tmp_path / "r.yaml")


def last(engine):
    """An article of the last day, so that the last window ends there."""
    stored(engine, dataclasses.replace(told(id="f" * 16, day=day(0)), events=()))


def test_a_rise_rings_once_for_its_dyad_with_its_reason_and_evidence(engine, tmp_path):
    quiet(engine, 60)
    for back in range(1, 13):
        stored(engine, *week(back, 1 + back % 2))
    own = rules(tmp_path)
    last(engine)
    assert ring(engine, own, since="2000-01-01").alerts == ()
    stored(engine, *week(0, 10))
    (a,) = ring(engine, own).alerts
    assert a.kind == "rise" and a.key == "rise:EGY – ETH ASSAULT" and "10 acts in the 7 days to 2024-05-20" in a.why
    assert "expect 1." in a.why and "had 2 at most" in a.why and len(a.evidence) == 5 and a.sources == ("Zor Herald",)
    assert ring(engine, own).alerts == ()


def test_a_new_feed_rings_for_nothing(engine, tmp_path):
    quiet(engine, 60)
    for back in range(1, 13):
        stored(engine, *week(back, 1 + back % 2))
    last(engine)
    stored(engine, *week(0, 2), *week(0, 14, outlet="New Feed", first="c"))
    quiet(engine, 10, "New Feed", range(1), first="1")
    assert ring(engine, rules(tmp_path), since="2000-01-01").alerts == ()


def test_more_articles_of_the_same_outlets_let_one_expect_more(engine, tmp_path):
    quiet(engine, 60)
    for back in range(1, 13):
        stored(engine, *week(back, 1 + back % 2))
    last(engine)
    stored(engine, *week(0, 10))
    quiet(engine, 150, weeks=range(1), first="1")
    assert ring(engine, rules(tmp_path), since="2000-01-01").alerts == ()


def test_too_short_a_past_says_nothing_and_a_level_needs_none(engine, tmp_path):
    stored(engine, *week(0, 9))
    last(engine)
    level = "  - id: many\n    level: {dyad: [EGY, ETH], above: 8}\n    every: 0\n"
    (a,) = ring(engine, rules(tmp_path, RISE + level)).alerts
    assert a.rule == "many" and "9 acts in the 7 days to 2024-05-20, more than 8" in a.why
    assert ring(engine, rules(tmp_path, RISE + level.replace("many", "more").replace("8", "9"))).alerts == ()


def test_counting_is_done_no_oftener_than_its_rule_may_send(engine, tmp_path):
    own = rules(tmp_path, "rules:\n  - id: many\n    level: {dyad: [EGY, ETH], above: 2}\n    every: 6h\n")
    now = dt.datetime(2031, 1, 1, tzinfo=dt.UTC)
    ring(engine, own, now=now)
    stored(engine, *week(0, 3))
    assert ring(engine, own, now=now + dt.timedelta(hours=5)).alerts == ()
    assert len(ring(engine, own, now=now + dt.timedelta(hours=6)).alerts) == 1


def test_a_day_that_lies_ahead_is_taken_for_a_fault(engine, tmp_path):
    stored(engine, *week(0, 3), dataclasses.replace(told(id="e" * 16, day="2099-01-01"), events=()))
    own = rules(tmp_path, "rules:\n  - id: many\n    level: {dyad: [EGY, ETH], above: 2}\n")
    assert len(ring(engine, own, now=dt.datetime(2024, 5, 21, tzinfo=dt.UTC)).alerts) == 1


def test_each_dyad_party_and_place_is_counted_on_its_own_and_types_where_there_are_none():
    gulf = WatchList("gulf", (Area("YEM", "YEM"),), (SDN,), ((EGY, ETH),), ("ASSAULT", "AID"))
    assert [label for label, _ in subjects(Wanted(watch=(gulf,), types=("ASSAULT", "COERCE")))] == [
        "EGY – ETH ASSAULT", "SDN ASSAULT", "YEM ASSAULT",
    ]  # fmt: skip
    assert [label for label, _ in subjects(Wanted(types=("AID", "COERCE")))] == ["AID", "COERCE"]
    assert [w.types for _, w in subjects(Wanted(watch=(WatchList("a", types=("AID",)),)))] == [("AID",)]
    assert list(subjects(Wanted(watch=(gulf,), types=("COERCE",)))) == []
