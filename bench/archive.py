"""How quick an archive of many reports is: ingesting, every command that lists, and finding the copies of a new article.

The reports are varied from our own texts (`bench.varied`), which the shipped model reads once; the readings are kept in `build/archive.base.jsonl`. Articles are
put down as stored on their days, so that `brief --since` asks for as much as it would at a desk.
`python -m bench.archive [--reports 100000] [--db FILE] [--keep]`: seconds of the clock and of the processor, for a machine may be busy with other things.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select, text

from bench.copies import CORPUS
from bench.measure import lines
from bench.varied import read_once, varied
from tocsin.desk.copies import find
from tocsin.desk.overlap import words_in
from tocsin.desk.steps import catch_up
from tocsin.report import Report
from tocsin.store import Made, counts, opened, write
from training.markup import files_of, read

ROOT = Path(__file__).resolve().parent.parent
BASE = ROOT / "build" / "archive.base.jsonl"
PASSAGES = 60
"""Passages of the corpus that are read for each language, beside the samples and the scenario."""
BATCH = 250


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock and of the processor (with children)."""

    clock: float
    processor: float


def timed(do: Callable[[], Any]) -> Took:
    """How long something takes."""
    began, used = time.perf_counter(), _used()
    do()
    return Took(time.perf_counter() - began, _used() - used)


