"""Which events are one act, and how it stands."""

import dataclasses
import json

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from tests.desk.test_bells import MAKER
from tests.desk.test_board import attack
from tests.desk.test_wires import EVERYBODY, event, report
from tocsin.cli import app
from tocsin.desk.incidents import agreement, joined, profile, state_of
from tocsin.desk.steps import catch_up
from tocsin.report import Casualties, Entity, Place, Span, Time
from tocsin.store import Made, opened, write
from tocsin.store.schema import INCIDENT_EVENTS, INCIDENTS


def town(name, country, latitude, longitude):
    return Entity(
        "e9",
        "place",
        name,
        0,
        1,
        (Span(0, 1),),
        name,
        country,
        (),
        Place(name, country, "01", 1, latitude, longitude, "city"),
        False,
        None,
    )


def told(
    kind="ASSAULT",
    actors=("e3",),
    recipients=("e1",),
    place=None,
    day="2024-05-20",
    when=None,
    status="actual",
    id="b" * 16,
    outlet="Zor Herald",
    killed=None,
):
    v = event("v1", kind, actors, recipients, "e9" if place else None, status)
    v = dataclasses.replace(v, time=Time("then", 0, 1, when) if when else None, casualties=Casualties(killed, None, None))
    return dataclasses.replace(
        report(v, entities=(*EVERYBODY, *((place,) if place else ())), id=id, published=day), outlet=outlet
    )


def of(**more):
    r = told(**more)
    return profile(r, r.events[0])


BAHIR, GONDAR, CAIRO = town("Bahir Dar", "ETH", 11.6, 37.4), town("Gondar", "ETH", 12.6, 37.5), town("Cairo", "EGY", 30.0, 31.2)


def test_the_same_parties_on_one_day_are_one_act():
    assert agreement(of(), of(day="2024-05-21")) == 2
    assert agreement(of(place=BAHIR), of(place=BAHIR)) == 3
    assert agreement(of(actors=(), place=BAHIR), of(place=BAHIR)) == 2


@pytest.mark.parametrize(
    "other",
    [{"kind": "AID"}, {"actors": ("e4",)}, {"recipients": ("e4",)}, {"day": "2024-06-20"}, {"when": "2024-05-01"}],
)  # fmt: skip
def test_what_speaks_against_it(other):
    assert agreement(of(), of(**other)) == -1


def test_two_towns_far_apart_are_two_acts_and_a_country_says_nothing():
    assert agreement(of(place=BAHIR), of(place=GONDAR)) == -1 and agreement(of(place=BAHIR), of(place=CAIRO)) == -1
    assert agreement(of(place=BAHIR), of()) == 2


def test_acts_in_words_need_both_parties():
    assert agreement(of(kind="ACCUSE", actors=(), place=BAHIR), of(kind="ACCUSE", place=BAHIR)) == 1


def test_days_narrow_as_more_is_told():
    both = joined(of(day="2024-05-20"), of(when="2024-05-19"))
    assert (both.first, both.until) == ("2024-05-19", "2024-05-19")
    assert joined(of(), of(place=BAHIR)).place == "Bahir Dar"


def test_how_an_incident_stands():
    assert [state_of(x) for x in (["future"], ["future", "actual"], ["actual", "negated"], ["negated"], ["hypothetical"])] == [
        "planned", "reported", "disputed", "denied", "feared",
    ]  # fmt: skip


def stored(engine, *reports):
    write(engine, [Made(dataclasses.replace(r, made_by=MAKER, text=f"words of {r.id} in {r.outlet}")) for r in reports])
    catch_up(engine)


def test_reports_of_one_act_are_one_incident_whatever_came_first(engine):
    stored(
        engine, told(killed=3), told(id="c" * 16, outlet="Mur Times", killed=5, day="2024-05-21"), told(id="d" * 16, kind="AID")
    )
    with engine.connect() as connection:
        assert len(connection.execute(select(INCIDENTS)).all()) == 2
        events = connection.execute(select(INCIDENT_EVENTS.c.incident).order_by(INCIDENT_EVENTS.c.article)).scalars().all()
    assert events[0] == events[1] != events[2]


def test_the_command_prints_sources_versions_and_ranges(tmp_path):
    db = str(tmp_path / "news.db")
    engine = opened(db)
    stored(
        engine,
        told(killed=3),
        told(id="c" * 16, outlet="TASS", killed=5),
        told(id="d" * 16, outlet="Mur Times", status="negated", when="2024-05-19"),
    )

    def run(*words):
        result = CliRunner().invoke(app, ["incidents", "--db", db, *words])
        return result.exit_code, result.stdout

    status, out = run()
    assert (
        status == 0
        and "DISPUTED" in out
        and "3 to 5 killed" in out
        and "TASS (state)" in out
        and "3 independent sources" in out
    )
    (one,) = [json.loads(x) for x in run("--json")[1].splitlines()]
    assert one["actors"] == ["EGY"] and len(one["versions"]) == 3
    assert (
        run("--type", "AID")[0] == 1
        and run("--type", "WAR")[0] == 2
        and run("--sources", "4")[0] == 1
        and run("--country", "ETH")[0] == 0
    )


def test_copies_and_old_episodes_bring_nothing(engine):
    r = told()
    stored(engine, dataclasses.replace(r, events=(dataclasses.replace(r.events[0], historical=True),)), attack(id="e" * 16))
    with engine.connect() as connection:
        assert len(connection.execute(select(INCIDENT_EVENTS)).all()) == 1
