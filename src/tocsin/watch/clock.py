"""The clock that the watch goes by: the time, and how fast it runs. Two simulated hours are watched in a minute by another clock, not by another watch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """`now` gives the moment in UTC, `pace` how many of its seconds pass in a real one."""

    now: Callable[[], dt.datetime] = _now
    pace: float = 1.0


def iso(moment: dt.datetime) -> str:
    """A moment as archives have it, ISO 8601 in UTC to the second; such words sort as the moments do."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")


def later(moment: dt.datetime, seconds: float) -> str:
    """The moment so many seconds on, in the same words."""
    return iso(moment + dt.timedelta(seconds=seconds))
