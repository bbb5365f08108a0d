"""The bytes of a feed (RSS, Atom, RDF, JSON Feed) to its items. What is broken is read as far as it goes, and said; fetching and storing are left to others."""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from tocsin.intake.article import clean
from tocsin.intake.decode import Undecodable, decode
from tocsin.watch.dates import moment
from tocsin.watch.markup import plain

MOST = 2_000
"""Items of a feed that are looked at, its first."""
LONGEST = 200_000
"""Characters of an item's own text that are kept."""
DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.-]+)["']""")
PROLOGUE = re.compile(r"^\s*<\?xml[^>]*\?>")
# What XML 1.0 does not allow even as a reference: one such letter makes a parser drop the rest of a feed.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CLOSED = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
NESTED = re.compile(r"""<!ENTITY\s+%?\s*\S+\s+(?:"[^"]*[&%][^"]*"|'[^']*[&%][^']*')""")


class FeedError(ValueError):
    """Bytes that are no feed; the message says what they are and what to do."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a feed says of one article. `key` is its own within the feed, `url` its page (None: it has none of its own), `published` ISO 8601, `text` what the
    feed itself tells of it, plain."""

    key: str
    guid: str | None
    url: str | None
    title: str | None
    published: str | None
    language: str | None
    outlet: str | None
    text: str

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's title, its items in its order, and what is odd about it."""

    title: str | None
    items: tuple[Item, ...]
    note: str | None = None


def parse(raw: bytes, address: str, charset: str | None = None) -> Feed:
    """Bytes → feed; `address` is what relative addresses hang on, `charset` what the server said.

    Strict UTF-8 counts first, then what the XML declares, then the server's word, then detection. Raises FeedError for what is no feed, has no item that can be
    read although it is broken, or defines entities out of entities (an XML bomb).
    """
    declared = m[1].decode("ascii") if (m := DECLARED.match(raw[:1000])) else charset
    try:
        text, signals = decode(raw, declared)
    except Undecodable as fault:
        raise FeedError(f"what it sends {fault}") from fault
    head = text.lstrip()
    if not head:
        raise FeedError("it sends nothing")
    feed = _json(text, address) if head.startswith("{") else _xml(text, address)
    if "encoding" in signals and m and signals["encoding"].replace("_", "-") != _codec(declared):
        odd = f"it is in {signals['encoding']} but says {declared}"
        return Feed(feed.title, feed.items, f"{feed.note}; {odd}" if feed.note else odd)
    return feed


def _codec(name: str | None) -> str | None:
    import codecs

    try:
        return codecs.lookup(name or "").name
    except LookupError:
        return name


def _xml(text: str, address: str) -> Feed:
    import feedparser

    if NESTED.search(text[:20_000]):
        raise FeedError("its XML defines entities out of entities, as XML bombs do; it is not read")
    body = FORBIDDEN.sub("", PROLOGUE.sub("", text, count=1))
    given = {"content-type": "application/xml; charset=utf-8", "content-location": address}
    found = feedparser.parse(body.encode("utf-8", "replace"), response_headers=given)
    channel = found.get("feed", {})
    language = channel.get("language")
    items = [_of_entry(e, address, language) for e in found.entries[:MOST]]
    fault = found.get("bozo_exception") if found.get("bozo") else None
    line = getattr(fault, "getLineNumber", lambda: None)()
    if fault:
        # A feed that was cut off ends within an item, whose address may be cut off too.
        items = items[: len(CLOSED.findall(text))]
    broken = f"its XML is broken{f' at line {line}' if line else ''}" if fault else None
    if not items and (broken or not found.get("version")):
        if re.match(r"(?:<!doctype html|<html)", text.lstrip()[:200], re.IGNORECASE):
            raise FeedError("it is a web page, not a feed; give the feed's own address")
        raise FeedError(f"{broken} and no item can be read" if broken else "it is no feed (RSS, Atom or JSON Feed)")
    note = f"{broken}; {len(items)} items could be read" if broken else None
    return Feed(_said(channel.get("title")), tuple(_pages(items, channel.get("link"))), note)


def _of_entry(e: Any, address: str, language: str | None) -> Item:
    parsed = e.get("published_parsed") or e.get("updated_parsed")
    tag = (e.get("title_detail") or {}).get("language") or language
    published = dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC).isoformat() if parsed else None
    printed = e.get("published") or e.get("updated")
    if published is None and printed:
        published = moment(printed, tag)
    own = max([c.get("value", "") for c in e.get("content", ())] + [e.get("summary", "")], key=len)
    return _item(e.get("id"), e.get("link"), e.get("title"), published, tag, (e.get("source") or {}).get("title"), own, address)


def _json(text: str, address: str) -> Feed:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise FeedError(f"its JSON is broken ({getattr(fault, 'msg', 'nested too deep')})") from fault
    if not isinstance(data, Mapping) or not isinstance(data.get("items"), list):
        raise FeedError("it is JSON but no JSON Feed (it has no items)")
    items = []
    for e in data["items"][:MOST]:
        if isinstance(e, Mapping):
            own = e.get("content_html") or e.get("content_text") or e.get("summary") or ""
            date = e.get("date_published") or e.get("date_modified")
            link = e.get("url") or e.get("external_url")
            tag = e.get("language") or data.get("language")
            published = moment(str(date), tag) if date else None
            items.append(
                _item(_said(e.get("id")), _said(link), _said(e.get("title")), published, _said(tag), None, str(own), address)
            )
    return Feed(_said(data.get("title")), tuple(_pages(items, data.get("home_page_url"))), None)


def _said(value: Any) -> str | None:
    return " ".join(clean(str(value)).split()) or None if isinstance(value, str | int | float) else None


def _item(
    guid: str | None, link: str | None, title: str | None, published: str | None, language: str | None, outlet: str | None, own: str, address: str
) -> Item:  # fmt: skip
    try:
        url: str | None = urldefrag(urljoin(address, link.strip()))[0] if link else None
        if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
            url = None
    except ValueError:
        url = None
    words = plain(own)[:LONGEST]
    headline = plain(title)[:1000].replace("\n", " ") if title else None
    # Without guid and page what it says is all that tells it from others.
    identity = guid or url or f"{title}\n{words}"
    key = hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:32]
    return Item(key, guid, url, headline or None, published, language or None, _said(outlet), words)


def _pages(items: list[Item], home: Any) -> Iterator[Item]:
    """Items without the addresses that are no page of theirs: the feed's home, and one that several of its items give."""
    shared = Counter(i.url for i in {i.key: i for i in items}.values())
    for i in items:
        bare = i.url is not None and urlsplit(i.url).path in ("", "/") and not urlsplit(i.url).query
        if i.url and (bare or i.url == home or shared[i.url] > 1):
            yield Item(i.key, i.guid, None, i.title, i.published, i.language, i.outlet, i.text)
        else:
            yield i
