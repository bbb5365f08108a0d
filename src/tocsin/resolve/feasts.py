"""Feast days: the day or interval of a feast in a year, and the one that a text of a given day means.

Easter is computed by python-dateutil, the Islamic year by hijridate (Umm al-Qura, as Saudi Arabia publishes it; other states may see
the moon a day later), the Hebrew year by the molad and its four postponements, the Persian year by the 33-year cycle of leap years,
which agrees with Iran's calendar from 1178 to 1633 AP. Rules stand in `feasts.yaml`.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from tocsin.resolve.days import DAY, date, last_of, span
from tocsin.tables import load

NEAR = 60  # days ahead at which a feast named without tense is the coming one, days back at which it is the last
LEAP = frozenset((1, 5, 9, 13, 17, 22, 26, 30))  # years of the Persian cycle of 33 that have 366 days
HEBREW_EPOCH = -1373427  # ordinal of 1 Tishri of the year 1, less one


def feast(name: str, day: dt.date | None, lean: int, year: int | None = None) -> str | None:
    """The ISO day or interval of a feast: of `year`, or the nearest to `day` on the side `lean` points to (2 ahead, 1 ahead unless it has just been,
    -1 behind, 0 silent)."""
    if year is not None:
        found = days(name, year)
        return span(*found[0]) if found else None
    if day is None:
        return None
    near = [pair for y in (day.year - 1, day.year, day.year + 1) for pair in days(name, y)]
    behind = [p for p in near if p[0] <= day]
    ahead = [p for p in near if p[1] >= day]
    if lean > 0 and ahead:
        just = lean == 1 and behind and 0 < (day - behind[-1][1]).days <= NEAR and (ahead[0][0] - day).days > NEAR
        return span(*behind[-1]) if just else span(*ahead[0])
    if not behind:
        return None
    if lean == 0 and ahead and (ahead[0][0] - day).days <= NEAR and (day - behind[-1][1]).days > 365 - NEAR - 30:
        return span(*ahead[0])
    return span(*behind[-1])


@lru_cache(4096)
def days(name: str, year: int) -> tuple[tuple[dt.date, dt.date], ...]:
    """(first, last) of a feast in a year of the common calendar; two where an Islamic feast falls in it twice."""
    rule = _rules().get(name, {})
    found = _days(rule, year)
    return tuple((a + rule.get("plus", 0) * DAY, b + rule.get("plus", 0) * DAY) for a, b in found)


def _days(rule: dict[str, Any], year: int) -> list[tuple[dt.date, dt.date]]:
    length = rule.get("to", 0) * DAY
    if "fixed" in rule:
        text = next((v for since, v in sorted(rule.get("from", {}).items(), reverse=True) if year >= since), rule["fixed"])
        starts = [date(year, int(text[:2]), int(text[3:]))]
    elif "easter" in rule or "orthodox" in rule:
        starts = [_easter(year, "orthodox" in rule, rule.get("easter", rule.get("orthodox", 0)))]
    elif "islamic" in rule:
        return [(a, b + length) for a, b in _islamic(year, rule["islamic"])]
    elif "hebrew" in rule:
        starts = [_hebrew(year, rule["hebrew"], bool(rule.get("kislev")))]
    elif "persian" in rule:
        starts = [n for y in (year - 1, year) if (n := nowruz(y) + rule["persian"] * DAY).year == year]
    elif "nth" in rule:
        starts = [_nth(year, *rule["nth"])]
    else:
        starts = [d for d in rule.get("dates", ()) if d.year == year]
    return [(d, d + length) for d in starts if d]


def _easter(year: int, orthodox: bool, offset: int) -> dt.date | None:
    from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

    return easter(year, EASTER_ORTHODOX if orthodox else EASTER_WESTERN) + offset * DAY if 1583 <= year <= 4099 else None


def _islamic(year: int, month_day: str) -> list[tuple[dt.date, dt.date]]:
    from hijridate import Hijri

    month, _, number = month_day.partition("-")
    found = []
    for hijri in range(int((year - 622) * 33 / 32) - 1, int((year - 622) * 33 / 32) + 3):
        if not 1343 <= hijri <= 1500:  # what the Umm al-Qura tables cover
            continue
        start = Hijri(hijri, int(month), int(number or 1))
        first = dt.date(*start.to_gregorian().datetuple())
        last = first if number else first + (start.month_length() - 1) * DAY
        if first.year == year:
            found.append((first, last))
    return found


def islamic_date(year: int, month: int, day: int) -> str | None:
    """The ISO day of a day of the Islamic year, None where the tables have none."""
    from hijridate import Hijri

    try:
        return dt.date(*Hijri(year, month, day).to_gregorian().datetuple()).isoformat()
    except (ValueError, OverflowError):
        return None


def nowruz(year: int) -> dt.date:
    """The first day of the Persian year that begins in a year of the common calendar."""
    day, persian = dt.date(2021, 3, 21), 1400
    target = year - 621
    while persian < target:
        day, persian = day + (365 + (persian % 33 in LEAP)) * DAY, persian + 1
    while persian > target:
        persian -= 1
        day -= (365 + (persian % 33 in LEAP)) * DAY
    return day


def persian_date(year: int, month: int, day: int) -> str | None:
    """The ISO day of a day of the Persian year: six months of 31 days, five of 30, the last the rest."""
    if not (1178 <= year <= 1633 and 1 <= day <= 31):
        return None
    return (nowruz(year + 621) + (31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day - 1) * DAY).isoformat()


def _hebrew(year: int, offset: int, kislev: bool) -> dt.date:
    """Days after Rosh Hashanah of a year, or before the next one's where the offset is negative: Passover keeps its distance to that.

    25 Kislev comes a day later in years whose second month is full (355 or 385 days)."""
    if offset < 0:
        return dt.date.fromordinal(_new_year(year + 3761)) + offset * DAY
    first, after = _new_year(year + 3761), _new_year(year + 3762)
    return dt.date.fromordinal(first + offset + (kislev and (after - first) % 10 == 5))


def _new_year(hebrew: int) -> int:
    """Ordinal of Rosh Hashanah (Dershowitz and Reingold, Calendrical Calculations, the molad and its postponements)."""

    def elapsed(y: int) -> int:
        months = (235 * y - 234) // 19
        parts = 12084 + 13753 * months
        day = 29 * months + parts // 25920
        return day + 1 if (3 * (day + 1)) % 7 < 3 else day

    before, this, after = elapsed(hebrew - 1), elapsed(hebrew), elapsed(hebrew + 1)
    return HEBREW_EPOCH + this + (2 if after - this == 356 else 1 if this - before == 382 else 0)


def _nth(year: int, month: int, which: int, weekday: int) -> dt.date:
    """The n-th weekday of a month; -1 the last."""
    if which < 0:
        last = last_of(year, month)
        return last - ((last.weekday() - weekday) % 7) * DAY
    first = dt.date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (which - 1)) * DAY


def _rules() -> dict[str, dict[str, Any]]:
    return dict(load("tocsin.resolve", "feasts.yaml")["rules"])
