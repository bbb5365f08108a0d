"""Where two copies disagree, and what is no disagreement."""

import pytest

from tests.store.test_store import made
from tocsin.desk.alignment import Pair
from tocsin.desk.distortions import distortions
from tocsin.desk.marks import marks, numbers, rarity, shared
from tocsin.report import Entity, Event, Place, Quoted, Span

TEXT = "Zorland struck Freedonia and 12 people died."
OTHER = "Зорландия нанесла удар: 12 погибших, Фридония."


def told(text, status="actual", actors=("e1",), recipients=("e2",), countries=("ZOR", "FRD"), confidence=0.9, kind="ASSAULT"):
    a, b = countries
    entities = (Entity("e1", "organization", "Zorland", 0, 7, (Span(0, 7),), country=a, sectors=("GOV",), knowledge_id=f"state:{a}"),
                Entity("e2", "organization", "Freedonia", 15, 24, (Span(15, 24),), country=b, sectors=("GOV",), knowledge_id=f"state:{b}"))  # fmt: skip
    event = Event(
        "v1", kind, (), (), status, False, Quoted("struck", 8, 14), actors, recipients, confidence=confidence, start=8, end=14
    )
    return made(text=text, entities=entities, statements=(), events=(event,), tripwires=()).report


def whole(a, b):
    return [Pair(Span(0, len(a.text)), Span(0, len(b.text)), 0.8)]


@pytest.mark.parametrize(
    "change, kind",
    [
        (dict(status="negated"), "status"),
        (dict(status="future"), "status"),
        (dict(actors=("e2",), recipients=("e1",)), "roles"),
        (dict(countries=("ZOR", "SYL")), "name"),
        (dict(text=TEXT.replace("12", "21")), "number"),
    ],
)
def test_what_changes_the_substance_is_a_distortion(change, kind):
    here, there = told(**{"text": TEXT, **change}), told(TEXT)
    assert [d.kind for d in distortions(here, there, whole(here, there))] == [kind]


@pytest.mark.parametrize(
    "change",
    [
        {}, dict(text=OTHER), dict(text=TEXT.replace("12", "twelve")), dict(status="negated", confidence=0.3), dict(kind="COERCE", status="negated"),
        dict(text=TEXT.replace("12 people died", "people died in 2024")), dict(text=TEXT.replace("12", "12,000")), dict(text=TEXT.replace("12", "1.5")),
    ],
)  # fmt: skip
def test_what_leaves_it_is_none(change):
    here, there = told(**{"text": TEXT, **change}), told(TEXT)
    assert distortions(here, there, whole(here, there)) == []


def test_fear_and_plan_stand_alike():
    here, there = told(TEXT, "future"), told(TEXT, "hypothetical")
    assert distortions(here, there, whole(here, there)) == []


@pytest.mark.parametrize(
    "text, values",
    [
        ("12 dead, 1,200 hurt, 3.5 percent", {"12", "1200", "3.5"}), ("1.200 Verletzte, 3,5 Prozent", {"1200", "3.5"}),
        ("at 14:30 on 17.05.2024, in 2023", set()), ("٢١ قتيلا", {"21"}), ("F-16, B2", set()),
    ],
)  # fmt: skip
def test_numbers_are_read_as_each_language_writes_them(text, values):
    assert set(numbers(text)) == values


def test_marks_are_what_a_translation_keeps():
    place = Entity("e1", "place", "Kyjiw", 0, 5, country="UKR", place=Place("Kyiv", "UKR", geonames_id=703448))
    known = Entity("e2", "organization", "die Nato", 6, 14, knowledge_id="organizations:nato")
    guess = Entity("e3", "place", "Kaif", 15, 19, country="UKR", doubtful=True)
    own = marks(made(text="Kyjiw die Nato Kaif: 24 Tote, 3 Panzer", entities=(place, known, guess)).report)
    assert own == {"g703448", "korganizations:nato", "n24"}
    rare = rarity([own, own, {"n24"}, {"n99"}])
    assert shared(own, own, rare) == pytest.approx(1) and shared(own, frozenset({"n99"}), rare) == 0 == shared(
        own, frozenset(), rare
    )
    assert shared(own, frozenset({"n24", "n99"}), rare) < shared(own, frozenset({"g703448", "n99"}), rare)
