"""`tocsin export`: an archive's events, or those of reports already read, in the columns that others' tools read."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Engine

from tocsin.codebook import codebook
from tocsin.commands.opening import say
from tocsin.export.flat import COLUMNS, feature, row
from tocsin.export.plover import record
from tocsin.export.polecat import COLUMNS as POLECAT
from tocsin.export.polecat import rows
from tocsin.export.selection import Told, Wanted, told
from tocsin.report import Report
from tocsin.store import StoreError, opened, reports, reports_of_days, seen

GROUP = 20_000
"""Rows of a Parquet file that are written at a time."""


@dataclass(frozen=True, slots=True)
class Options:
    """How events leave: `folded` as PLOVER codes announced acts, `negated` and `text` as its records may have them, `copies` of others too."""

    format: str
    output: Path | None
    folded: bool = True
    negated: bool = False
    text: bool = False
    copies: bool = False


def run_export(source: str, wanted: Wanted, options: Options) -> int:
    """Write events; 0 some, 1 none that is asked for, 2 wrong usage, 3 no archive or nowhere to write."""
    book = codebook()
    for name, given, known in (("--type", wanted.types, book.types), ("--status", wanted.statuses, book.statuses)):
        if wrong := given - set(known):
            say(f"tocsin: {name}: {', '.join(sorted(wrong))} is none of {', '.join(known)}")
            return 2
    if options.format == "parquet" and options.output is None:
        say("tocsin: parquet is no text; give a file with --output")
        return 2
    try:
        if options.format == "seen":
            return _seen(source, wanted, options)
        n = _write(told(_reports(source, options.copies, wanted), wanted), options)
    except (StoreError, ModuleNotFoundError, ValueError) as fault:
        say(f"tocsin: {fault}" + ("; pip install 'tocsin[parquet]'" if isinstance(fault, ModuleNotFoundError) else ""))
        return 3
    except BrokenPipeError:
        return 141
    except OSError as fault:
        say(f"tocsin: {options.output or 'standard output'}: cannot be written ({fault.strerror or fault})")
        return 3
    say(f"{n:,} written" if n else "nothing that was asked for: no event fits; fewer conditions find more")
    return 0 if n else 1


def _seen(source: str, wanted: Wanted, options: Options) -> int:
    """Articles of an archive by day and outlet, those of no day or outlet too: what counts of events are to be divided by."""
    counted = seen(_archive(source), wanted.since)
    with _out(options.output) as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(("day", "outlet", "articles"))
        table.writerows((day or "", outlet or "", n) for day, outlet, n in counted)
    return 0 if counted else 1


def _archive(source: str) -> Engine:
    if "://" not in source and not Path(source).exists():
        raise StoreError(f"{source}: no such archive; make one with tocsin ingest")
    return opened(source)


def _reports(source: str, copies: bool, wanted: Wanted) -> Iterator[Report]:
    file = Path(source)
    if "://" not in source and file.suffix in (".jsonl", ".ndjson"):
        with file.open(encoding="utf-8") as lines:
            for n, line in enumerate(lines, 1):
                try:
                    yield Report.from_json(line)
                except ValueError as fault:
                    raise ValueError(f"{file}:{n}: no report ({fault}); write it with tocsin read --format json") from fault
        return
    if wanted.since or wanted.until:
        yield from reports_of_days(_archive(source), wanted.since, wanted.until, copies)
    else:
        yield from reports(_archive(source), copies=copies)


def _write(events: Iterator[Told], options: Options) -> int:
    if options.format == "parquet":
        return _parquet(events, options.output)
    with _out(options.output) as out:
        if options.format == "plover":
            return _lines(out, (record(t, options.folded, options.negated, options.text) for t in events))
        if options.format == "geojson":
            return _features(out, (f for t in events if (f := feature(t)) is not None))
        n = 0
        if options.format == "polecat":
            table = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
            table.writerow(POLECAT)
            for cells in (r for t in events for r in rows(t, options.folded, options.negated)):
                table.writerow(cells)
                n += 1
            return n
        named = csv.DictWriter(out, list(COLUMNS), lineterminator="\n")
        named.writeheader()
        for t in events:
            named.writerow(row(t))
            n += 1
        return n


def _lines(out: TextIO, records: Iterable[dict[str, Any] | None]) -> int:
    n = 0
    for r in records:
        if r is not None:
            out.write(json.dumps(r, ensure_ascii=False) + "\n")
            n += 1
    return n


def _features(out: TextIO, features: Iterable[dict[str, Any]]) -> int:
    """A feature collection, written as it comes."""
    n = 0
    out.write('{"type": "FeatureCollection", "features": [')
    for f in features:
        out.write((",\n" if n else "\n") + json.dumps(f, ensure_ascii=False))
        n += 1
    out.write("\n]}\n")
    return n


def _parquet(events: Iterator[Told], output: Path | None) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    assert output is not None
    schema = pa.schema(
        [(k, getattr(pa, {"double": "float64", "bool": "bool_"}.get(kind, kind))()) for k, kind in COLUMNS.items()]
    )
    n = 0
    with pq.ParquetWriter(output, schema) as table:
        while some := list(islice(events, GROUP)):
            table.write_table(pa.Table.from_pylist([row(t) for t in some], schema=schema))
            n += len(some)
    return n


@contextmanager
def _out(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        sys.stdout.flush()
    else:
        with output.open("w", encoding="utf-8", newline="") as stream:
            yield stream
