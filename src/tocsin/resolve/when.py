"""Time expressions to ISO 8601 days, months, years, weeks and intervals, against the day of publication.

Works on the words of one span that the reader found; words come from `when.yaml`. What cannot be resolved stays
None: nothing is guessed. Weeks are Monday to Sunday; "overnight" is a two-day interval (codebook, doubtful case 11).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from tocsin.tables import load

DAY = dt.timedelta(1)
ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})(?!\d)")
YEAR = re.compile(r"(?<!\d)(1[89]\d{2}|20\d{2})(?!\d)")
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


@dataclass(frozen=True, slots=True)
class _Words:
    months: tuple[re.Pattern[str], ...]
    weekdays: tuple[re.Pattern[str], ...]
    days: tuple[tuple[int, re.Pattern[str]], ...]
    last: re.Pattern[str]
    next: re.Pattern[str]
    this: re.Pattern[str]
    ago: re.Pattern[str]
    ahead: re.Pattern[str]
    night: re.Pattern[str]
    units: dict[str, re.Pattern[str]]
    numbers: tuple[re.Pattern[str], ...]


def _pattern(fragments: list[str] | str) -> re.Pattern[str]:
    many = [fragments] if isinstance(fragments, str) else fragments
    # Arabic writes "and", "in", "for" onto the word.
    return re.compile(r"(?<!\w)(?:[وفبلك]{0,2})(?:" + "|".join(many) + r")(?!\w)")


@cache
def _words(language: str) -> _Words | None:
    raw = _table().get(language)
    if raw is None:
        return None
    return _Words(
        tuple(_pattern(m) for m in raw["months"]), tuple(_pattern(d) for d in raw["weekdays"]),
        tuple((int(k), _pattern(v)) for k, v in sorted(raw["days"].items(), key=lambda x: -abs(int(x[0])))),
        _pattern(raw["last"]), _pattern(raw["next"]), _pattern(raw["this"]), _pattern(raw["ago"]), _pattern(raw["ahead"]),
        _pattern(raw["night"]), {k: _pattern(v) for k, v in raw["units"].items()}, tuple(_pattern(n) for n in raw["numbers"]),
    )  # fmt: skip


@cache
def _table() -> dict[str, dict]:  # type: ignore[type-arg]
    return dict(load("tocsin.resolve", "when.yaml"))


def when(words: str, language: str, published: str | None, ahead: bool = False) -> str | None:
    """The ISO 8601 value of a time expression, None where it has none.

    `published` is an ISO date (a time and zone may follow); without it relative words stay unresolved. `ahead` says that
    the act lies in the future, which decides what a bare "on Friday" or "in June" means.
    """
    table = _words(language.split("-")[0])
    text = unicodedata.normalize("NFC", words).casefold().translate(DIGITS).replace("\u00a0", " ")
    day = _day(published)
    if m := ISO.search(text):
        return _date(int(m[1]), int(m[2]), int(m[3]))
    if m := NUMERIC.search(text):
        year = int(m[3]) + (2000 if len(m[3]) == 2 else 0)
        return _date(year, int(m[2]), int(m[1])) or _date(year, int(m[1]), int(m[2]))
    if table is None:
        return m[1] if (m := YEAR.search(text)) else None
    return _calendar(text, table, day, ahead) or (_relative(text, table, day, ahead) if day else None)


def _day(published: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _calendar(text: str, t: _Words, day: dt.date | None, ahead: bool) -> str | None:
    """Months and years: "24 February 2022", "June", "2014", "from 16 to 22 January"."""
    year = YEAR.search(text)
    found = next(((n + 1, m) for n, p in enumerate(t.months) if (m := p.search(text))), None)
    if found:
        month, at = found
        y = int(year[1]) if year else None
        numbers = [
            int(m[1])
            for m in re.finditer(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.|-?(?:го|е|а))?(?!\d)", text)
            if 1 <= int(m[1]) <= 31
        ]
        near = [n for n in numbers if n != month or len(numbers) == 1]
        if y is None:
            if day is None:
                return None
            y = _nearest_year(day, month, next(iter(near or numbers), None), text, t, ahead)
        days = near or numbers
        if len(days) >= 2 and days[0] < days[1]:
            a, b = _date(y, month, days[0]), _date(y, month, days[1])
            return f"{a}/{b}" if a and b else None
        if days:
            return _date(y, month, days[0])
        # "May" and "mar" are words too: without a number, a bare short form is no month.
        if len(at.group()) <= 3 and not year and at.group() not in ("май", "мая", "мае", "mai", "maj", "آب"):
            return None
        return f"{y:04d}-{month:02d}"
    if year:
        years = sorted({int(m[1]) for m in YEAR.finditer(text)})
        return f"{years[0]}/{years[-1]}" if len(years) > 1 else str(years[0])
    return None


def _nearest_year(day: dt.date, month: int, number: int | None, text: str, t: _Words, ahead: bool) -> int:
    """The year of a month named without one: the last such month, or the next where the act lies ahead."""
    if t.last.search(text):
        return day.year if month < day.month else day.year - 1
    if t.next.search(text):
        return day.year if month > day.month else day.year + 1
    here = (month, number or (day.day if month == day.month else 1))
    if ahead:
        return day.year if here >= (day.month, day.day) else day.year + 1
    if here <= (day.month, day.day):
        return day.year
    # A month or two ahead of the day of publication is a plan, further ahead is last year's.
    return day.year if month > day.month and month - day.month <= 2 and not t.ago.search(text) else day.year - 1


def _relative(text: str, t: _Words, day: dt.date, ahead: bool) -> str | None:
    number = _number(text, t)
    unit = next(
        (u for u in ("weekend", "week", "month", "year", "day", "hour") if u in t.units and t.units[u].search(text)), None
    )
    weekday = next((n for n, p in enumerate(t.weekdays) if p.search(text)), None)
    last, after = bool(t.last.search(text)), bool(t.next.search(text))
    for offset, pattern in t.days:
        if pattern.search(text) and not (unit == "day" and number):
            return (day + offset * DAY).isoformat()
    if weekday is not None:
        return _weekday(text, t, day, weekday, last, after, ahead)
    if number and unit in ("day", "week", "month", "year") and (t.ago.search(text) or t.ahead.search(text)):
        back = bool(t.ago.search(text)) and not (ahead and t.ahead.search(text))
        return _shift(day, unit, -number if back else number)
    if t.night.search(text) and unit in (None, "day"):
        return f"{(day - DAY).isoformat()}/{day.isoformat()}"
    if unit in ("week", "weekend", "month", "year") and not number:
        step = -1 if last else 1 if after else 0
        if step or t.this.search(text):
            return _period(day, unit, step)
    if unit == "day" and t.this.search(text) and not number:
        return None
    return None


def _weekday(text: str, t: _Words, day: dt.date, weekday: int, last: bool, after: bool, ahead: bool) -> str:
    back = (day.weekday() - weekday) % 7
    if after or (ahead and not last):
        target = day + ((weekday - day.weekday()) % 7 or (7 if after else 0)) * DAY
    else:
        target = day - (back or (7 if last else 0)) * DAY
    if t.night.search(text) and re.search(r"(?<!\w)(?:to|на|auf|zu|al|a|au|do|z)(?!\w)", text):
        return f"{(target - DAY).isoformat()}/{target.isoformat()}"
    return target.isoformat()


def _number(text: str, t: _Words) -> int | None:
    if m := re.search(r"(?<!\d)(\d{1,3})(?!\d)", text):
        return int(m[1])
    for n in range(11, -1, -1):
        if t.numbers[n].search(text):
            return n + 1
    return None


def _shift(day: dt.date, unit: str, n: int) -> str | None:
    if unit == "day":
        return (day + n * DAY).isoformat()
    if unit == "week":
        monday = day + 7 * n * DAY
        return (monday - monday.weekday() * DAY).isoformat() + "/" + (monday + (6 - monday.weekday()) * DAY).isoformat()
    months = day.year * 12 + day.month - 1 + (n if unit == "month" else 12 * n)
    if not 12 <= months < 12 * 9999:
        return None
    return f"{months // 12:04d}-{months % 12 + 1:02d}" if unit == "month" else f"{months // 12:04d}"


def _period(day: dt.date, unit: str, step: int) -> str | None:
    if unit in ("week", "weekend"):
        monday = day - day.weekday() * DAY + 7 * step * DAY
        first = monday if unit == "week" else monday + 5 * DAY
        return f"{first.isoformat()}/{(monday + 6 * DAY).isoformat()}"
    return _shift(day, unit, step)
