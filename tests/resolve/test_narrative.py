"""Days of a text that tells of long ago have the year that it tells of; days of news that of publication."""

import pytest

from tocsin.resolve.narrative import told

PUBLISHED = "2018-05-19"


@pytest.mark.parametrize(
    "words, language, before, value",
    [
        ("3 вересня", "uk", "1939-09-01", "1939-09-03"),
        ("5 січня", "uk", "1939-12-14", "1940-01-05"),
        ("в октябре", "ru", "1941-06-22", "1941-10"),
        ("on 8 May", "en", "1945-04", "1945-05-08"),
        ("am 9. Mai", "de", "1945-05-08", "1945-05-09"),
    ],
)
def test_a_story_goes_on_in_the_year_that_it_named_last(words, language, before, value):
    assert told(words, language, PUBLISHED, before) == value


@pytest.mark.parametrize(
    "words, before, value",
    [
        ("on 3 May", None, "2018-05-03"),  # nothing before it
        ("on 3 May", "2017-11-02", "2018-05-03"),  # news of last year
        ("on 3 May", "1991", "2018-05-03"),  # a year recalled
        ("yesterday", "1939-09-01", "2018-05-18"),  # of the day of publication anywhere
        ("on 3 May 1990", "1939-09-01", "1990-05-03"),  # says its own
    ],
)
def test_news_stays_in_the_present(words, before, value):
    assert told(words, "en", PUBLISHED, before) == value
