"""Dates that feeds print in words of their own language ("пт, 17 мая 2024 10:00 +0300"), for which feed parsers give none."""

from __future__ import annotations

import datetime as dt
import re

from tocsin.intake.article import date_of
from tocsin.resolve.when import when
from tocsin.tidy.language import TAUGHT

CLOCK = re.compile(r"\b(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(Z\b|GMT\b|UTC\b|[+-]\d{2}:?\d{2})?")
WEEKDAY = re.compile(r"^\s*[^\W\d]+\.?\s*[,،]?\s+(?=\d)")


def moment(words: str, language: str | None = None) -> str | None:
    """A printed date → ISO 8601, with its time where a zone is told; None where no day of the calendar can be read in it.

    `language` is tried first, then all that we have words of: a feed that says it is in English may print its dates otherwise.
    """
    found, _ = date_of(words)
    if found:
        return found
    time = CLOCK.search(words)
    day = WEEKDAY.sub("", CLOCK.sub(" ", words)).strip(" ,،")
    first = (language or "en").split("-")[0].lower()
    for tag in dict.fromkeys((first, *TAUGHT)):
        resolved = when(day, tag, None)
        if resolved and re.fullmatch(r"\d{4}-\d{2}-\d{2}", resolved):
            return _with_time(resolved, time)
    return None


def _with_time(day: str, time: re.Match[str] | None) -> str:
    if time is None or time[4] is None:
        return day
    zone = "+00:00" if time[4] in ("Z", "GMT", "UTC") else time[4]
    try:
        return dt.datetime.fromisoformat(f"{day}T{int(time[1]):02}:{time[2]}:{time[3] or '00'}{zone}").isoformat()
    except ValueError:
        return day


def as_utc(published: str | None) -> str | None:
    """An ISO 8601 date or moment as a moment in UTC to the second, None for none."""
    try:
        found = dt.datetime.fromisoformat(published) if published else None
    except ValueError:
        return None
    if found is None:
        return None
    return found.replace(tzinfo=found.tzinfo or dt.UTC).astimezone(dt.UTC).isoformat(timespec="seconds")
