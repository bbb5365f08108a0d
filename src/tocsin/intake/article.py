"""What intake yields: an `Article`, or a `Skipped` that says with file and line why there is none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Article:
    """One article to be read. `origin` is the file (and line) it came from; `signals` what intake noticed of its bytes."""

    text: str
    origin: str
    source_id: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    language: str | None = None
    published: str | None = None
    signals: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was not read: where, what is wrong, and what to do about it."""

    origin: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.origin}: {self.what}; {self.remedy}"


ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$")
NULLS = {"", "none", "null", "nan", "nat", "n/a", "-"}


def clean(text: str) -> str:
    """A leading byte order mark dropped; NUL and lone surrogates become U+FFFD, one for one; nothing else is touched."""
    if text.startswith("\ufeff"):
        text = text[1:]
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)


def date_of(value: object) -> tuple[str | None, str | None]:
    """A given date → (ISO 8601 or None, a warning or None). Words for "no date" are None without a warning.

    ISO dates keep their time and zone; RFC 2822 dates, `YYYYMMDD` and Unix seconds are understood too.
    """
    if value is None or isinstance(value, bool):
        return None, None
    if isinstance(value, int | float):
        if not 0 < value < 4e9:
            return None, f"the date {value!r} is not in Unix seconds; left empty"
        return dt.datetime.fromtimestamp(value, dt.UTC).isoformat(), None
    words = str(value).strip()
    if words.casefold() in NULLS:
        return None, None
    if re.fullmatch(r"\d{8}", words):
        words = f"{words[:4]}-{words[4:6]}-{words[6:]}"
    if ISO.match(words):
        try:
            iso = words.replace(" ", "T", 1) if len(words) > 10 else words
            parsed = dt.datetime.fromisoformat(iso.replace(" ", ""))
            return (parsed.date().isoformat() if len(words) == 10 else parsed.isoformat()), None
        except ValueError:
            return None, f"{words!r} is no day of the calendar; left empty"
    try:
        from email.utils import parsedate_to_datetime

        return parsedate_to_datetime(words).isoformat(), None
    except (TypeError, ValueError, IndexError, OverflowError):
        return None, f"the date {words[:40]!r} is not understood; write it as YYYY-MM-DD; left empty"
