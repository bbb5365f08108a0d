"""Days of acts as the desk compares them: how far two reports of one act may put it apart, and where an act lies whose day nobody tells. ISO days in and out;
what a time expression means is said elsewhere."""

from __future__ import annotations

import datetime as dt

SLACK = 1
"""Days by which two reports of one act may put it apart: time zones, and nights."""
BEFORE = 3
"""Days before publication within which an act lies whose day the text does not tell."""


def moved(day: str, days: int) -> str:
    """The day some days on."""
    return (dt.date.fromisoformat(day) + dt.timedelta(days)).isoformat()
