"""Dates: ten languages, weeks and intervals, and no date where there is none."""

import pytest

from tocsin.resolve import when

DAY = "2024-10-18"  # a Friday


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("en", "on Friday", "2024-10-18"), ("en", "last Friday", "2024-10-11"), ("en", "on Tuesday", "2024-10-15"), ("en", "yesterday", "2024-10-17"),
        ("en", "overnight", "2024-10-17/2024-10-18"), ("en", "last week", "2024-10-07/2024-10-13"), ("en", "three days ago", "2024-10-15"),
        ("en", "in March 2021", "2021-03"), ("en", "since 2019", "2019"), ("en", "on 5 May 2020", "2020-05-05"), ("en", "last December", "2023-12"),
        ("it", "lo scorso febbraio", "2024-02"), ("it", "mercoledì", "2024-10-16"), ("it", "ieri sera", "2024-10-17"), ("it", "due anni fa", "2022"),
        ("ru", "в понедельник", "2024-10-14"), ("ru", "в ночь на вторник", "2024-10-14/2024-10-15"), ("ru", "15 мая", "2024-05-15"), ("ru", "в прошлом году", "2023"),
        ("uk", "у п'ятницю", "2024-10-18"), ("uk", "учора", "2024-10-17"), ("uk", "минулого тижня", "2024-10-07/2024-10-13"), ("uk", "24 лютого 2022 року", "2022-02-24"),
        ("fr", "mardi", "2024-10-15"), ("fr", "il y a deux jours", "2024-10-16"), ("fr", "en août 2020", "2020-08"), ("fr", "la semaine dernière", "2024-10-07/2024-10-13"),
        ("es", "el miércoles", "2024-10-16"), ("es", "ayer", "2024-10-17"), ("es", "hace tres años", "2021"), ("es", "el mes pasado", "2024-09"),
        ("de", "am Montag", "2024-10-14"), ("de", "gestern", "2024-10-17"), ("de", "vor zwei Tagen", "2024-10-16"), ("de", "im vergangenen Jahr", "2023"),
        ("pl", "w czwartek", "2024-10-17"), ("pl", "wczoraj", "2024-10-17"), ("pl", "w zeszłym tygodniu", "2024-10-07/2024-10-13"), ("pl", "1 września 1939 r.", "1939-09-01"),
        ("pt", "na quinta-feira", "2024-10-17"), ("pt", "ontem", "2024-10-17"), ("pt", "há dois dias", "2024-10-16"), ("pt", "no mês passado", "2024-09"),
        ("ar", "أمس", "2024-10-17"), ("ar", "يوم الثلاثاء", "2024-10-15"), ("ar", "الأسبوع الماضي", "2024-10-07/2024-10-13"), ("ar", "عام 2019", "2019"), ("ar", "٥ مايو ٢٠٢٠", "2020-05-05"),
    ],
)  # fmt: skip
def test_what_lies_behind(language, words, value):
    assert when(words, language, DAY) == value


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [("en", "next week", "2024-10-21/2024-10-27"), ("en", "on Monday", "2024-10-21"), ("it", "sabato", "2024-10-19"), ("de", "am kommenden Freitag", "2024-10-25"),
     ("fr", "dans trois jours", "2024-10-21"), ("es", "el próximo año", "2025"), ("ru", "завтра", "2024-10-19"), ("ar", "الأسبوع المقبل", "2024-10-21/2024-10-27")],
)  # fmt: skip
def test_what_lies_ahead(language, words, value):
    assert when(words, language, DAY, ahead=True) == value


@pytest.mark.parametrize(
    ("language", "words"),
    [("it", "Mar Nero"), ("it", "3 missili"), ("en", "some time"), ("en", "recently"), ("en", "31 February 2020")],
)
def test_no_date_where_there_is_none(language, words):
    assert when(words, language, DAY) is None


def test_without_a_day_of_publication_relative_words_stay_open():
    assert when("yesterday", "en", None) is None
    assert when("5 May 2020", "en", None) == "2020-05-05"
    assert when("yesterday", "en", "2024-05-17T23:30:00+02:00") == "2024-05-16"
