"""Messages to addresses that a user names (apprise: mail, chats, web hooks, a hundred more). The only module that knows apprise and sends anything.

What is sent, and whether it was, is kept by `store.alerting`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


class SendError(ValueError):
    """An address that messages cannot be sent to, or nothing to send with; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to send: an apprise address with its secrets, a hash of it, and its name without the secrets."""

    url: str
    hash: str
    name: str


def targets(urls: Sequence[str]) -> tuple[Target, ...]:
    """The targets of some addresses, each once. Raises SendError for one that is none, and where apprise is not installed."""
    out: dict[str, Target] = {}
    for url in urls:
        plugin = _plugin(url)
        hash = hashlib.sha256(url.encode()).hexdigest()[:16]
        out[hash] = Target(url, hash, str(plugin.url(privacy=True)).partition("?")[0])
    return tuple(out.values())


def _plugin(url: str) -> Any:
    try:
        import apprise
    except ModuleNotFoundError as fault:
        raise SendError("sending needs apprise, which is not installed; pip install 'tocsin[alerts]'") from fault
    asset = apprise.AppriseAsset(app_id="tocsin", app_desc="tocsin alerts", async_mode=False)
    plugin = apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
    if plugin is None:
        # The rest of an address may be a password.
        raise SendError(
            f"{url.partition(':')[0][:20]}:…: no address that apprise knows; see https://appriseit.com/services/ for how each service is written"
        )
    if "overflow=" not in url:
        # What is too long for a service is sent in several pieces: nothing is cut off unsaid.
        plugin.overflow_mode = apprise.OverflowMode.SPLIT
    return plugin


def send(target: Target, title: str, body: str) -> str | None:
    """Send a message; None where it went out, else why not."""
    import apprise

    service = apprise.Apprise(asset=apprise.AppriseAsset(async_mode=False))
    service.add(_plugin(target.url))
    capture: Any = apprise.LogCapture
    with capture(level=apprise.logging.WARNING, fmt="%(message)s") as said:
        try:
            if service.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT):
                return None
        except Exception as fault:  # a plug-in of somebody else's: whatever it raises must not lose the message
            return f"{type(fault).__name__}: {fault}"[:200]
        lines = [x for x in said.getvalue().splitlines() if x.strip()]
    return (lines[0][:200] if lines else "apprise does not say why").rstrip(".")
