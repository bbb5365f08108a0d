"""Who: states under their names, adjectives, capitals and palaces, in ten languages."""

import pytest

from tocsin.resolve.where import where
from tocsin.resolve.who import who


@pytest.mark.parametrize(
    ("mention", "language", "country"),
    [("Mosca", "it", "RUS"), ("il Cremlino", "it", "RUS"), ("Белый дом", "ru", "USA"), ("Вашингтона", "ru", "USA"), ("Stanom Zjednoczonym", "pl", "USA"),
     ("the US", "en", "USA"), ("EUA", "pt", "USA"), ("Kijów", "pl", "UKR"), ("Пекін", "uk", "CHN"), ("دمشق", "ar", "SYR"), ("Berlin", "de", "DEU")],
)  # fmt: skip
def test_a_state_that_acts(mention, language, country):
    found = who(mention, language)
    assert found and found.country == country and found.state and found.sectors == ("GOV",)


@pytest.mark.parametrize(
    ("mention", "language", "country"),
    [("the Ukrainian defence ministry", "en", "UKR"), ("Le forze armate ucraine", "it", "UKR"), ("российские войска", "ru", "RUS"), ("die türkische Armee", "de", "TUR"),
     ("الجيش السوري", "ar", "SYR"), ("Polskie wojsko", "pl", "POL"), ("South Korean troops", "en", "KOR"), ("l'armée malienne", "fr", "MLI")],
)  # fmt: skip
def test_whose_a_described_actor_is(mention, language, country):
    found = who(mention, language)
    assert found and found.country == country and not found.state


@pytest.mark.parametrize(
    ("mention", "language"), [("us", "en"), ("who", "en"), ("un uomo", "it"), ("the protesters", "en"), ("uno", "es")]
)
def test_words_that_name_no_state(mention, language):
    found = who(mention, language, "person")
    assert found is None or found.country is None


def test_international_bodies_are_no_states():
    assert who("NATO", "en").country == "IGO" and not who("NATO", "en").state
    assert who("the European Union", "en").name == "European Union"


def test_a_place_in_a_country():
    assert where("Ukraine", "en").country == "UKR"
    assert where("Nowhere at all", "en") is None


@pytest.mark.parametrize(
    ("mention", "language", "name"),
    [
        ("Володимира Зеленського", "uk", "Volodymyr Zelensky"),
        ("Petro Zelensky", "en", None),
        ("Władimira Putina", "pl", "Vladimir Putin"),
        ("Maria Putin", "en", None),
    ],
)
def test_a_surname_after_another_given_name_is_somebody_else(mention, language, name):
    found = who(mention, language, "person", "2022-03-10")
    assert (found.name if found else None) == name


def test_bodies_of_some_states_stand_under_the_name():
    assert who("US forces", "en").name == "United States Armed Forces"
    assert who("la polizia di Pristina", "it").name == "Kosovo Police"
