"""Our own tables of names and times in context (`tests/resolve/data/`), written by others than the resolver's authors and frozen before
they were first run: `python -m bench.tables [--wrong]` prints the share right a language.

Times: the value must be the very one (a week may be given as its Monday and Sunday); a false friend must give none. Names: country, and the
first sector; where the table has none (`-`), nothing is asked.
"""

from __future__ import annotations

import argparse
import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Figure
from tocsin.resolve.tables import lines
from tocsin.resolve.when import when
from tocsin.resolve.who import who

DATA = Path(__file__).parent.parent / "tests" / "resolve" / "data"
WEEK = re.compile(r"^(\d{4})-W(\d{2})$")


def rows(name: str) -> Iterator[tuple[str, list[str]]]:
    """(language, cells) of all rows of the tables of that name."""
    for path in sorted(DATA.glob(f"{name}.*.tsv")):
        for _, cells in lines(path):
            if not cells[0].startswith("published"):
                yield path.suffixes[0][1:], cells


def plain(value: str | None) -> str:
    """A value with weeks written as Monday and Sunday, `-` for none."""
    found = WEEK.match(value or "")
    if found:
        monday = datetime.date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return f"{monday}/{monday + datetime.timedelta(6)}"
    return value or "-"


def times() -> Iterator[tuple[str, bool, str]]:
    """(language, right, what was asked and given) of every time expression."""
    for language, (published, words, value, sentence) in rows("times"):
        given = plain(when(words, language, published, sentence=sentence))
        yield language, given == plain(value), f"{words} ({published}): {value}, given {given} | {sentence}"


def names() -> Iterator[tuple[str, bool | None, bool | None, str]]:
    """(language, country right, first sector right, what was asked and given) of every mention; None where nothing is asked."""
    for language, (published, words, kind, country, sectors, name, sentence) in rows("who"):
        found = who(words, language, kind="organization" if kind == "place" and sectors != "-" else kind, published=published)
        first = re.split("[,;]", sectors)[0]
        own = found.sectors[0] if found and found.sectors else "-"
        yield (
            language, None if country == "-" else (found.country if found else None) == country, None if first == "-" else own == first,
            f"{words} ({published}): {country} {sectors} {name}, given {found.country if found else '-'} {','.join(found.sectors) if found else '-'} "
            f"{found.name if found else '-'} | {sentence}",
        )  # fmt: skip


def measure() -> list[Figure]:
    """Shares right, over all languages."""
    t, n = list(times()), list(names())
    false = [r for _, r, text in t if ": -, given" in text]
    country, sector = [c for _, c, _, _ in n if c is not None], [s for _, _, s, _ in n if s is not None]
    return [
        Figure("own times right", sum(r for _, r, _ in t) / max(1, len(t)), len(t)),
        Figure("own times, false friends left alone", sum(false) / max(1, len(false)), len(false)),
        Figure("own names, country", sum(country) / max(1, len(country)), len(country)),
        Figure("own names, first sector", sum(sector) / max(1, len(sector)), len(sector)),
    ]


def main() -> None:
    ap = argparse.ArgumentParser(
        prog="python -m bench.tables", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("--wrong", nargs="?", const="", metavar="LANGUAGE", help="list what is wrong")
    a = ap.parse_args()
    t, n = list(times()), list(names())
    print(f"{'':10}{'times':>8}{'country':>9}{'sector':>8}")
    for language in sorted({l for l, *_ in t} | {l for l, *_ in n}):
        own = [r for l, r, _ in t if l == language]
        c = [x for l, x, _, _ in n if l == language and x is not None]
        s = [x for l, _, x, _ in n if l == language and x is not None]
        print(f"{language:10}" + "".join(f"{sum(v) / len(v):>{w}.3f}" if v else " " * w for v, w in ((own, 8), (c, 9), (s, 8))))
    for f in measure():
        print(f"{f.name:40}{f.value:6.3f}  n={f.n}")
    if a.wrong is not None:
        for line in [x for l, r, x in t if not r and a.wrong in ("", l)] + [
            x for l, c, s, x in n if False in (c, s) and a.wrong in ("", l)
        ]:
            print(line)


if __name__ == "__main__":
    main()
