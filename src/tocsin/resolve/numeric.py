"""Dates in figures: 2024-05-10, 13/01/2023, 01/22/2024, 13.03.18, 23-I-2016, 13/4, 2014-2015, 2022-W05. Knows no words."""

from __future__ import annotations

import datetime as dt
import re

from tocsin.resolve.days import date, iso, span

ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
FULL = re.compile(r"(?<![\d./-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d-]|[./]\d)")
ROMAN = re.compile(r"(?<![\w.])(\d{1,2})[-./ ]{1,2}(i{1,3}|iv|vi{0,3}|ix|xi{0,2}|x)[-./ ]{1,2}(\d{4})(?!\d)", re.IGNORECASE)
MONTHS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12}
DAY_MONTH = re.compile(r"(?<![\w./:-])(\d{1,2})([./])(\d{1,2})(?:\.(?=\s|$)|(?![\w./:%-]))")
YEARS = re.compile(r"(?<![\d-])((?:1[5-9]|20)\d{2})\s?[-–/]\s?((?:1[5-9]|20)?\d{2})(?![\d-])")
# Words before a bare "13/4" that make it a date; English and the Slavic languages write ratios and house numbers so.
BEFORE = {
    "it": "il|l|dal|al|del|di|il giorno",
    "fr": "le|du|au|les|ce",
    "es": "el|del|al|día",
    "pt": "em|no|dia|de|a",
    "de": "am|vom|bis|zum|der|dem|den",
    "pl": "dnia|od|do",
    "ar": "يوم|في|بتاريخ",
}


def full(text: str, day: dt.date | None, language: str) -> str | None:
    """The ISO day or interval of the full dates a text gives in figures, None without one."""
    found = [d for m in ISO.finditer(text) if (d := iso(int(m[1]), int(m[2]), int(m[3])))]
    found = found or [d for m in FULL.finditer(text) if (d := _full(m, day, language))]
    found = found or [d for m in ROMAN.finditer(text) if (d := iso(int(m[3]), MONTHS[m[2].lower()], int(m[1])))]
    return (span(found[0], found[1]) or found[0]) if len(found) > 1 else found[0] if found else None


def _full(m: re.Match[str], day: dt.date | None, language: str) -> str | None:
    """Day first; month first where that alone makes a date, and in English where that lies nearer to the day of publication."""
    year = int(m[4])
    if len(m[4]) == 2:
        year += 2000 if year < 70 else 1900
    first, second = date(year, int(m[3]), int(m[1])), date(year, int(m[1]), int(m[3]))
    if first and second and day and language == "en" and m[2] == "/":
        first = min((first, second), key=lambda d: abs((d - day).days))
    found = first or second
    return found.isoformat() if found else None


def day_month(text: str, before: str, language: str) -> tuple[int, int] | None:
    """(day, month) of a bare "13/4" or "13.4." where the words before make it a date."""
    m = DAY_MONTH.search(text)
    words = BEFORE.get(language)
    if not m or not words or not (1 <= int(m[1]) <= 31 and 1 <= int(m[3]) <= 12):
        return None
    dotted = m[2] == "." and language in ("de", "pl") and (m.group().endswith(".") or len(m[3]) == 2)
    if m[2] == "." and not dotted:
        return None
    if re.search(rf"(?<!\w)(?:{words})[\s'’]*$", before + text[: m.start()]):
        return int(m[1]), int(m[3])
    # No ratio has more above than below; "11.11" is an hour only behind a word that says so.
    plain = (
        int(m[1]) > int(m[3])
        if m[2] == "/"
        else language == "pl" and not re.search(r"(?<!\w)(?:o|godz\.?|godzinie)\s*$", before)
    )
    return (int(m[1]), int(m[3])) if plain and m.group().strip(".") == text.strip(" .") else None


def years(text: str) -> str | None:
    """The interval of "2014-2015", "2021/22"; None where the second is no later year."""
    m = YEARS.search(text)
    if not m:
        return None
    first, last = int(m[1]), int(m[2]) if len(m[2]) == 4 else int(m[1][:2] + m[2])
    return span(f"{first:04d}", f"{last:04d}") if first < last < first + 100 else None