def _used() -> float:
    return sum(
        r.ru_utime + r.ru_stime
        for r in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def base() -> list[Report]:
    """The reports that others are varied from, read once."""
    if not BASE.exists():
        texts: list[tuple[str, str | None, str | None]] = [
            (f.read_text(encoding="utf-8"), None, None) for f in sorted((ROOT / "samples").glob("*.txt"))
        ]
        texts += [(d["text"], d["language"], d["published"]) for d in lines(ROOT / "tests" / "desk" / "scenario.jsonl")]
        for language in sorted(p.name for p in CORPUS.iterdir() if p.is_dir()):
            passages, _ = read(files_of([CORPUS / language]))
            texts += [(p.text, language, None) for p in passages if len(p.text) > 250][:PASSAGES]
        BASE.parent.mkdir(exist_ok=True)
        half = BASE.with_suffix(".half")
        half.write_text("".join(r.to_json() + "\n" for r in read_once(texts)), encoding="utf-8")
        half.replace(BASE)
    return [Report.from_json(line) for line in BASE.read_text(encoding="utf-8").splitlines()]


def ingest(file: Path, db: str) -> Iterator[tuple[str, Took]]:
    """The writing alone, the desk's steps alone, and the command, which does both, on an archive of its own."""
    engine = opened(f"{db}.apart")
    with file.open(encoding="utf-8") as stream:

        def store() -> None:
            while some := [Made(Report.from_json(line)) for _, line in zip(range(BATCH), stream, strict=False)]:
                write(engine, some)

        yield "stored a second, reports parsed and written alone", timed(store)
    yield "dealt with a second by the desk alone (copies, tripwires, incidents)", timed(lambda: catch_up(engine))
    engine.dispose()
    forget(f"{db}.apart")
    yield (
        "ingested a second, tocsin ingest of a .jsonl of reports, all together",
        timed(lambda: tocsin("ingest", file, "--db", db)),
    )


def forget(db: str) -> None:
    """Remove a SQLite archive."""
    for end in ("", "-wal", "-shm"):
        Path(db + end).unlink(missing_ok=True)


def tocsin(*words: object, fit: tuple[int, ...] = (0,)) -> None:
    """A command as its user calls it."""
    done = subprocess.run([sys.executable, "-m", "tocsin.cli", *map(str, words)], capture_output=True, text=True)
    if done.returncode not in fit:
        raise SystemExit(f"{words}: {done.returncode}: {done.stderr}")


def inside(*words: object) -> None:
    """The same without a new process."""
    from tocsin.cli import app

    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        app([str(w) for w in words], standalone_mode=False)


def spread(engine: Engine) -> None:
    """Put articles and bells down as stored on their days, the last of them today."""
    with engine.begin() as connection:
        last = connection.execute(text("SELECT max(day) FROM articles")).scalar_one()
        connection.execute(
            text(
                "UPDATE articles SET added = strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now', (julianday(day) - julianday(:last)) || ' days')"
            ),
            {"last": last},
        )
        connection.execute(
            text(
                "UPDATE bells SET at = strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now', (julianday(coalesce(day, :last)) - julianday(:last)) || ' days')"
            ),
            {"last": last},
        )
        # Numbers of articles follow their days but for late ones, as they would have come.
        connection.execute(text("ANALYZE"))


def commands(engine: Engine, db: str) -> list[tuple[str, ...]]:
    """Every command that lists, with filters that find much and little; words are taken from the archive."""
    with engine.connect() as connection:
        day = connection.execute(text("SELECT max(day) FROM articles")).scalar_one()
        country = connection.execute(
            text("SELECT country FROM incident_countries GROUP BY country ORDER BY count(*) DESC LIMIT 1")
        ).scalar_one()
        few = connection.execute(
            text("SELECT country FROM incident_countries GROUP BY country ORDER BY count(*) LIMIT 1")
        ).scalar_one()
        speaker = connection.execute(
            text("SELECT speaker FROM said WHERE speaker IS NOT NULL GROUP BY speaker ORDER BY count(*) DESC LIMIT 1")
        ).scalar_one()
    month = day[:8] + "01"
    asked: list[tuple[str, ...]] = [
        ("incidents",), ("incidents", "--type", "ASSAULT"), ("incidents", "--country", country), ("incidents", "--country", few), ("incidents", "--since", month),
        ("incidents", "--sources", "3"), ("incidents", "--type", "ACCUSE", "--country", country, "--since", month, "--sources", "2"),
        ("tripwires",), ("tripwires", "--state", "triggered"), ("track-record",),
        ("search", "the"), ("search", "government"), ("search", "Przemyśl OR fishermen"), ("search", "the", "--said"), ("search", "talks", "--said", "--by", speaker),
        ("search", "", "--said", "--by", speaker), ("brief", "--since", "8h"), ("brief", "--since", "7d"),
    ]  # fmt: skip
    return [(*a, "--db", db) for a in asked] + [
        ("export", db, "--format", "csv", "--since", month, "--until", day, "-o", os.devnull)
    ]


def copies_of(engine: Engine, some: int) -> list[float]:
    """Milliseconds of the processor to find the copies of an article that is new: every tenth word of one that is there exchanged for another's."""
    with engine.connect() as connection:
        n = connection.execute(select(func.count()).select_from(text("articles"))).scalar_one()
        texts = list(connection.execute(text(f"SELECT text FROM articles WHERE n % {max(1, n // some)} = 0")).scalars())
        out = []
        for k, words in enumerate(texts):
            other = texts[k - 1].split()
            new = " ".join(other[i % len(other)] if i % 10 == 9 else w for i, w in enumerate(words.split()))
            began = time.process_time()
            find(connection, words_in(new))
            out.append(1000 * (time.process_time() - began))
    return sorted(out)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--reports", type=int, default=100_000)
    ap.add_argument(
        "--db",
        default=str(ROOT / "build" / "archive.bench.db"),
        help="a SQLite file; one that is there is measured as it is, not made anew",
    )
    ap.add_argument("--keep", action="store_true", help="leave the archive there")
    a = ap.parse_args()
    if not Path(a.db).exists():
        file = Path(a.db).with_suffix(".jsonl")
        with file.open("w", encoding="utf-8") as out:
            out.writelines(f"{line}\n" for line in varied(base(), a.reports))
        for what, took in ingest(file, a.db):
            print(
                f"{a.reports / took.clock:8.0f} by the clock, {a.reports / took.processor:6.0f} by the processor: {what}",
                flush=True,
            )
        file.unlink()
        spread(opened(a.db))
    engine = opened(a.db)
    print(", ".join(f"{n:,} {k}" for k, n in counts(engine).items()), f"{Path(a.db).stat().st_size / 1e6:,.0f} MB", flush=True)
    start = timed(lambda: subprocess.run([sys.executable, "-c", "import typer, sqlalchemy.dialects.sqlite"], check=True))
    print(
        f"start-up of Python, typer and SQLAlchemy alone: {start.clock:.2f} s by the clock, {start.processor:.2f} of the processor"
    )
    print(
        "seconds: new process by the clock, of the processor | in one process, first time (nothing of the archive in memory of the process), again"
    )
    for words in commands(engine, a.db):
        outside = timed(lambda words=words: tocsin(*words, fit=(0, 1)))
        first, again = timed(lambda words=words: inside(*words)), timed(lambda words=words: inside(*words))
        shown = " ".join(w for w in words if w not in ("--db", a.db))
        print(
            f"{outside.clock:6.2f} {outside.processor:6.2f} | {first.clock:6.3f} {again.clock:6.3f} (processor {again.processor:.3f})  tocsin {shown}",
            flush=True,
        )
    took = copies_of(engine, 200)
    print(
        f"copies of a new article, by the processor: median {took[len(took) // 2]:.1f} ms, 95 of 100 in {took[int(0.95 * len(took))]:.1f} ms, the longest {took[-1]:.1f} ms, of {len(took)}"
    )
    engine.dispose()
    if not a.keep:
        forget(a.db)


if __name__ == "__main__":
    main()
