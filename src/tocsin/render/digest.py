"""Alerts of one rule as one message: a title and a body in plain words, each alert with its evidence, its sources and the command to look further."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.desk.alerts import Alert, Evidence

LONGEST = 300
"""Characters of an event's words that are shown."""


def title(rule: str, alerts: Sequence[Alert]) -> str:
    """One line: the rule, and what rang or how much."""
    said = f"{alerts[0].state.upper()} {alerts[0].headline}" if len(alerts) == 1 else f"{len(alerts)} alerts"
    return shortened(f"{rule}: {said}", 160)


def body(alerts: Sequence[Alert], held: int) -> str:
    """All of them, and how many are held back for the next message."""
    parts = ["\n".join(lines(a)) for a in alerts]
    if held:
        parts.append(f"{held} more {'is' if held == 1 else 'are'} held back for the next message of this rule.")
    return "\n\n".join(parts)


def lines(a: Alert) -> list[str]:
    """One alert: what, why, who says so, the evidence, and how to look further."""
    counted = a.kind in ("level", "rise")
    out = [a.headline if counted else f"{a.state.upper()}  {a.headline}"]
    if a.why != a.state:
        out.append(f"  {a.why}")
    if a.sources:
        out.append(f"  {told_by(a)}")
    for e in a.evidence:
        out.append(f"  {quoted(e)}")
        if e.url:
            out.append(f"    {e.url}")
    return [*out, f"  look further: {a.look}"]


def told_by(a: Alert) -> str:
    """How many independent sources there are, which, and how sure the reader is."""
    names = ", ".join(s + (" (state)" if s in a.state_outlets else "") for s in a.sources)
    n = len(a.sources)
    warning = "; OUTLETS OF A STATE ONLY" if a.state_only else ""
    return f"{n} independent source{'' if n == 1 else 's'}: {names}{warning}; confidence {a.confidence:.2f}"


def quoted(e: Evidence) -> str:
    """One telling: the day, the outlet, the status, who claims it, the words."""
    by = f", according to {e.said_by}" if e.said_by else ""
    state = " (state)" if e.state_outlet else ""
    return f"{e.day or 'undated'} {e.outlet}{state}: {e.status}{by}: “{shortened(e.words, LONGEST)}” (confidence {e.confidence:.2f})"


def shortened(words: str, most: int) -> str:
    """Words up to so many characters, cut between two of them."""
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"
