"""Words that count from the day of publication: yesterday, last week, three days ago, since Friday, the night to Tuesday.

Takes tokens, gives ISO 8601: N days or weeks ago are a day, N months ago a month, N years ago a year; "for three days" and "the past two
weeks" are intervals that end today; weeks run from Monday to Sunday; "overnight" is a two-day interval.
"""

from __future__ import annotations

import datetime as dt

from tocsin.resolve import days
from tocsin.resolve.calendar import CONNECTORS, Moment, due, leads, step
from tocsin.resolve.timewords import Token

UNITS = ("weekend", "fortnight", "halfyear", "week", "month", "year", "decade", "round", "hour", "day", "minute", "quarter")
BARE = frozenset(("ru", "uk", "pl", "ar"))  # "через неделю": in a week, the one not said


def relative(tokens: list[Token], now: Moment) -> str | None:
    """The value of a relative expression, None where it counts from something else or from nothing."""
    day = now.day
    if day is None:
        return None
    kinds = {t.kind for t in tokens}
    if due(tokens):
        now = Moment(day, 1, now.language)
    weekdays = [(n, int(t.value)) for n, t in enumerate(tokens) if t.kind == "weekday"]
    named = next((int(t.value) for t in tokens if t.kind == "day"), None)
    unit_at, unit = next(
        ((n, str(t.value)) for n, t in enumerate(tokens) if t.kind == "unit" and t.value in UNITS), (None, None)
    )
    count = _count(tokens, unit_at)
    if len(weekdays) > 1 and weekdays[0][1] != weekdays[1][1]:
        night = "night" in kinds and (weekdays[1][1] - weekdays[0][1]) % 7 == 1  # "ليل الاثنين الثلاثاء"
        if night or any(t.kind in CONNECTORS for t in tokens[weekdays[0][0] : weekdays[1][0]]):
            return _between(weekdays[0][1], weekdays[1][1], tokens, now)
    if named is not None and not (unit and count):
        return _named(named, kinds, now)
    if found := _day_of_month(tokens, unit, unit_at, now):
        return found
    if weekdays:
        return _weekday(weekdays[0][1], tokens, kinds, unit, count, now)
    if unit == "round" and "since" in kinds and step(tokens) is None:
        count = count or 1
    if unit and (count or kinds & {"ago", "ahead"}):
        return _counted(unit, count, tokens, kinds, now)
    if kinds & {"night", "early"} and unit in (None, "day", "round"):
        return _night(tokens, kinds, now)
    if word := next((t for t in tokens if t.kind == "yearword"), None):
        return days.year_on(day, int(word.value))
    if unit:
        return _period(unit, tokens, kinds, now)
    return (day - days.DAY).isoformat() if "eve" in kinds else None


def _count(tokens: list[Token], unit_at: int | None) -> int | None:
    """How many of a unit: the number before it, or before the words "last" and "next" before it."""
    if unit_at is None:
        return None
    for t in reversed(tokens[:unit_at]):
        if t.kind == "num":
            return int(t.value)
        if t.kind not in ("last", "next", "fill", "this", "unknown"):
            break
    # Arabic may put figures behind: "the hours 24 past".
    after = tokens[unit_at + 1] if unit_at + 1 < len(tokens) else None
    return (
        int(after.value) if after and after.kind == "num" and after.text.isdigit() and tokens[unit_at].value == "hour" else None
    )


def _named(offset: int, kinds: set[str], now: Moment) -> str | None:
    assert now.day
    day = days.moved(now.day, offset)
    if "night" in kinds and offset == 0 and now.lean < 1:
        return days.span(now.day - days.DAY, now.day)
    if "since" in kinds and offset < 0 and not kinds & {"to"}:
        return days.span(day, now.day)
    return day.isoformat() if day else None


def _recent(day: dt.date, weekday: int) -> dt.date:
    return day - ((day.weekday() - weekday) % 7) * days.DAY


