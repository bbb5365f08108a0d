"""`tocsin copies`: the copies and translations of an archive, and where two of them disagree in substance."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import Engine

from tocsin.commands.opening import say, with_archive
from tocsin.desk.steps import catch_up
from tocsin.intake.article import date_of
from tocsin.store.copying import Listed, listed

KINDS = {
    "verbatim": "the same words", "shortened": "part of it", "extended": "it and more", "edited": "reworded", "merged": "put together from several",
    "translation": "a translation of it", "original": "what it was translated from", "parallel": "the same in another language; which was first is not told",
}  # fmt: skip
LONGEST = 300
"""Characters of a passage that are printed."""


def run_copies(db: str, kind: str | None, since: str | None, distorted: bool, limit: int, as_json: bool) -> int:
    """Print copies, the last stored first; 0 some, 1 none, 2 wrong usage, 3 no archive."""
    if kind and kind not in KINDS:
        say(f"tocsin: --kind: {kind} is none of {', '.join(KINDS)}")
        return 2
    day, warning = date_of(since)
    if warning:
        say(f"tocsin: --since: {warning.removesuffix('; left empty')}; write it as YYYY-MM-DD")
        return 2

    def do(engine: Engine) -> int:
        catch_up(engine)
        with engine.connect() as connection:
            found = listed(connection, kind, day, distorted, limit)
        for x in found:
            print(json.dumps(asdict(x), ensure_ascii=False) if as_json else _lines(x))
        if not found:
            print("no copy disagrees with what it copies" if distorted else "no copies", file=sys.stderr)
        return 0 if found else 1

    return with_archive(db, do)


def _lines(x: Listed) -> str:
    out = [
        f"{x.kind:11} {_named(x.article)}",
        f"{'of':>11} {_named(x.of)}: {x.coverage:.0%} of the first stands there ({KINDS[x.kind]})",
    ]
    for d in x.distortions:
        out.append(f"    {d.kind.upper()}: {d.here} | {d.there}")
        out += [
            f"      “{_short(words)}” ({who['outlet'] or who['id']})"
            for words, who in ((d.passage, x.article), (d.other_passage, x.of))
        ]
    return "\n".join(out)


def _named(a: Mapping[str, str | None]) -> str:
    return f"{a['id']}  {a['day'] or 'undated'}  {a['language'] or '-'}  {a['outlet'] or '-'}  {a['title'] or ''}".rstrip()


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= LONGEST else flat[:LONGEST] + "…"
