"""Alerts as an Atom feed (RFC 4287): entries with ids that stay, the feed as bytes. Writing it somewhere is left to others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from xml.etree.ElementTree import Element, SubElement, tostring

from tocsin.desk.alerts import Alert
from tocsin.render.digest import lines, shortened

ATOM = "http://www.w3.org/2005/Atom"
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for, however it is written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An alert with its id (a UUID), the moments at which it was made and published (ISO 8601, UTC), and its rule."""

    id: str
    made: str
    published: str
    alert: Alert


def feed(id: str, entries: Sequence[Entry], version: str) -> bytes:
    """The feed of an archive (its UUID), the entries in the order given; an empty one was last updated in 1970, so that it is always the same."""
    root = Element("feed", {"xmlns": ATOM})
    _text(root, "id", f"urn:uuid:{id}")
    _text(root, "title", "tocsin alerts")
    _text(root, "updated", max((e.published for e in entries), default="1970-01-01T00:00:00+00:00"))
    _text(SubElement(root, "author"), "name", "tocsin")
    SubElement(root, "generator", {"version": version}).text = "tocsin"
    for e in entries:
        _entry(root, e)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + bytes(tostring(root, encoding="utf-8", xml_declaration=False)) + b"\n"


def _entry(root: Element, e: Entry) -> None:
    a = e.alert
    entry = SubElement(root, "entry")
    _text(entry, "id", f"urn:uuid:{e.id}")
    head = a.headline if a.kind in ("level", "rise") else f"{a.state.upper()} {a.headline}"
    _text(entry, "title", shortened(head, 200))
    _text(entry, "published", e.made)
    _text(entry, "updated", e.published)
    SubElement(entry, "category", {"term": _clean(a.rule)})
    SubElement(entry, "category", {"term": a.kind})
    articles = {v.url: v.outlet for v in a.evidence if v.url and _page(v.url)}
    for n, (url, outlet) in enumerate(articles.items()):
        SubElement(entry, "link", {"rel": "via" if n else "alternate", "href": _clean(url), "title": _clean(outlet)})
    _text(entry, "content", "".join(map(_line, lines(a)))).set("type", "html")


def _page(url: str) -> bool:
    """Whether an address is a page's: an article may give any, and a reader of feeds opens what it is given."""
    return url.startswith(("https://", "http://"))


def _line(words: str) -> str:
    own = words.strip()
    said = f'<a href="{escape(own)}">{escape(own)}</a>' if _page(own) and " " not in own else escape(own)
    return f'<p dir="auto">{said}</p>'


def _text(parent: Element, name: str, words: str) -> Element:
    found = SubElement(parent, name)
    found.text = _clean(words)
    return found


def _clean(words: str) -> str:
    return FORBIDDEN.sub("\ufffd", words)
