"""`tocsin stories`: happenings that articles of an archive tell, across outlets and languages, and the articles of each."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from sqlalchemy import Engine

from tocsin.commands.opening import say, with_archive
from tocsin.desk.steps import catch_up
from tocsin.resolve.days import parsed
from tocsin.store.telling import InStory, Story, stories


def run_stories(
    db: str,
    story: int | None,
    since: str | None,
    language: str | None,
    outlet: str | None,
    least: int,
    limit: int,
    as_json: bool,
) -> int:
    """Print stories, the largest first, or one with its articles; 0 some, 1 none, 2 no such day, 3 no archive."""
    if since and (parsed(since) is None or len(since) != 10):
        say(f"tocsin: --since: {since!r} is no day; write it as YYYY-MM-DD")
        return 2

    def do(engine: Engine) -> int:
        catch_up(engine)
        with engine.connect() as connection:
            if story is not None:
                found = stories(connection, ids=[story])
            else:
                found = stories(connection, since, language, outlet, least, limit)
        for s in found:
            if as_json:
                print(json.dumps(_record(s), ensure_ascii=False))
            else:
                print(_whole(s) if story is not None else _lines(s))
        if not found:
            none = f"there is no story {story}; tocsin stories --db {db} lists them" if story is not None else _none(least)
            print(none, file=sys.stderr)
        return 0 if found else 1

    return with_archive(db, do)


def _none(least: int) -> str:
    return "no such story" + (
        f" of {least} articles or more; --articles 1 lists those of one article, too" if least > 1 else ""
    )


def _record(s: Story) -> dict[str, Any]:
    return {
        "story": s.id, "title": s.title, "first": s.first, "last": s.last, "size": len(s.articles), "copies": s.copies, "outlets": s.outlets,
        "languages": s.languages, "articles": [asdict(a) for a in s.articles],
    }  # fmt: skip


def extent(s: Story) -> str:
    """How many articles of which outlets and languages tell a story, and how many of them are copies."""
    n = len(s.articles)
    copies = f" ({s.copies} of them {'a copy' if s.copies == 1 else 'copies'})" if s.copies else ""
    outlets = f"{len(s.outlets)} outlet{'' if len(s.outlets) == 1 else 's'}"
    return f"{n} article{'' if n == 1 else 's'}{copies} of {outlets} in {' '.join(s.languages) or 'no known language'}"


def _days(s: Story) -> str:
    if s.first is None:
        return "undated"
    return s.first if s.first == s.last else f"{s.first} to {s.last}"


def _lines(s: Story) -> str:
    first = s.articles[0]
    told = f"first told by {first.outlet or 'an outlet that is not named'}"
    return f"{s.id:6}  {s.title}\n        {_days(s)} · {extent(s)} · {told}"


def _whole(s: Story) -> str:
    out = [_lines(s)]
    for a in s.articles:
        out.append(f"        {a.day or 'undated'}  {a.language or '-'}  {a.outlet or '-'}  {a.title} ({a.id})")
        out.append(f"            {_why(a)}")
    return "\n".join(out)


def _why(a: InStory) -> str:
    if a.copy_of:
        return f"{a.copy_kind} copy of {a.copy_of}"
    return f"{a.score:.2f}: {a.reason}"
