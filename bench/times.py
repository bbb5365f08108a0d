"""Times: the value of a given span, over values that are calendar dates or intervals of them."""

from __future__ import annotations

import re
from pathlib import Path

from bench.measure import Figure, lines
from tocsin.resolve.narrative import says_year, told

CALENDAR = re.compile(r"^\d{4}(-\d{2}(-\d{2})?|-W\d{2})?(T.*)?$")
SETS = (("tempeval3", "train_*.jsonl", "TimeBank + AQUAINT", "en"), ("krauts", "diezeit.jsonl", "KRAUTS Die Zeit", "de"), ("wikiwars_ua", "dev.jsonl", "WikiWars-UA", "uk"))  # fmt: skip


def _iso_week(value: str) -> str:
    """An interval of a whole ISO week as the week, as TIMEX3 writes it."""
    import datetime as dt

    a, _, b = value.partition("/")
    if b and len(a) == len(b) == 10:
        first, last = dt.date.fromisoformat(a), dt.date.fromisoformat(b)
        if first.weekday() == 0 and (last - first).days == 6:
            year, week, _ = first.isocalendar()
            return f"{year}-W{week:02d}"
    return value


def score(files: list[Path], language: str) -> tuple[int, int, int]:
    """(right, calendar dates, others left out) over the time expressions of some files."""
    right = n = left = 0
    for f in files:
        for d in lines(f):
            before = None
            for t in sorted(d["gold"]["timex"], key=lambda t: t.get("start", 0)):
                value = str(t.get("value") or "")
                found = told(t["text"], language, d.get("dct"), before) if t.get("text") else None
                if found and says_year(t["text"]):
                    before = found
                if not t.get("text") or t.get("type") not in ("DATE", "TIME") or not CALENDAR.match(value):
                    left += 1
                    continue
                n += 1
                right += found is not None and _iso_week(found) == value.split("T")[0]
    return right, n, left


def measure(data: Path) -> list[Figure]:
    """Share of right values, a row a set."""
    figures = []
    for folder, pattern, name, language in SETS:
        files = sorted((data / "public" / folder).glob(pattern))
        if files:
            right, n, left = score(files, language)
            figures.append(
                Figure(
                    f"times {name}",
                    right / max(1, n),
                    n,
                    f"value of the given span, after the spans before it; {left} that are no calendar date left out",
                )
            )
    return figures
