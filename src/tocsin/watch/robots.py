"""What robots.txt allows of a host's pages (RFC 9309), each host's asked for once a day. Feeds are not pages: a person named them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from protego import Protego

from tocsin.watch.fetch import Client, FetchError, fetch

NAME = "tocsin"
LASTS = dt.timedelta(days=1)
BYTES = 512_000
SLOWEST = 60.0
"""Seconds between two requests that a Crawl-delay may ask for at most."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether a page may be fetched, and the seconds that its host wants between two requests (0: it does not say)."""

    allowed: bool
    delay: float = 0.0


@dataclass(slots=True)
class Robots:
    """The rules of hosts that were asked, by scheme and host, with the moment until which they hold."""

    known: dict[str, tuple[dt.datetime, Protego]] = field(default_factory=dict)


async def allowance(robots: Robots, by: Client, url: str, now: dt.datetime) -> Allowance:
    """Whether `url` may be fetched; raises FetchError where the host's rules cannot be had, for then nothing may be fetched of it."""
    parts = urlsplit(url)
    site = f"{parts.scheme}://{parts.netloc}"
    if site not in robots.known or robots.known[site][0] < now:
        for old in [s for s, (until, _) in robots.known.items() if until < now]:
            del robots.known[old]
        robots.known[site] = (now + LASTS, Protego.parse(await _text(by, site)))
    rules = robots.known[site][1]
    return Allowance(rules.can_fetch(url, NAME), min(float(rules.crawl_delay(NAME) or 0.0), SLOWEST))


async def _text(by: Client, site: str) -> str:
    try:
        answer = await fetch(by, f"{site}/robots.txt", limits=replace(by.limits, bytes=BYTES))
    except FetchError as fault:
        # Of 4xx the standard says that there are no rules.
        if fault.status is not None and fault.lasting:
            return ""
        raise FetchError(f"robots.txt: {fault}", fault.status, fault.lasting, fault.after) from fault
    return answer.body.decode("utf-8", "replace")