def _coming(day: dt.date, weekday: int) -> dt.date:
    return day + ((weekday - day.weekday()) % 7) * days.DAY


def _between(a: int, b: int, tokens: list[Token], now: Moment) -> str | None:
    assert now.day
    if now.lean > 0 or step(tokens) == 1:
        first = _coming(now.day, a)
        return days.span(first, _coming(first, b))
    last = _recent(now.day, b)
    return days.span(_recent(last, a), last)


def _weekday(
    weekday: int, tokens: list[Token], kinds: set[str], unit: str | None, count: int | None, now: Moment
) -> str | None:
    assert now.day
    day, on = now.day, step(tokens)
    if unit == "week" and on is not None:
        return (day - day.weekday() * days.DAY + (7 * on + weekday) * days.DAY).isoformat()
    weeks = _weeks_on(tokens, unit, count, kinds)
    if on == 1 or weeks > 0:
        target = _coming(day + days.DAY, weekday) + 7 * weeks * days.DAY
    elif on == -1:
        target = _recent(day - days.DAY, weekday)
    elif on == 0 and now.lean == 0:
        target = day + (weekday - day.weekday()) * days.DAY
    elif now.lean > 0 or (now.language == "ar" and "ago" in kinds and not unit):
        target = _coming(day, weekday)
    else:
        target = _recent(day, weekday)
    if weeks < 0:
        target = _recent(day, weekday) + 7 * weeks * days.DAY
    if leads(tokens):
        return days.span(target - days.DAY, target)
    if "since" in kinds and on != 1 and now.lean < 1 and weeks == 0 and not kinds & {"to", "until"}:
        return days.span(target, day)
    if "eve" in kinds:
        target -= days.DAY
    return target.isoformat()


def _weeks_on(tokens: list[Token], unit: str | None, count: int | None, kinds: set[str]) -> int:
    """Weeks on from a weekday: "vendredi en huit", "Friday in two weeks"."""
    numbers = [int(t.value) for t in tokens if t.kind == "num"]
    if unit is None and len(numbers) == 1 and numbers[0] in (8, 15) and "since" in kinds:
        return 1 if numbers[0] == 8 else 2
    if unit == "week" and count:
        return -count if "ago" in kinds else count if "ahead" in kinds else 0
    return 0


def _day_of_month(tokens: list[Token], unit: str | None, unit_at: int | None, now: Moment) -> str | None:
    """ "The 12th of this month", "30-го числа", "el próximo día 15"."""
    assert now.day
    figures = [(n, int(t.value)) for n, t in enumerate(tokens) if t.kind in ("num", "ord") and 1 <= int(t.value) <= 31]
    if not figures:
        return None
    at, number = figures[-1]
    on = step(tokens)
    told = any(t.kind == "count" for t in tokens[at + 1 :])
    after = unit == "day" and unit_at is not None and at == unit_at + 1 and tokens[at].text.isdigit()
    mod = next((n for n, t in enumerate(tokens) if t.kind in ("this", "last", "next")), None)
    of = unit == "month" and unit_at is not None and at < unit_at and mod is not None and at < mod
    linked = of and any(t.kind in ("from", "to", "fill") for t in tokens[at + 1 : mod])
    if of and (on == 0 or linked):
        moved = days.month_on(now.day, on or 0)
        return days.iso(*moved, number) if moved else None
    if not told and not after:
        return None
    lean = on if on else now.lean
    for months in (0, 1, 2) if lean > 0 else (0, -1, -2):
        moved = days.month_on(now.day, months)
        found = days.date(*moved, number) if moved else None
        if found and (found >= now.day if lean > 0 else found <= now.day):
            return found.isoformat()
    return None


