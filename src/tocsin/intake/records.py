"""JSON and JSONL: one article an object, under the field names of news-please, trafilatura, NGEC and our own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tocsin.intake.article import NULLS, Article, Skipped, clean, date_of
from tocsin.intake.decode import Undecodable, decode

FIELDS = {
    "text": ("text", "maintext", "raw_text", "event_text", "content", "body", "article", "story"),
    "source_id": ("source_id", "id", "doc_id", "article_id", "uuid", "fingerprint"),
    "url": ("url", "link", "source", "source-url"),
    "outlet": ("outlet", "sitename", "source_domain", "hostname", "publisher", "publication", "source_name"),
    "title": ("title", "headline"),
    "language": ("language", "lang"),
    "published": ("published", "date_publish", "date", "pub_date", "publication_date", "date_published", "timestamp"),
}
"""Our field → the names it goes under, ours first."""


def _words(value: Any) -> str | None:
    if isinstance(value, str):
        return None if value.strip().casefold() in NULLS else clean(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def article_of(data: Any, origin: str) -> Article | Skipped:
    """One JSON value → an article, or why it is none."""
    if not isinstance(data, Mapping):
        return Skipped(
            origin, f"is a JSON {type(data).__name__}, not an object", 'give {"text": "...", "published": "YYYY-MM-DD"}'
        )
    given: dict[str, Any] = {}
    for ours, names in FIELDS.items():
        given[ours] = next((data[n] for n in names if data.get(n) is not None), None)
    text = given["text"]
    if isinstance(text, list) and all(isinstance(t, str) for t in text):
        text = "\n".join(text)
    if text is None:
        have = ", ".join(list(data)[:8]) or "nothing"
        return Skipped(origin, f"has no text (it has {have})", f"put the article under one of {', '.join(FIELDS['text'][:4])}")
    if not isinstance(text, str):
        return Skipped(origin, f"has a text that is a {type(text).__name__}", "give the article as a string")
    published, warning = date_of(given["published"])
    url = _words(given["url"])
    return Article(
        text=clean(text), origin=origin, source_id=_words(given["source_id"]), url=url,
        outlet=_words(given["outlet"]), title=_words(given["title"]), language=_words(given["language"]),
        published=published, warnings=(f"{origin}: {warning}",) if warning else (),
    )  # fmt: skip


def read_lines(lines: Iterable[str | bytes], name: str) -> Iterator[Article | Skipped]:
    """JSONL, a line at a time, so that a dump of any size can be read: a faulty line is skipped by its number, the rest goes on."""
    empty = True
    for n, raw in enumerate(lines, 1):
        origin = f"{name}:{n}"
        if isinstance(raw, bytes):
            try:
                line, _ = decode(raw)
            except Undecodable as fault:
                yield Skipped(origin, str(fault), "mend the line, or drop it")
                continue
        else:
            line = raw
        if not line.strip():
            continue
        empty = False
        try:
            data = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as fault:
            yield Skipped(origin, f"is not JSON ({getattr(fault, 'msg', 'nested too deep')})", "mend the line, or drop it")
            continue
        yield article_of(data, origin)
    if empty:
        yield Skipped(name, "is empty", "give it one JSON object a line")


def read_json(text: str, name: str) -> Iterator[Article | Skipped]:
    """A JSON file: an object, a list of objects, a Telegram export, or JSONL under another name."""
    from tocsin.intake.telegram import is_export, read_export

    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        yield from read_lines(text.split("\n"), name)
        return
    if is_export(data):
        yield from read_export(data, name)
    elif isinstance(data, list):
        for n, item in enumerate(data, 1):
            yield article_of(item, f"{name}[{n}]")
    else:
        yield article_of(data, name)
