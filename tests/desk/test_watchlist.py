"""What fits a rule: parties, dyads, places by state and by distance, lists."""

import dataclasses

import pytest

from tests.desk.test_incidents import BAHIR, CAIRO, GONDAR
from tests.desk.test_wires import ARMY, EGYPT, ETHIOPIA, REBELS
from tocsin.desk.pattern import Party
from tocsin.desk.watchlist import Area, Wanted, WatchList, kilometres
from tocsin.store.tellings import Telling

EGY, ETH, SDN = (Party(country=c) for c in ("EGY", "ETH", "SDN"))
BASE = Telling(1, "a" * 16, "v1", 1, "2024-05-20", "Zor Herald", None, None, "ASSAULT", ("aerial",), "actual", 0.9, None, (ARMY,), (ETHIOPIA,), BAHIR)  # fmt: skip


def telling(**more):
    return dataclasses.replace(BASE, **more)


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        (Wanted(types=("ASSAULT",)), True),
        (Wanted(types=("AID",)), False),
        (Wanted(modes=("aerial",)), True),
        (Wanted(modes=("firearms",)), False),
        (Wanted(statuses=("negated",)), False),
        (Wanted(confidence=0.95), False),
        (Wanted(actors=(EGY,), recipients=(ETH,)), True),
        (Wanted(actors=(ETH,)), False),
        (Wanted(dyads=((ETH, EGY),)), True),
        (Wanted(dyads=((ETH, SDN),)), False),
        (Wanted(places=(Area("ETH", "ETH"),)), True),
        (Wanted(places=(Area("Lake Tana", "", 12.0, 37.3, 60),)), True),
        (Wanted(places=(Area("Lake Tana", "", 12.0, 37.3, 30),)), False),
        (Wanted(watch=(WatchList("a", dyads=((SDN, ETH),), actors=(EGY,)),)), True),
        (Wanted(watch=(WatchList("a", actors=(EGY,), types=("AID",)),)), False),
        (Wanted(watch=(WatchList("a", types=("AID",)), WatchList("b", types=("ASSAULT",)))), True),
        (Wanted(types=("ASSAULT",), watch=(WatchList("a", places=(Area("EGY", "EGY"),)),)), False),
    ],
)
def test_what_is_asked_must_fit(wanted, fits):
    assert wanted.fits(telling()) is fits


def test_a_dyad_is_two_whoever_acts_and_may_act_together():
    dyad = Wanted(dyads=((EGY, ETH),))
    assert dyad.fits(telling(actors=(ETHIOPIA,), recipients=(EGYPT,)))
    assert dyad.fits(telling(actors=(ETHIOPIA, EGYPT), recipients=()))
    assert not dyad.fits(telling(actors=(ETHIOPIA,), recipients=(REBELS,)))
    # One body that fits both is not two.
    assert not Wanted(dyads=((EGY, Party(name="e2")),)).fits(telling(actors=(EGYPT,), recipients=()))


def test_what_is_done_to_a_place_is_done_there_and_a_region_lies_in_no_circle():
    tana = Wanted(places=(Area("Lake Tana", "", 12.0, 37.3, 60),))
    assert tana.fits(telling(place=None, recipients=(GONDAR,))) is (kilometres(12.0, 37.3, 12.6, 37.5) <= 60)
    assert not tana.fits(telling(place=CAIRO))
    region = dataclasses.replace(BAHIR, place=dataclasses.replace(BAHIR.place, precision="region"))
    assert not tana.fits(telling(place=region)) and Wanted(places=(Area("ETH", "ETH"),)).fits(telling(place=region))


def test_kilometres_are_those_of_the_globe():
    assert kilometres(51.5, -0.12, 48.85, 2.35) == pytest.approx(343, abs=3)
    assert kilometres(0, 179.5, 0, -179.5) == pytest.approx(111, abs=1)