def _counted(unit: str, count: int | None, tokens: list[Token], kinds: set[str], now: Moment) -> str | None:
    """N units ago, in N units, for N units, the last and the next N units."""
    assert now.day
    on = step(tokens)
    if count is None and on is not None:
        return _period(unit, tokens, kinds, now)
    if "since" in kinds and count and kinds & {"ago"} and now.language != "ar":
        return _stretch(unit, -count, now)
    if "ago" in kinds:
        return _away(unit, -(count or 1), now.day)
    if on is not None and count:
        return _stretch(unit, count if on > 0 else -count, now) if on else None
    if "ahead" in kinds and (count or now.language in BARE):
        return _away(unit, count or 1, now.day)
    if "until" in kinds and count:
        return _away(unit, count, now.day)
    if "since" in kinds and count:
        return _stretch(unit, count if now.lean > 0 else -count, now)
    return None


def _in_days(unit: str, count: int) -> int | None:
    """Units that are so many days."""
    if unit == "hour":
        return (count + (23 if count > 0 else 0)) // 24
    return {"day": count, "round": count, "week": 7 * count, "fortnight": 14 * count}.get(unit)


def _in_months(unit: str, count: int) -> int | None:
    return {"month": count, "halfyear": 6 * count, "quarter": 3 * count}.get(unit)


def _away(unit: str, count: int, day: dt.date) -> str | None:
    if unit == "hour" and abs(count) < 24:
        return day.isoformat()
    if (n := _in_days(unit, count)) is not None:
        found = days.moved(day, n)
        return found.isoformat() if found else None
    if (n := _in_months(unit, count)) is not None:
        moved = days.month_on(day, n)
        return days.month(*moved) if moved else None
    return days.year_on(day, count * (10 if unit == "decade" else 1)) if unit in ("year", "decade") else None


def _stretch(unit: str, count: int, now: Moment) -> str | None:
    """From N units ago to today, or from today to N units on, as fine as the unit."""
    assert now.day
    other = _away(unit, count, now.day)
    if other is None:
        return None
    today = now.day.isoformat()[: len(other)]
    return days.span(other, today) if count < 0 else days.span(today, other)


def _night(tokens: list[Token], kinds: set[str], now: Moment) -> str | None:
    assert now.day
    on = step(tokens)
    if on == 1 or "ago" in kinds:
        return None
    if "early" in kinds and "night" not in kinds:
        return now.day.isoformat() if now.lean < 1 else None
    if now.lean > 0 and on != -1:
        return days.span(now.day, now.day + days.DAY)
    return days.span(now.day - days.DAY, now.day)


def _period(unit: str, tokens: list[Token], kinds: set[str], now: Moment) -> str | None:
    """This, last and next week, month, year, weekend; the end of one where it is a deadline."""
    assert now.day
    day, on = now.day, step(tokens)
    edge = bool(kinds & {"start", "end"})
    if unit == "weekend":
        return _weekend(on, now)
    if unit == "round":
        return days.span(day - days.DAY, day) if on == -1 else None
    if unit == "day":
        return (day - days.DAY).isoformat() if on == -1 and now.language != "ar" and not kinds & {"part"} else None
    if on is None and not edge:
        return None
    on = on or 0
    deadline = {"until", "end"} <= kinds
    if unit == "week":
        found = days.week(day, on)
        return found.partition("/")[2] if deadline and found else found
    if unit == "month":
        moved = days.month_on(day, on)
        if not moved:
            return None
        return days.last_of(*moved).isoformat() if deadline else days.month(*moved)
    if unit == "year":
        return f"{day.year + on:04d}-12-31" if deadline else days.year_on(day, on)
    return None


def _weekend(on: int | None, now: Moment) -> str | None:
    assert now.day
    saturday = now.day + (5 - now.day.weekday()) * days.DAY
    within = now.day.weekday() >= 5
    if on == -1 or (on != 1 and now.lean < 1 and not within and not (on == 0 and now.lean == 0)):
        saturday -= 7 * days.DAY
    elif on == 1 and within:
        saturday += 7 * days.DAY
    return days.span(saturday, saturday + days.DAY)
