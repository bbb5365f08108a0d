"""`tocsin search`: articles of an archive by their words, and with `--said` what is said in them, by its words and by who says it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict

from tocsin.commands.opening import with_archive
from tocsin.store import Hit, Said, StoreError, search, search_said


def run_search(query: str, db: str, limit: int, as_json: bool) -> int:
    """Print the articles that a query finds; 0 some, 1 none, 2 no query, 3 no archive."""
    return with_archive(db, lambda engine: _print(query, lambda: search(engine, query, limit), as_json))


def run_said(query: str, by: str | None, db: str, limit: int, as_json: bool) -> int:
    """Print the statements that a query finds, of a speaker or of anybody; 0 some, 1 none, 2 no query, 3 no archive."""
    asked = " by ".join(x for x in (query, by) if x)
    return with_archive(db, lambda engine: _print(asked, lambda: search_said(engine, query, by, limit), as_json))


def _print(asked: str, find: Callable[[], Sequence[Hit | Said]], as_json: bool) -> int:
    try:
        found = find()
    except StoreError as fault:
        print(f"tocsin: {fault}", file=sys.stderr)
        return 2
    for x in found:
        print(json.dumps(asdict(x), ensure_ascii=False) if as_json else _article(x) if isinstance(x, Hit) else _statement(x))
    if not found:
        print(f"nothing found for {asked!r}", file=sys.stderr)
    return 0 if found else 1


def _article(h: Hit) -> str:
    words = f"{h.id}  {h.day or 'undated'}  {h.language or '-'}  {h.outlet or '-'}  {h.title or ''}\n    {h.snippet}"
    if h.copy_of:
        words += f"\n    {_copied(h)}"
    if h.story and (h.story_size or 0) > 1:
        words += f"\n    one of {h.story_size} articles of a story (tocsin stories {h.story})"
    return words


def _copied(h: Hit) -> str:
    """How an article is a copy, in words."""
    told = {
        "translation": "translation of",
        "original": "what was translated in",
        "parallel": "the same in another language as",
    }
    if h.copy_kind in told:
        return f"{told[h.copy_kind]} {h.copy_of}, {h.coverage:.0%} of it"
    return f"{h.copy_kind} copy of {h.copy_of}, {h.coverage:.0%} of it word for word"


def _statement(s: Said) -> str:
    return (
        f"{s.report}  {s.day or 'undated'}  {s.language or '-'}  {s.outlet or '-'}\n"
        f"    {s.speaker or 'somebody unnamed'} [{s.cue}]: {'“' if s.direct else ''}{s.content}{'”' if s.direct else ''}"
    )
