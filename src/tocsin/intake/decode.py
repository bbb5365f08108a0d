"""Bytes to text: as declared, else UTF-8, else detected; what was not plain UTF-8 is said in the signals."""

from __future__ import annotations

import codecs
import re
from typing import Any

from tocsin.intake.article import clean

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)


class Undecodable(ValueError):
    """The bytes are no text; the message says why."""


def decode(raw: bytes, declared: str | None = None) -> tuple[str, dict[str, Any]]:
    """Bytes → (text, signals). Raises Undecodable for binary data.

    Order: byte order mark, strict UTF-8, the declared encoding (a header's or a page's own), detection. The text is
    cleaned of NUL and lone surrogates; `signals` holds `encoding` where it was not UTF-8 and `replaced` where characters were.
    """
    signals: dict[str, Any] = {}
    text: str | None = None
    for mark, name in BOMS:
        if raw.startswith(mark):
            text = raw.decode(name, "replace")
            if name != "utf-8":
                signals["encoding"] = name
            break
    if text is None:
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            if raw[:2048].count(0) > len(raw[:2048]) // 10 or _binary(raw):
                raise Undecodable("is binary, not text") from None
            text, name = _other(raw, declared)
            signals["encoding"] = name
    elif "\x00" in text[:2048] and text[:2048].count("\x00") > 200:
        raise Undecodable("is binary, not text")
    if text.count("\x00") > max(8, len(text) // 20):
        raise Undecodable("is binary, not text (it is full of NUL bytes)")
    cleaned = clean(text)
    if replaced := cleaned.count("\ufffd"):
        signals["replaced"] = replaced
    return cleaned, signals


def _binary(raw: bytes) -> bool:
    magic = (
        b"%PDF",
        b"PK\x03\x04",
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"\x1f\x8b",
        b"BZh",
        b"\x7fELF",
        b"\xd0\xcf\x11\xe0",
        b"SQLite",
    )
    head = raw[:4096]
    controls = sum(b < 9 or 13 < b < 32 for b in head)
    return raw.startswith(magic) or controls > len(head) // 20


def _other(raw: bytes, declared: str | None) -> tuple[str, str]:
    """A declared encoding where it fits the bytes, else the likeliest one that detection finds."""
    page = META.search(raw[:4096])
    for name in (declared, page[1].decode("ascii") if page else None):
        if name:
            try:
                return raw.decode(name), codecs.lookup(name).name
            except (LookupError, UnicodeDecodeError):
                continue
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:200_000]).best()
    if best is None:
        raise Undecodable("is in no encoding that can be recognised")
    try:
        return raw.decode(best.encoding), best.encoding
    except UnicodeDecodeError:
        return raw.decode(best.encoding, "replace"), best.encoding
