"""Places: names in many languages and cases to GeoNames rows, one of several chosen by what the article is about."""

import pytest

from tocsin.resolve import gazetteer
from tocsin.resolve.cities import choose
from tocsin.resolve.where import places, where

pytestmark = pytest.mark.skipif(not gazetteer.installed(), reason="the gazetteer is compiled when tocsin is installed")


@pytest.mark.parametrize(
    ("words", "language", "name", "country"),
    [
        ("Kiev", "it", "Kyiv", "UKR"), ("Leopoli", "it", "Lviv", "UKR"), ("в Харькове", "ru", "Kharkiv", "UKR"),
        ("Днепре", "ru", "Dnipro", "UKR"), ("у Львові", "uk", "Lviv", "UKR"), ("в Одесі", "uk", "Odesa", "UKR"),
        ("Charkowie", "pl", "Kharkiv", "UKR"), ("Gdańsku", "pl", "Gdańsk", "POL"), ("Goma", "fr", "Goma", "COD"),
        ("حلب", "ar", "Aleppo", "SYR"), ("the port city of Mariupol", "en", "Mariupol", "UKR"), ("Sebastopoli", "it", "Sevastopol", "UKR"),
    ],
)  # fmt: skip
def test_a_name_is_found_in_its_language_and_case(words, language, name, country):
    place = where(words, language)
    assert place is not None and (place.name, place.country, place.precision) == (name, country, "city")
    assert place.geonames_id and -90 <= place.latitude <= 90 and -180 <= place.longitude <= 180


@pytest.mark.parametrize(("context", "country"), [({"LBN", "SYR"}, "LBN"), ({"LBY"}, "LBY"), (set(), "LBY")])
def test_the_articles_countries_decide_between_namesakes(context, country):
    assert where("Tripoli", "en", frozenset(context)).country == country


@pytest.mark.parametrize(
    ("words", "language", "name"),
    [
        ("Artemivsk", "en", "Bakhmut"), ("Артёмовск", "ru", "Bakhmut"), ("Lemberg", "de", "Lviv"), ("Lwów", "pl", "Lviv"), ("Danzig", "de", "Gdańsk"),
        ("Breslau", "de", "Wrocław"), ("Stepanakert", "en", "Khankendi"), ("Saigon", "en", "Ho Chi Minh City"), ("Leningrad", "en", "Saint Petersburg"),
        ("Nur-Sultan", "en", "Astana"), ("Kirovohrad", "en", "Kropyvnytskyi"), ("Rangoon", "en", "Yangon"),
    ],
)  # fmt: skip
def test_old_and_political_names_are_the_same_place(words, language, name):
    place = where(words, language)
    assert place is not None and (place.name, place.precision) == (name, "city")


@pytest.mark.parametrize(
    ("words", "language", "country"),
    [
        ("nel nord dell'Ucraina", "it", "UKR"), ("al confine con la Bielorussia", "it", "BLR"), ("off the coast of Yemen", "en", "YEM"),
        ("northern Ukraine", "en", "UKR"), ("im Osten der Ukraine", "de", "UKR"), ("à la frontière polonaise", "fr", "POL"),
    ],
)  # fmt: skip
def test_a_description_of_part_of_a_state_gives_the_state_vaguely(words, language, country):
    place = where(words, language)
    assert (place.name, place.country, place.precision) == (None, country, "vague") and place.latitude is not None


@pytest.mark.parametrize(
    ("words", "country", "admin1"),
    [
        ("Paris, Texas", "USA", "TX"), ("Springfield, Ill.", "USA", "IL"), ("Springfield, MA", "USA", "MA"), ("London, Ontario", "CAN", "08"),
        ("Mosul, Iraq", "IRQ", "15"), ("Rome, Italy", "ITA", "07"), ("Paris", "FRA", "11"),
    ],
)  # fmt: skip
def test_what_stands_after_a_comma_says_which(words, country, admin1):
    place = where(words, "en")
    assert (place.country, place.admin1, place.precision) == (country, admin1, "city")


