"""The board in an archive, in both databases."""

import dataclasses
import json

from sqlalchemy import select

from tests.desk.test_board import attack
from tests.desk.test_wires import threat
from tocsin.desk.bells import add, found, rule_of, set_rule
from tocsin.desk.board import Rule
from tocsin.desk.pattern import Party, Pattern
from tocsin.desk.steps import catch_up
from tocsin.desk.wires import Wire
from tocsin.store import Made, write
from tocsin.store.schema import BELLS, TELLINGS, WIRES

MAKER = {"model": "m"}


def stored(engine, *reports):
    write(engine, [Made(dataclasses.replace(r, made_by=MAKER, text=f"{r.text} {r.id} of {r.outlet}")) for r in reports])
    catch_up(engine)


def rung(engine):
    with engine.connect() as connection:
        return [(b.before, b.state) for b in connection.execute(select(BELLS).order_by(BELLS.c.n))]


def attacked(id, outlet, **more):
    return dataclasses.replace(attack(id=id * 16, **more), outlet=outlet)


def test_a_threat_stands_is_approached_and_triggered(engine):
    stored(engine, threat())
    stored(engine, attacked("b", "Zor Herald"))
    stored(engine, attacked("c", "Mur Times"))
    assert rung(engine) == [("standing", "approached"), ("approached", "triggered")]
    with engine.connect() as connection:
        bell = connection.execute(select(BELLS).order_by(BELLS.c.n.desc())).first()
        assert "Mur Times, Zor Herald" in bell.reason and json.loads(bell.evidence) == [["b" * 16, "v1"], ["c" * 16, "v1"]]
    stored(engine, attacked("d", "Third Post"))
    assert len(rung(engine)) == 2


def test_articles_need_not_come_in_the_order_of_their_days(engine):
    stored(engine, attacked("b", "Zor Herald"), attacked("c", "Mur Times"), threat())
    assert rung(engine)[-1][1] == "triggered"


def test_outlets_of_a_state_do_not_ring_alone(engine):
    stored(engine, threat(), attacked("b", "TASS"), attacked("c", "Xinhua"))
    assert rung(engine) == [("standing", "approached")]
    stored(engine, attacked("d", "Zor Herald"))
    assert rung(engine)[-1][1] == "triggered"


def test_a_tripwire_told_again_is_one_and_runs_longer(engine):
    stored(engine, threat(), dataclasses.replace(threat(id="f" * 16, published="2024-07-01"), outlet="Mur Times"))
    with engine.connect() as connection:
        (wire,) = connection.execute(select(WIRES)).all()
        assert (wire.since, wire.until) == ("2024-05-17", "2024-12-28") and len(connection.execute(select(TELLINGS)).all()) == 2


def test_time_runs_out(engine):
    stored(engine, threat())
    stored(engine, dataclasses.replace(attacked("b", "Zor Herald", day="2025-03-01", kind="AID")))
    assert rung(engine) == [("standing", "expired")]


def test_a_persons_tripwire_is_held_against_what_is_there(engine):
    stored(engine, attacked("b", "Zor Herald"), attacked("c", "Mur Times"))
    pattern = Pattern(("ASSAULT",), (Party(country="EGY"),), (Party(country="ETH"),))
    wire = Wire("dam", "Attack on the dam", "me", (pattern,), (), "2024-05-01", "2024-12-01", written=True)
    with engine.begin() as connection:
        add(connection, wire)
    assert rung(engine) == [("standing", "triggered")]
    with engine.begin() as connection:
        assert len(found(connection, "dam")) == 2
        add(connection, dataclasses.replace(wire, withdrawn=True))
    assert rung(engine)[-1] == ("triggered", "withdrawn")


def test_the_rule_is_kept_in_the_archive(engine):
    with engine.begin() as connection:
        assert rule_of(connection) == Rule()
        set_rule(connection, Rule(sources=1))
        assert rule_of(connection).sources == 1
    stored(engine, threat(), attacked("b", "Zor Herald"))
    assert rung(engine) == [("standing", "triggered")]


def test_the_same_articles_again_ring_nothing_new(engine):
    reports = threat(), attacked("b", "Zor Herald"), attacked("c", "Mur Times")
    stored(engine, *reports)
    before = rung(engine)
    stored(engine, *reports)
    assert rung(engine) == before and catch_up(engine) == 0


def test_what_is_triggered_is_decided_anew_with_every_fact(engine):
    """The trigger turns out to be earlier than what was told first, and the answer to have come after it."""
    back = {"actors": ("e1",), "recipients": ("e2",), "day": "2024-06-01"}
    stored(engine, threat(), attacked("b", "Zor Herald", day="2024-06-10"), attacked("c", "Mur Times", day="2024-06-10"))
    stored(engine, attacked("d", "Zor Herald", **back), attacked("e", "Mur Times", **back))
    assert rung(engine)[-1] == ("approached", "triggered")
    stored(engine, attacked("f", "Third Post", day="2024-05-20"), attacked("1", "Fourth Post", day="2024-05-20"))
    assert rung(engine)[-1] == ("triggered", "answered")


def test_of_a_tripwire_that_is_told_of_every_day_the_last_facts_are_weighed(engine, monkeypatch):
    monkeypatch.setattr("tocsin.desk.bells.WEIGHED", 3)
    stored(engine, threat())
    stored(engine, *(attacked(x, f"Outlet {x}") for x in "bcdef"))
    with engine.connect() as connection:
        wire = connection.execute(select(WIRES.c.id)).scalar_one()
        assert len(found(connection, wire)) == 5
        assert [h.voice for h in found(connection, wire, rule_of(connection))] == ["Outlet d", "Outlet e", "Outlet f"]
    assert rung(engine)[-1] == ("approached", "triggered")
