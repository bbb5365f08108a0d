"""When which host may be asked: one request at a time, a pause between two, longer and longer ones (with jitter) where it fails or asks for them."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

PAUSE = 1.0
"""Seconds between two requests to a host."""
FIRST = 30.0
LONGEST = 3600.0
"""Seconds of rest after a first failure, doubled with each that follows, and at most."""


def back_off(failures: int, by: random.Random, first: float = FIRST, longest: float = LONGEST) -> float:
    """Seconds to wait after so many failures in a row (1 and more): doubled each time, half of it by chance, so that not all come back at once."""
    whole = min(longest, first * 2.0 ** min(failures - 1, 30))
    return whole / 2 + by.uniform(0, whole / 2)


@dataclass(slots=True)
class Hosts:
    """Hosts that are being asked, until when each rests, and how often each failed in a row."""

    chance: random.Random = field(default_factory=random.Random)
    busy: set[str] = field(default_factory=set)
    rests: dict[str, dt.datetime] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)

    def free(self, host: str, now: dt.datetime) -> bool:
        return host not in self.busy and self.rests.get(host, now) <= now

    def worked(self, host: str, now: dt.datetime, delay: float = 0.0) -> None:
        """It answered, be it with a refusal of this one address."""
        self.failures.pop(host, None)
        self.rests[host] = now + dt.timedelta(seconds=max(PAUSE, delay))

    def failed(self, host: str, now: dt.datetime, after: float | None = None) -> float:
        """It did not answer, or asks to be left alone for `after` seconds; how many seconds it is left alone."""
        self.failures[host] = n = self.failures.get(host, 0) + 1
        seconds = max(back_off(n, self.chance), after or 0.0)
        self.rests[host] = now + dt.timedelta(seconds=seconds)
        return seconds

    def next_free(self, now: dt.datetime) -> dt.datetime | None:
        """When the first host that rests may be asked again; those that rest no more are forgotten."""
        self.rests = {h: t for h, t in self.rests.items() if t > now}
        return min(self.rests.values(), default=None)
