"""Arithmetic of days, weeks, months, seasons: dates in, ISO 8601 out. Knows no words and no language."""

from __future__ import annotations

import datetime as dt

DAY = dt.timedelta(1)


def iso(year: int, month: int, day: int) -> str | None:
    """A day, None where the calendar has none (31 February)."""
    found = date(year, month, day)
    return found.isoformat() if found else None


def date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def parsed(published: str | None) -> dt.date | None:
    """The day of an ISO date or moment, None where it is none."""
    try:
        return dt.date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def span(first: dt.date | str | None, last: dt.date | str | None) -> str | None:
    """An interval, None where an end is missing or they stand the wrong way round; one end alone where both are the same."""
    if first is None or last is None:
        return None
    a, b = str(first), str(last)
    return a if a == b else f"{a}/{b}" if a < b else None


def moved(day: dt.date, days: int) -> dt.date | None:
    """A day some days on, None beyond the calendar."""
    try:
        return day + days * DAY
    except OverflowError:
        return None


def month_on(day: dt.date, months: int) -> tuple[int, int] | None:
    """(year, month) some months on."""
    n = day.year * 12 + day.month - 1 + months
    return (n // 12, n % 12 + 1) if 12 <= n < 12 * 9999 else None


def year_on(day: dt.date, years: int) -> str | None:
    year = day.year + years
    return f"{year:04d}" if 1 <= year <= 9999 else None


def month(year: int, number: int) -> str:
    return f"{year:04d}-{number:02d}"


def last_of(year: int, number: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year + (number == 12), number % 12 + 1, 1) - DAY


def week(day: dt.date, step: int = 0) -> str | None:
    """The week of a day, Monday to Sunday, some weeks on."""
    monday = moved(day, 7 * step - day.weekday())
    return span(monday, moved(monday, 6)) if monday else None


def season(number: int, year: int) -> str:
    """Spring (0) to winter (3) of a year as an interval of months; the winter of a year begins in its December."""
    return (
        f"{year:04d}-12/{year + 1:04d}-02"
        if number == 3
        else f"{year:04d}-{3 * number + 3:02d}/{year:04d}-{3 * number + 5:02d}"
    )


def part_of_year(number: int, year: int, months: int) -> str:
    """A quarter (three months) or a half (six) of a year."""
    first = (number - 1) * months + 1
    return f"{year:04d}-{first:02d}/{year:04d}-{first + months - 1:02d}"


def bounds(value: str) -> tuple[str | None, str | None]:
    """First and last day of an ISO 8601 day, week, month, year or interval of these; None for an end that is none of them."""
    first, _, last = value.partition("/")
    return _edge(first, False), _edge(last or first, True)


def _edge(value: str, last: bool) -> str | None:
    try:
        if "-W" in value:
            of, number = value.split("-W")
            return dt.date.fromisocalendar(int(of), int(number), 7 if last else 1).isoformat()
        figures = [int(x) for x in value.split("-")]
        if len(figures) == 3:
            return dt.date(*figures).isoformat()
        year, month_ = (figures[0], figures[1]) if len(figures) == 2 else (figures[0], 12 if last else 1)
        return (last_of(year, month_) if last else dt.date(year, month_, 1)).isoformat()
    except (ValueError, IndexError):
        return None
