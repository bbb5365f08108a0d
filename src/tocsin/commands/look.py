"""`tocsin who`, `where`, `when` and `knowledge check`: look one thing up, see why it was chosen and what else it might be."""

from __future__ import annotations

import sys
from pathlib import Path

from tocsin.report import Place
from tocsin.resolve.folding import words_of
from tocsin.resolve.knowledge import KnowledgeError, knowledge
from tocsin.resolve.tables import LANGUAGES, SCHEMAS, alpha2, read, shipped
from tocsin.resolve.when import when
from tocsin.resolve.where import choices
from tocsin.resolve.who import who

KINDS = ("organization", "person", "group", "place")
OTHERS = 8
"""How many other readings are listed at most."""


def _languages(language: str | None) -> tuple[str, ...]:
    return (language.split("-")[0],) if language else ("en", *(l for l in LANGUAGES if l != "en"))


def run_who(mention: str, day: str | None, language: str | None, kind: str | None, tables: Path | None) -> int:
    """Print who a mention is; 0 found, 1 unknown, 2 faulty tables."""
    try:
        knowledge(tables)
    except (KnowledgeError, OSError) as fault:
        print(fault, file=sys.stderr)
        return 2
    for l in _languages(language):
        for k in (kind,) if kind else KINDS:
            found = who(mention, l, k, day, tables)
            if found and (found.name or found.sectors or found.country):
                print(f"{found.name or mention} ({k}, read as {l})")
                print(
                    f"  country   {found.country or '-'}\n  sectors   {' '.join(found.sectors) or '-'}\n  id        {found.knowledge_id or '-'}"
                )
                for why in found.why:
                    print(f"  because   {why}")
                _others(mention, l, found.name, tables)
                return 0
    print(
        f"{mention}: nothing known. A name of your own: a line in a table of --knowledge DIR, see docs/knowledge.md",
        file=sys.stderr,
    )
    return 1


def _others(mention: str, language: str, name: str | None, tables: Path | None) -> None:
    index = knowledge(tables)
    seen = {name}
    rows = [index.row(h.row) for h in index.hits(words_of(mention), language)]
    for row in rows:
        label = row.get("name") or row.get("refers") or f"{row.get('kind', '')} of {row.get('country', row.get('sectors', ''))}"
        term = (
            f", {row.get('office', '').replace('_', ' ')} {row.get('from', '')} to {row.get('to', 'now')}"
            if row["table"] == "offices"
            else ""
        )
        if label not in seen and len(seen) <= OTHERS:
            seen.add(label)
            print(f"  also      {label} ({row['table']}{term})")


def run_where(name: str, near: tuple[str, ...], language: str | None, tables: Path | None = None) -> int:
    """Print the place a name is, and others that bear it; 0 found, 1 unknown, 2 wrong usage."""
    wrong = [c for c in near if c not in alpha2()]
    if wrong:
        print(f"tocsin: {', '.join(wrong)} is no ISO alpha-3 country code, such as UKR", file=sys.stderr)
        return 2
    try:
        knowledge(tables)
    except (KnowledgeError, OSError) as fault:
        print(fault, file=sys.stderr)
        return 2
    for l in _languages(language):
        # A town asked for in small letters is one all the same.
        for words in dict.fromkeys((name, name.title() if name.islower() else name)):
            found = choices(words, l, frozenset(near), tables)
            if found:
                for n, place in enumerate(found[: OTHERS + 1]):
                    print(("  also  " if n else "") + _place(place))
                rule = f"those in {' '.join(near)} before others" if near else "name countries of the article with --near"
                print(f"read as {l}" + (f"; the first is the likeliest: {rule}" if len(found) > 1 else ""))
                return 0
    print(f"{name}: not among the places that tocsin knows; add villages with tocsin gazetteer add FILE", file=sys.stderr)
    return 1


def _place(p: Place) -> str:
    where = "" if p.latitude is None else f": {p.latitude:.4f} {p.longitude:.4f}"
    told = [
        p.precision or "-",
        *([f"division {p.admin1}"] if p.admin1 else []),
        *([f"GeoNames {p.geonames_id}"] if p.geonames_id else []),
    ]
    return f"{p.name or 'somewhere in'}{',' if p.name else ''} {p.country or '-'}{where} ({', '.join(told)})"


def run_when(words: str, published: str | None, language: str | None, ahead: bool) -> int:
    """Print the value of a time expression; 0 found, 1 none."""
    for l in _languages(language):
        value = when(words, l, published, ahead=ahead)
        if value:
            print(f"{value} (read as {l}{', ahead' if ahead else ''}, published {published or 'unknown'})")
            return 0
    hint = "" if published else "; relative words need --published DATE"
    print(f"{words}: no date in it{hint}", file=sys.stderr)
    return 1


def run_check(folder: Path | None) -> int:
    """Check tables; 0 sound, 1 faults (a line each), 2 no tables there."""
    folder = folder or shipped()
    rows, faults = read(folder) if folder.is_dir() else ([], [])
    if not rows and not faults:
        print(
            f"tocsin: {folder} holds no tables; tables are {', '.join(f'{n}.tsv' for n in SCHEMAS)}, or folders of these names",
            file=sys.stderr,
        )
        return 2
    for fault in faults:
        print(fault)
    tables: dict[str, int] = {}
    for row in rows:
        tables[row.table] = tables.get(row.table, 0) + 1
    print(
        f"{len(rows)} rows in {len(tables)} tables ({', '.join(f'{n} {k}' for k, n in sorted(tables.items()))}), {len(faults)} faults"
    )
    return 1 if faults else 0
