"""An item of a feed with the page that was fetched for it, or why none was, to the article that is read: the page's text, or the feed's own where that is all there is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tocsin.intake.article import Article, clean, date_of
from tocsin.intake.decode import Undecodable, decode
from tocsin.intake.page import read_page
from tocsin.tidy.language import identify
from tocsin.watch.fetch import Answer

LEAST_WORDS = 20
"""Words from which a feed's own text is an article and not a headline."""
SURE = 0.9
"""Confidence under which a text's language is taken from its feed. Not sooner: many feeds say that they are in English and are not."""


def article_of(
    value: Mapping[str, Any], named: str | None, feed_title: str | None, page: Answer | str | None
) -> tuple[Article | None, str | None]:
    """The article of an item, and what is to be known of it: why it is read from the feed's own text, or why there is none.

    `value` is what the feed said (`Item.to_dict`, or a folder's with `whole`), `named` the outlet that the list gives, `page` the answer, why there is none
    (in words), or None where the item has no page. Title, date and outlet are the page's where it has them; the list's outlet comes before both.
    """
    own: str = value["text"]
    if value.get("whole"):
        return _article(
            value, own, named or value["outlet"] or feed_title, value["title"], value["published"], value.get("signals", {})
        ), None
    found, why = _of_page(page, value["url"]) if isinstance(page, Answer) else (None, page)
    if found is not None and 2 * len(found.text.split()) < len(own.split()):
        found, why = None, "its page has less of it than the feed"
    if found is None:
        if len(own.split()) < LEAST_WORDS:
            return None, f"{why or 'it has no page'}, and the feed has too few words of it"
        said = {"from_feed": 1.0}
        return _article(
            value, own, named or value["outlet"] or feed_title, value["title"], value["published"], said
        ), f"{why or 'it has no page'}; the feed's own text was read"
    outlet = named or found.outlet or value["outlet"] or feed_title
    return _article(
        value, found.text, outlet, found.title or value["title"], _day(found.published, value["published"]), found.signals
    ), None


def _of_page(page: Answer, url: str) -> tuple[Article | None, str | None]:
    if "html" in page.kind or "xml" in page.kind or not page.kind:
        found = read_page(page.body, url, url=url, declared=page.charset)
        return (found, None) if isinstance(found, Article) else (None, f"its page {found.what}")
    if page.kind != "text/plain":
        return None, f"its page is {page.kind}, not text"
    try:
        text, signals = decode(page.body, page.charset)
    except Undecodable as fault:
        return None, f"its page {fault}"
    return Article(text, url, url=url, signals=signals), None


def _day(page: str | None, feed: str | None) -> str | None:
    """The page's day; with the feed's time where both mean the same day."""
    if page is None or (feed is not None and feed[:10] == page[:10]):
        return feed
    return page


def _article(
    value: Mapping[str, Any],
    text: str,
    outlet: str | None,
    title: str | None,
    published: str | None,
    signals: Mapping[str, Any],
) -> Article:
    day, _ = date_of(published)
    words = clean(text)
    language = value["language"] if value["language"] and identify(words).confidence < SURE else None
    return Article(words, value["url"] or "feed", value["guid"], value["url"], outlet, title, language, day, signals)