@pytest.mark.parametrize(
    ("words", "name", "precision"),
    [
        ("Tex.", "Texas", "region"), ("NSW", "New South Wales", "region"), ("County Mayo", "County Mayo", "region"), ("Europe", "Europe", "region"),
        ("Lombardy", "Lombardy", "region"), ("New York", "New York City", "city"), ("Baker County", "Baker County", "region"),
    ],
)  # fmt: skip
def test_divisions_counties_and_continents_have_a_middle(words, name, precision):
    place = where(words, "en")
    assert (place.name, place.precision) == (name, precision) and place.latitude is not None


def test_a_house_stands_vaguely_in_its_capital():
    place = where("the White House", "en")
    assert (place.country, place.admin1, place.precision) == ("USA", "DC", "vague")


def _admin1(mentions, **more):
    return [p and p.admin1 for p in places(mentions, "en", **more)]


def test_a_state_beside_a_town_is_the_towns_state():
    assert _admin1(["Paris", "Texas", "Paris"], starts=[0, 7, 40]) == ["TX", "TX", "TX"]
    assert _admin1(["Athens", "Ga.", "Rome"], starts=[0, 8, 60])[:2] == ["GA", "GA"]


def test_towns_near_each_other_are_chosen_together():
    assert _admin1(["Portland", "Bangor", "Augusta"]) == ["ME", "ME", "ME"]
    assert _admin1(["Portland", "Salem", "Eugene"]) == ["OR", "OR", "OR"]
    assert [p.country for p in places(["Tripoli", "Sidon", "Zahle"], "en")] == ["LBN"] * 3


def test_a_country_named_otherwise_counts():
    assert places(["Tripoli"], "en", frozenset({"LBN"}))[0].country == "LBN"


def test_a_name_that_no_table_has_is_vaguely_where_its_neighbour_is():
    town, street = places(["Lviv", "Zzyzanska Street"], "en")
    assert (street.name, street.precision, street.latitude) == (None, "vague", town.latitude)
    assert places(["Lviv", "the square"], "en")[1] is None
    assert where("Zzyzanska Street", "en") is None


def test_no_mentions_no_places():
    assert places([], "en") == []


@pytest.mark.parametrize("words", ["near the border", "la frontiera", "на границе", "the north of the country"])
def test_a_description_is_no_name(words):
    assert where(words, "en") is None


def test_a_state_stays_a_state():
    place = where("Ukraine", "en")
    assert (place.name, place.country, place.precision) == ("Ukraine", "UKR", "country")


def test_an_index_is_compiled_from_rows_and_read_back(tmp_path, monkeypatch):
    rows = [
        {"geonameid": 7, "name": "Zuara", "latitude": 32.9, "longitude": 12.1, "population": 9000, "countrycode": "LY", "admin1code": "77",
         "alternatenames": ["Зуара", "زوارة", "祖瓦拉"]},
        {"geonameid": 8, "name": "Zuara", "latitude": 1.0, "longitude": 2.0, "population": 10, "countrycode": "XX", "alternatenames": []},
    ]  # fmt: skip
    gazetteer.compile_index(rows, tmp_path)
    monkeypatch.setattr(gazetteer, "FOLDER", tmp_path)
    gazetteer._index.cache_clear(), gazetteer._indexes.cache_clear()
    try:
        assert [c.id for c in gazetteer.cities("zuara")] == [7, 8] and gazetteer.cities("زوارة")[0].id == 7
        assert gazetteer.cities("祖瓦拉") == () and gazetteer.cities("…") == () and gazetteer.installed() == 2
        assert choose(gazetteer.cities("Zuara"), frozenset()).id == 7
    finally:
        gazetteer._index.cache_clear(), gazetteer._indexes.cache_clear()
