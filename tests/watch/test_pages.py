"""An item and its page to one article: what is taken from which."""

from tests.watch.small import page
from tocsin.watch.fetch import Answer
from tocsin.watch.pages import article_of

LONG = "Zorland expelled two diplomats of Freedonia on Monday, its foreign ministry said, and Freedonia promised to answer in kind within five days. "
ITEM = {"guid": "g", "url": "http://a.example/1", "title": "From the feed", "published": "2024-05-17T10:00:00+00:00", "language": "en", "outlet": None, "text": "Short."}  # fmt: skip


def answer(body, kind="text/html"):
    return Answer(200, "http://a.example/1", False, body, kind, "utf-8", None, None)


def test_the_page_is_read_and_the_feed_fills_what_it_does_not_say():
    article, note = article_of(ITEM, None, "Zor Herald", answer(page(LONG)))
    assert (
        note is None
        and LONG.strip() in article.text
        and article.title == "Expelled"
        and article.published == "2024-05-17T10:00:00+00:00"
    )
    assert article.url == "http://a.example/1" and article.source_id == "g" and article.language is None
    dated = page(LONG).replace(
        b"<head>",
        b"<head><meta property='article:published_time' content='2024-05-16T08:00:00Z'><meta property='og:site_name' content='The Zor'>",
    )
    article, _ = article_of(ITEM, None, "Zor Herald", answer(dated))
    assert article.published == "2024-05-16" and article.outlet == "The Zor"
    assert article_of(ITEM, "Mine", "Zor Herald", answer(dated))[0].outlet == "Mine"
    assert (
        article_of({**ITEM, "published": "2024-05-16T09:00:00+00:00"}, None, None, answer(dated))[0].published
        == "2024-05-16T09:00:00+00:00"
    )


def test_the_feeds_own_text_is_read_where_it_is_long_enough_and_that_is_said():
    item = {**ITEM, "text": LONG * 2}
    for what, said in (("robots.txt forbids its page", "robots.txt"), (answer(b"", "application/pdf"), "application/pdf"), (answer(page("Subscribe now to read on, please.")), "no article|less")):  # fmt: skip
        article, note = article_of(item, None, "Zor Herald", what)
        assert article.text == LONG * 2 and article.signals["from_feed"] == 1.0 and "own text was read" in note
        assert any(w in note for w in said.split("|")) and article.outlet == "Zor Herald" and article.title == "From the feed"
    article, note = article_of(ITEM, None, None, "its server answered 403")
    assert article is None and "403" in note and "too few words" in note
    assert article_of({**item, "url": None}, None, None, None)[0].url is None


def test_a_page_of_plain_text_is_read_too():
    assert article_of(ITEM, None, None, answer(LONG.encode(), "text/plain"))[0].text == LONG


def test_the_feeds_language_counts_only_where_the_text_does_not_tell():
    assert article_of({**ITEM, "language": "fr"}, None, None, answer(page(LONG)))[0].language is None
    short = {**ITEM, "text": "Ok " * 25, "language": "pl"}
    assert article_of(short, None, None, "gone")[0].language == "pl"
