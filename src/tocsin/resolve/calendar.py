"""Months, days of months, years, seasons, quarters, decades and feasts: what a calendar names, from tokens to ISO 8601.

Where a year is not said, it is the nearest on the side that `Moment.lean` points to. Ranges come out as intervals of the same grain.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from tocsin.resolve import days
from tocsin.resolve.feasts import feast
from tocsin.resolve.timewords import Token

CONNECTORS = frozenset(("to", "and", "until", "since"))
SOON = 65  # days ahead at which a day named without year and tense is a plan, not last year's; days back at which it is no plan
NEXT = 31  # the same where the sentence speaks of the past: "it was planned for March", said in February
MODIFIERS = {"last": -1, "next": 1, "this": 0, "lastbut": -2, "nextbut": 2}
DATES = frozenset(("month", "short", "weekday", "day", "num", "ord"))


class Moment(NamedTuple):
    """What an expression is read against: the day of publication, and where its act lies (2 ahead for sure, 1 ahead by the
    sentence, -1 behind, 0 not told)."""

    day: dt.date | None
    lean: int
    language: str


def step(tokens: list[Token], unit: str | None = None) -> int | None:
    """-1 last, 1 next, 0 this, -2 the one before last, 2 the one after next; with a unit, only where that unit is there. None without such a word."""
    if unit and not any(t.kind == "unit" and t.value == unit for t in tokens):
        return None
    return next((MODIFIERS[t.kind] for t in tokens if t.kind in MODIFIERS), None)


def year_of(tokens: list[Token], now: Moment) -> int | None:
    """The year an expression names, in figures or as "last year"."""
    if said := [int(t.value) for t in tokens if t.kind == "year"]:
        return said[-1]
    if now.day is None:
        return None
    if word := next((t for t in tokens if t.kind == "yearword"), None):
        return now.day.year + int(word.value)
    on = step(tokens, "year")
    return (
        None if on is None or any(t.kind == "num" and _counts(tokens, n) for n, t in enumerate(tokens)) else now.day.year + on
    )


def _counts(tokens: list[Token], n: int) -> bool:
    """Whether a number counts the unit after it."""
    after = tokens[n + 1] if n + 1 < len(tokens) else None
    return after is not None and (after.kind == "unit" or after.kind in MODIFIERS)


def calendar(tokens: list[Token], now: Moment) -> str | None:
    """The value of what a calendar names, None where an expression names nothing of it."""
    if due(tokens):
        now = now._replace(lean=1)
    if holiday := next((t for t in tokens if t.kind == "feast"), None):
        return _feast(str(holiday.value), tokens, now)
    months = [(n, t) for n, t in enumerate(tokens) if t.kind == "month" or (t.kind == "short" and _dated(tokens, n))]
    if months:
        return _months(tokens, months, now)
    if (season := next((t for t in tokens if t.kind == "season"), None)) is not None:
        return _season(int(season.value), tokens, now)
    if part := next((t for t in tokens if t.kind == "unit" and t.value in ("quarter", "half")), None):
        return _part(str(part.value), tokens, now)
    return _decade(tokens) or _years(tokens, now)


def due(tokens: list[Token]) -> bool:
    """Whether an expression is a deadline: "by Friday", and not the end of a range, "from Monday until Friday"."""
    at = next((n for n, t in enumerate(tokens) if t.kind == "until"), None)
    return at is not None and not any(t.kind in ("from", "since") for t in tokens[:at])


def _feast(name: str, tokens: list[Token], now: Moment) -> str | None:
    year = year_of(tokens, now)
    on = step(tokens)
    if year is None and on:
        now = now._replace(lean=on)
    elif year is None and on == 0 and now.day:
        year = now.day.year
    found = feast(name, now.day, now.lean, year)
    if found and "/" not in found and any(t.kind == "eve" for t in tokens):
        return (dt.date.fromisoformat(found) - days.DAY).isoformat()
    return found


def _dated(tokens: list[Token], n: int) -> bool:
    """Whether a short form of a month stands beside a day or a year."""
    near = tokens[max(0, n - 2) : n] + tokens[n + 1 : n + 3]
    return any(t.kind in ("num", "ord", "year") for t in near)


def _months(tokens: list[Token], months: list[tuple[int, Token]], now: Moment) -> str | None:
    numbers = [(n, int(t.value)) for n, t in enumerate(tokens) if t.kind in ("num", "ord") and _day_number(tokens, n)]
    first, last = months[0], months[-1]
    if first[1].value != last[1].value and (len(numbers) >= 2 or not numbers):
        return _two_months(tokens, first, last, numbers, now)
    month = int(first[1].value)
    if len(numbers) >= 2 and numbers[0][1] < numbers[1][1] and _joined(tokens, numbers[0][0], numbers[1][0]):
        year = _year(tokens, month, numbers[1][1], now)
        return days.span(days.iso(year, month, numbers[0][1]), days.iso(year, month, numbers[1][1])) if year else None
    number = min(numbers, key=lambda x: min(abs(x[0] - n) for n, _ in months))[1] if numbers else None
    year = _year(tokens, month, number, now)
    if year is None:
        return None
    if number is None:
        if _deadline(tokens):
            return days.last_of(year, month).isoformat()
        return days.month(year, month)
    found = days.date(year, month, number)
    if found is None:
        return None
    if any(t.kind == "eve" for t in tokens):
        found -= days.DAY
    if _week_of(tokens, first[0]):
        return days.week(found)
    if leads(tokens):
        return days.span(found - days.DAY, found)
    return found.isoformat()


def _two_months(
    tokens: list[Token], first: tuple[int, Token], last: tuple[int, Token], numbers: list[tuple[int, int]], now: Moment
) -> str | None:
    """From one month, or day of a month, to another; the year said last holds for both unless the first then lay later."""
    a, b = int(first[1].value), int(last[1].value)
    said = [int(t.value) for t in tokens if t.kind == "year"]
    own = [min(numbers, key=lambda x: abs(x[0] - n))[1] for n in (first[0], last[0])] if numbers else [None, None]
    end = said[-1] if said else _year(tokens, b, own[1], now)
    if end is None:
        return None
    start = said[0] if len(said) > 1 else end - (a > b)
    if own[0] is None or own[1] is None:
        return days.span(days.month(start, a), days.month(end, b))
    return days.span(days.iso(start, a, own[0]), days.iso(end, b, own[1]))


def _day_number(tokens: list[Token], n: int) -> bool:
    """Whether a number can be a day of a month: 1 to 31, no hour, and counting nothing."""
    after = tokens[n + 1] if n + 1 < len(tokens) else None
    if not 1 <= int(tokens[n].value) <= 31 or tokens[n].text == "roman":
        return False
    if after and (after.kind == "clock" or (after.kind == "unit" and after.value not in ("quarter",) and after.value != "day")):
        return False
    return not (n and tokens[n - 1].kind == "at") and not (tokens[n].kind == "num" and after and after.kind in ("last", "next"))


def _joined(tokens: list[Token], a: int, b: int) -> bool:
    return any(t.kind in CONNECTORS for t in tokens[a + 1 : b])


def _week_of(tokens: list[Token], at: int) -> bool:
    return any(t.kind == "unit" and t.value == "week" for t in tokens[:at])


def _deadline(tokens: list[Token]) -> bool:
    return any(t.kind == "until" for t in tokens) and any(t.kind == "end" for t in tokens)


def leads(tokens: list[Token]) -> bool:
    """Whether a night leads to the day named: "the night to Tuesday"."""
    night = next((n for n, t in enumerate(tokens) if t.kind == "night"), None)
    if night is None:
        return False
    after = next((n for n in range(night + 1, len(tokens)) if tokens[n].kind in DATES), None)
    return after is not None and any(t.kind in ("to", "into") for t in tokens[night + 1 : after])


def _year(tokens: list[Token], month: int, number: int | None, now: Moment) -> int | None:
    """The year of a month or of a day of it: said, told by a weekday beside it, or the nearest."""
    if (said := year_of(tokens, now)) is not None:
        return said
    if now.day is None:
        return None
    day = now.day
    on = step(tokens)
    weekday = next((int(t.value) for t in tokens if t.kind == "weekday"), None)
    if weekday is not None and number is not None:
        fit = [
            y for y in (day.year - 1, day.year, day.year + 1) if (d := days.date(y, month, number)) and d.weekday() == weekday
        ]
        if fit:
            return min(fit, key=lambda y: abs((dt.date(y, month, 1) - day).days))
    here, today = ((month, number), (day.month, day.day)) if number else ((month, 0), (day.month, 0))
    if on == 0:
        return day.year
    if on is not None and number is None:
        return day.year - (here >= today) if on < 0 else day.year + (here <= today)
    ahead = day.year + (here < today)
    behind = day.year - (here > today)
    if on is not None:
        return behind if on < 0 else ahead
    if now.lean > 0:
        past = days.date(behind, month, number or 1)
        return behind if now.lean == 1 and past is not None and 0 < (day - past).days <= SOON else ahead
    wait = days.date(ahead, month, number or 1)
    soon = SOON if now.lean == 0 else NEXT
    return ahead if wait is not None and 0 < (wait - day).days <= soon else behind


def _season(number: int, tokens: list[Token], now: Moment) -> str | None:
    year = year_of(tokens, now)
    if year is not None:
        return days.season(number, year)
    if now.day is None:
        return None
    day, on = now.day, step(tokens)
    start = 3 * number + 3
    # The winter of January and February began last year.
    current = day.year - (number == 3 and day.month < 6)
    latest = day.year if start <= day.month else day.year - 1
    over = (
        latest
        if day.month > start + 2 or latest < day.year - (number == 3) or (number == 3 and 3 <= day.month < 12)
        else latest - 1
    )
    if on == -1:
        return days.season(number, over)
    if on == 1:
        return days.season(number, latest + 1)
    if on == 0:
        return days.season(number, current)
    if now.lean > 0:
        running = latest == day.year and day.month <= start + 2
        return days.season(number, latest if running else latest + 1)
    return days.season(number, latest)


def _part(kind: str, tokens: list[Token], now: Moment) -> str | None:
    """Quarters and halves of a year: "the third quarter of 2022", "last quarter"."""
    months = 3 if kind == "quarter" else 6
    at = next(n for n, t in enumerate(tokens) if t.value == kind)
    number = next((int(t.value) for t in tokens[max(0, at - 3) : at + 3] if t.kind in ("ord", "num")), None)
    year = year_of(tokens, now)
    on = step(tokens)
    if number is None and on == -1 and any(t.kind == "year" for t in tokens):
        number = 12 // months
    if number is not None and 1 <= number <= 12 // months:
        if year is None and now.day:
            current = (now.day.month - 1) // months + 1
            year = now.day.year + (number < current if now.lean > 0 else -(number > current))
        return days.part_of_year(number, year, months) if year else None
    if on is None or now.day is None or number is not None:
        return None
    n = now.day.year * (12 // months) + (now.day.month - 1) // months + on
    return days.part_of_year(n % (12 // months) + 1, n // (12 // months), months)


def _decade(tokens: list[Token]) -> str | None:
    """The 1990s, the nineties, anni Novanta, 90-е годы."""
    for n, t in enumerate(tokens):
        before = tokens[n - 1] if n else None
        named = before is not None and before.kind == "unit" and before.value in ("year", "decade")
        if t.kind == "year" and any(x.value == "decade" for x in tokens[:n]) and int(t.value) % 10 == 0:
            return f"{t.value}/{int(t.value) + 9}"
        if t.kind == "decade":
            value = int(t.value)
        elif t.kind == "tens" or (named and t.kind == "num" and 20 <= int(t.value) <= 90) or (named and t.kind == "year"):
            value = int(t.value)
            if t.kind == "year" and (before is None or before.text not in ("années", "años", "anos", "anni", "lata", "latach")):
                continue
        else:
            continue
        value += 1900 if value < 100 else 0
        if value % 10 == 0 and value >= 1000:
            return f"{value}/{value + 9}"
    return None


def _years(tokens: list[Token], now: Moment) -> str | None:
    said = [(n, int(t.value)) for n, t in enumerate(tokens) if t.kind == "year"]
    if not said:
        return None
    if len(said) > 1:
        return days.span(f"{said[0][1]:04d}", f"{said[-1][1]:04d}") or f"{said[0][1]:04d}"
    at, year = said[0]
    # A figure before a noun counts it: 2014 people.
    if at + 1 < len(tokens) and tokens[at + 1].kind == "unknown":
        return None
    return f"{year:04d}-12-31" if _deadline(tokens) else f"{year:04d}"
