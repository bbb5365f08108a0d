"""Places: names in many languages and cases to GeoNames rows, one of several chosen by what the article is about."""

import pytest

from tocsin.resolve import gazetteer, where
from tocsin.resolve.where import choose

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
    gazetteer._index.cache_clear()
    try:
        assert [c.id for c in gazetteer.cities("zuara")] == [7, 8] and gazetteer.cities("زوارة")[0].id == 7
        assert gazetteer.cities("祖瓦拉") == () and gazetteer.cities("…") == () and gazetteer.installed() == 2
        assert choose(gazetteer.cities("Zuara"), frozenset()).id == 7
    finally:
        gazetteer._index.cache_clear()
