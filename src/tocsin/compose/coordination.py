"""Participants named together ("A, B and C"): who does or suffers an act with whom, by a table of ten languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tocsin.compose.entities import Cast
from tocsin.tables import load

Mention = tuple[int, int, str]
"""Start, end, entity id."""


@cache
def _between(language: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """What may stand between two members of a series, and what must stand once in it; None for a language without a table."""
    table = load("tocsin.compose", "coordination.yaml").get(language.split("-")[0])
    if table is None:
        return None
    words = {k: "|".join(sorted(map(re.escape, v), key=len, reverse=True)) for k, v in table.items()}
    joint = rf"(?:{words['and']})(?!\w)|و"
    before = rf"(?:(?:{words['before']})(?:(?<=['’])|(?!\w)))?"
    return (
        re.compile(rf"\s*(?:[,،]\s*)?(?:{joint})?\s*{before}\s*", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{joint})", re.IGNORECASE),
    )


def series(text: str, cast: Cast, language: str) -> tuple[frozenset[str], ...]:
    """The entities of each series of mentions that commas and an "and" join; a comma alone may stand before an apposition."""
    between = _between(language)
    if between is None:
        return ()
    out, own, joined = [], list[Mention](), False
    for m in [*_outer([(s.start, s.end, e.id) for e in cast.all for s in e.mentions]), (len(text), len(text), "")]:
        gap = text[own[-1][1] : m[0]] if own else ""
        if own and m[2] and gap and between[0].fullmatch(gap) and not gap.isspace():
            joined |= bool(between[1].search(gap))
            own.append(m)
            continue
        if joined:
            out.append(frozenset(id for _, _, id in own))
        own, joined = [m], False
    return tuple(s for s in out if len(s) > 1)


def _outer(mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions in order, without those that stand inside another."""
    out: list[Mention] = []
    for m in sorted(mentions, key=lambda m: (m[0], -m[1])):
        if not out or m[0] >= out[-1][1]:
            out.append(m)
    return out
