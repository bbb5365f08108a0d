"""Saved web pages: the article in them, with its title, date, outlet and address as the page states them."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from tocsin.intake.article import Article, Skipped, clean, date_of
from tocsin.intake.decode import Undecodable, decode

LEAST_WORDS = 8
"""Fewer words than these are a menu or a title, no article."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """The article of a page; fields None where the page does not say."""

    text: str
    title: str | None
    url: str | None
    outlet: str | None
    published: str | None


def extract(page: str, url: str | None = None) -> Extracted | None:
    """HTML → its article by trafilatura, None where there is none.

    The date is taken from what the page states (htmldate's shallow search: the deep one invents 1 January).
    """
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(
            page, url=url, include_comments=False, include_tables=False, with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )  # fmt: skip
    except Exception:  # lxml and trafilatura raise many kinds on broken pages; a page that breaks them has no article for us
        return None
    text = (getattr(found, "text", None) or "") if found is not None else ""
    if len(text.split()) < LEAST_WORDS:
        return None
    host = getattr(found, "hostname", None)
    return Extracted(
        text,
        getattr(found, "title", None),
        url or getattr(found, "url", None),
        getattr(found, "sitename", None) or host,
        getattr(found, "date", None),
    )


def read_page(raw: bytes, origin: str, url: str | None = None, declared: str | None = None) -> Article | Skipped:
    """A page's bytes → an article, or why it is none."""
    try:
        page, signals = decode(raw, declared)
    except Undecodable as fault:
        return Skipped(origin, str(fault), "save the page again as HTML")
    found = extract(page, url)
    if found is None:
        return Skipped(
            origin, "is an HTML page with no article in it", "save the article's own page, or copy its text into a .txt file"
        )
    published, warning = date_of(found.published)
    return Article(
        clean(found.text), origin, url=found.url, outlet=found.outlet, title=found.title, published=published, signals=signals,
        warnings=(f"{origin}: {warning}",) if warning else (),
    )  # fmt: skip
