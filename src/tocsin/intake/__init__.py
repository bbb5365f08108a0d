"""Intake: files, folders, mail, exports, pages and standard input to articles, one by one.

`articles` yields an `Article` or a `Skipped` for everything it was given, in order; nothing is lost in silence.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tocsin.intake.article import Article, Skipped
from tocsin.intake.decode import Undecodable, decode

__all__ = ["Article", "Skipped", "articles"]

KNOWN = {".txt": "text", ".text": "text", ".md": "text", ".html": "page", ".htm": "page", ".xhtml": "page", ".jsonl": "lines",
         ".ndjson": "lines", ".json": "json", ".eml": "mail", ".mbox": "mbox", ".mbx": "mbox"}  # fmt: skip
MAX_BYTES = 5_000_000


def articles(inputs: Iterable[str], max_bytes: int = MAX_BYTES) -> Iterator[Article | Skipped]:
    """Everything in `inputs`: paths, folders (their files by name), `-` for standard input, http(s) addresses.

    `max_bytes` is the most one article's text may have, in UTF-8 bytes; a longer one is skipped, never cut.
    """
    for name in inputs:
        for item in _one(name, max_bytes):
            yield _checked(item, max_bytes)


def _checked(item: Article | Skipped, max_bytes: int) -> Article | Skipped:
    if isinstance(item, Skipped):
        return item
    if not item.text.strip():
        return Skipped(item.origin, "is empty", "give it some text")
    if len(item.text) > max_bytes or len(item.text.encode("utf-8")) > max_bytes:
        return Skipped(
            item.origin, f"has more than {max_bytes:,} bytes of text", "split it into articles, or raise --max-bytes"
        )
    return item


def _one(name: str, max_bytes: int) -> Iterator[Article | Skipped]:
    if name == "-":
        yield from _bytes(sys.stdin.buffer.read(), "standard input", None, max_bytes)
        return
    if name.startswith(("http://", "https://")):
        from tocsin.intake.web import fetch

        yield fetch(name, max_bytes * 4)
        return
    path = Path(name)
    try:
        if path.is_dir():
            files = sorted(f for f in path.rglob("*") if f.is_file() and not f.name.startswith("."))
            taken = [f for f in files if f.suffix.lower() in KNOWN]
            for f in taken:
                yield from _file(f, max_bytes)
            for f in files:
                if f.suffix.lower() not in KNOWN:
                    yield Skipped(
                        str(f),
                        "is of a kind that is not read from a folder",
                        f"rename it to one of {' '.join(sorted(KNOWN))}, or leave it out",
                    )
            if not files:
                yield Skipped(name, "is an empty folder", "put articles into it")
            return
    except OSError as fault:
        yield Skipped(name, f"cannot be listed ({fault.strerror or fault})", "check its permissions")
        return
    yield from _file(path, max_bytes)


def _file(path: Path, max_bytes: int) -> Iterator[Article | Skipped]:
    kind = KNOWN.get(path.suffix.lower())
    try:
        size = path.stat().st_size
        if kind in ("text", "page", "mail") and size > max_bytes * (8 if kind == "page" else 2):
            yield Skipped(
                str(path), f"has {size:,} bytes, more than {max_bytes:,}", "split it into articles, or raise --max-bytes"
            )
            return
        if kind == "lines" and size:
            from tocsin.intake.records import read_lines

            with path.open("rb") as lines:
                yield from read_lines(lines, str(path))
            return
        raw = path.read_bytes()
    except FileNotFoundError:
        yield Skipped(str(path), "does not exist", "check the spelling of the path")
        return
    except OSError as fault:
        yield Skipped(str(path), f"cannot be read ({fault.strerror or fault})", "check that it is a file and its permissions")
        return
    yield from _bytes(raw, str(path), kind, max_bytes)


def _bytes(raw: bytes, name: str, kind: str | None, max_bytes: int) -> Iterator[Article | Skipped]:
    from tocsin.intake import mail, page, records

    if not raw.strip():
        yield Skipped(name, "is empty", "give it some text")
        return
    kind = kind or _guess(raw)
    if kind == "mbox":
        yield from mail.read_mbox(raw, name)
        return
    if kind == "mail":
        yield mail.read_mail(raw, name)
        return
    if kind == "page":
        yield page.read_page(raw, name)
        return
    try:
        text, signals = decode(raw)
    except Undecodable as fault:
        yield Skipped(name, str(fault), "give it as UTF-8 text, HTML or JSON")
        return
    if kind == "lines":
        yield from records.read_lines(text.split("\n"), name)
    elif kind == "json":
        yield from records.read_json(text, name)
    else:
        yield Article(text, name, signals=signals)


def _guess(raw: bytes) -> str:
    """The kind of bytes without a telling name, from how they begin."""
    from tocsin.intake.mail import is_mbox

    head = raw[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")) or b"<body" in head:
        return "page"
    if head.startswith((b"{", b"[{", b"[ {", b"[\n", b"[\r\n")):
        return "json"
    if is_mbox(raw):
        return "mbox"
    if head.startswith((b"return-path:", b"received:", b"message-id:", b"mime-version:", b"delivered-to:")):
        return "mail"
    return "text"
