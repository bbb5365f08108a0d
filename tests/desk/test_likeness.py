"""How likely two articles tell one happening."""

import dataclasses

import pytest

from tests.desk.test_stories import AGAIN, CHEESE, SHELLED, article
from tocsin.desk.common_ground import common_ground
from tocsin.desk.likeness import Weights, alike, angle, cosine, fit, weights
from tocsin.desk.traits import rarity, terms, told, vector_of, weighed
from tocsin.reader.graph import Graph
from tocsin.report import Casualties, Entity, Event, Place, Quoted, Span, Time


def traits(text, day="2030-05-06", **more):
    return weighed(told(article(1, text, day, **more)), {})


def test_rare_words_weigh_more_than_common_ones_and_less_once_the_archive_is_full_of_them():
    assert rarity("en", "said", {}) < 0.5 < 4 < rarity("en", "beledwe", {})
    assert rarity("en", "beledwe", {("en", ""): 1000, ("en", "beledwe"): 900}) < 0.7


def test_words_are_cut_and_folded_and_noise_left_out():
    assert terms("The Élysée's 16 spokeswomen. 7.") == ["the", "elysee", "16", "spokesw", "7"]


def test_the_same_happening_is_liker_than_another_and_days_apart_speak_against_it():
    table = weights()
    one, again, other = traits(SHELLED), traits(AGAIN), traits(CHEESE)
    assert alike(one, again, table) > 0 > alike(one, other, table)
    assert alike(one, traits(AGAIN, "2030-05-07"), table) == alike(one, again, table)
    assert alike(one, traits(AGAIN, "2030-05-16"), table) < alike(one, again, table)


def test_an_undated_article_is_neither_near_nor_far():
    assert alike(traits(SHELLED), traits(AGAIN, None), weights()) == alike(traits(SHELLED), traits(AGAIN), weights())


def test_a_story_is_judged_by_all_its_articles():
    one, again, other = traits(SHELLED), traits(AGAIN), traits(CHEESE)
    alone, mixed = fit(one, [again], weights()), fit(one, [other, again], weights())
    assert alone.odds > mixed.odds and mixed.nearest == 1 and 0 < mixed.score < alone.score < 1


def test_vectors_count_where_both_have_one_of_the_same_model():
    table = {k: Weights(0.0, {}, 0.0, 2.0, 0.5) for k in ("same", "across")}
    one, same, other = (dataclasses.replace(traits(SHELLED), vector=v, model="m") for v in ((100, 0), (90, 0), (0, 90)))
    assert alike(one, same, table) == pytest.approx(1.0) and alike(one, other, table) == pytest.approx(-1.0)
    assert angle(one, dataclasses.replace(same, model="n")) is None and alike(one, traits(SHELLED), table) == 0


def test_the_vector_of_an_article_is_the_mean_of_its_sentences():
    @dataclasses.dataclass
    class Vector:
        values: bytes

    @dataclasses.dataclass
    class Later:
        vectors: tuple

    assert vector_of(Graph()) == ()
    assert vector_of(Later((Vector(bytes([100, 256 - 20])), Vector(bytes([50, 0]))))) == (75, -10)


def shelled(language, town, killed, name):
    entities = (
        Entity("e1", "organization", "x", 0, 1, (Span(0, 1),), "Zor", "EGY", ("MIL",), None, False, None),
        Entity("e2", "place", town, 0, 1, (Span(0, 1),), town, "SOM", (), Place(town, "SOM", "01", len(town), 1.0, 2.0, "city"), False, None),
        Entity("e3", "person", name, 0, 1, (Span(0, 1),), name, None, (), None, False, None),
    )  # fmt: skip
    v = Event(
        "v1",
        "ASSAULT",
        (),
        (),
        "actual",
        False,
        Quoted("x", 0, 1),
        ("e1",),
        ("e2",),
        "e2",
        Time("x", 0, 1, "2030-05-05"),
        Casualties(killed),
    )
    return dataclasses.replace(article(1, "x", language=language), entities=entities, events=(v,))


def test_across_languages_names_places_acts_and_figures_meet():
    def of(*words):
        return weighed(told(shelled(*words)), {})

    one = of("en", "Beledweyne", 17, "Oleh Kravchuk")
    same, other = of("uk", "Beledweyne", 17, "Олег Кравчук"), of("uk", "Mogadishu", 4, "Іван Петренко")
    assert alike(one, same, weights()) > 0 > alike(one, other, weights())
    assert alike(one, same, weights()) > alike(one, other, weights()) + 3
    said = common_ground(shelled("en", "Beledweyne", 17, "Oleh Kravchuk"), one, same)
    assert (
        "Oleh Kravchuk" in said
        and "Beledweyne" in said
        and "ASSAULT by EGY" in said
        and "ASSAULT," not in said
        and "17" in said
    )


def test_nothing_in_common_is_told_as_nothing():
    assert cosine({}, {"a": 1.0}) == 0 and common_ground(article(1, SHELLED), traits(SHELLED), traits("Orn.")) == ""
