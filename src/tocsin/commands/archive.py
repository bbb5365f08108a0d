"""`tocsin ingest` and `recompose`: articles into an archive, and the archive composed anew."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from tocsin.commands.read import BATCH, ReadOptions, Tally, readings, say
from tocsin.desk.steps import rung
from tocsin.intake.article import date_of
from tocsin.reader.graph import Graph
from tocsin.report import Report, Span
from tocsin.store import Made, StoreError, counts, graphs, made_by_hash, maker_of, opened, read_by, write

T = TypeVar("T")

PIECE = 250
"""Reports that are written in one transaction where none has to be read."""


def run_ingest(options: ReadOptions, db: str) -> int:
    """Read and store; 0 all stored, 1 something was skipped, 2 wrong usage, 3 nothing could be read or stored."""
    from tocsin.reader.model import ModelError
    from tocsin.resolve.knowledge import KnowledgeError

    day, warning = date_of(options.published)
    if warning:
        say(f"tocsin: --published: {warning.removesuffix('; left empty')}; write it as YYYY-MM-DD")
        return 2
    tally = Tally()
    stored = 0
    try:
        engine = opened(db)
        done = [i for i in options.inputs if _holds_reports(i)]
        for batch in _batches(_reports(done, tally), PIECE):
            written = write(engine, batch)
            stored += written.readings
            tally.known += written.known
        rest = tuple(i for i in options.inputs if i not in done)
        if rest:
            read = readings(
                replace(options, inputs=rest, published=day), tally,
                known=lambda reader, some: read_by(engine, _ids(some), made_by_hash(reader.made_by)),
            )  # fmt: skip
            for batch in _batches((Made(r, g) for r, g in read), BATCH):
                written = write(engine, batch)
                stored += written.readings
                tally.known += written.known
        for bell in rung(engine):
            say(bell)
    except StoreError as fault:
        say(f"tocsin: {fault}")
        return 3
    except (ModelError, KnowledgeError) as fault:
        say(f"tocsin: {fault}")
        return 3
    except KeyboardInterrupt:
        say(f"stopped; {stored} readings are stored, the same command goes on from there")
        return 130
    skipped = sum(tally.skipped.values())
    why = ", ".join(f"{n} × {reason}" for reason, n in tally.skipped.most_common())
    say(
        f"{stored} stored, {tally.known} there already, {skipped} skipped" + (f": {why}" if why else "") + f"; {_total(engine)}"
    )
    if not stored and not tally.known:
        return 3
    return 1 if skipped else 0


def _ids(some: list[Any]) -> list[str]:
    from tocsin.line import report_id

    return [report_id(a.text, a.url) for a in some]


def _total(engine: Any) -> str:
    n = counts(engine)
    return f"the archive holds {n['articles']:,} articles, {n['readings']:,} readings, {n['events']:,} events, {n['copies']:,} copies"


def _batches(items: Iterator[T], size: int) -> Iterator[list[T]]:
    while some := list(islice(items, size)):
        yield some


def _holds_reports(path: str) -> bool:
    """Whether a file holds reports already read (`tocsin read --format json`), by its first line."""
    file = Path(path)
    if file.suffix not in (".jsonl", ".json", ".ndjson") or not file.is_file():
        return False
    with file.open(encoding="utf-8", errors="replace") as lines:
        try:
            first = json.loads(lines.readline())
        except ValueError:
            return False
    return isinstance(first, dict) and {"schema", "made_by", "events", "text"} <= first.keys()


def _reports(files: list[str], tally: Tally) -> Iterator[Made]:
    """Reports of files, a line each; a faulty line is told and the rest goes on."""
    for file in files:
        with Path(file).open(encoding="utf-8", errors="replace") as lines:
            for n, line in enumerate(lines, 1):
                try:
                    report = Report.from_json(line)
                except ValueError as fault:
                    say(f"{file}:{n}: no report ({fault}); write it with tocsin read --format json")
                    tally.skipped["no report"] += 1
                    continue
                tally.read += 1
                yield Made(report)


@dataclass(frozen=True, slots=True)
class _Remembered:
    """A model that has read and need not be there any more: its name, and `about` with its checksum and settings."""

    name: str
    about: Mapping[str, Any]

    def read(self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> list[Graph]:
        raise StoreError(f"{self.name} has no graph of this article")


def _remembered(engine: Any, checksum: str) -> _Remembered:
    """The model of that checksum: with the settings of the installed one where it is that, else with those it last read by."""
    from tocsin.reader.model import ModelError, model_folder

    made_by = maker_of(engine, checksum)
    about: dict[str, Any] = {"checksum": checksum, "settings": made_by.get("settings", {})}
    try:
        installed = json.loads((model_folder() / "model.json").read_text(encoding="utf-8"))
        if installed.get("checksum") == checksum:
            about["settings"] = installed["settings"]
    except (ModelError, OSError, ValueError):
        pass
    return _Remembered(str(made_by.get("model", "unknown")), about)


def run_recompose(db: str, tables: Path | None) -> int:
    """Compose every kept graph anew with today's rules and tables, as a new reading; 0 done, 3 no archive or nothing in it to compose."""
    from tocsin.line import Reader
    from tocsin.resolve.knowledge import KnowledgeError
    from tocsin.tidy import tidy

    try:
        engine = opened(db)
        readers: dict[str, Reader] = {}
        done = new = 0
        for batch in _batches(graphs(engine), PIECE):
            made = []
            for kept in batch:
                if kept.model not in readers:
                    readers[kept.model] = Reader(reader=_remembered(engine, kept.model), tables=tables)
                reader = readers[kept.model]
                report = reader.compose(kept.article, tidy(kept.article.text, kept.article.language), kept.graph)
                if isinstance(report, Report):
                    made.append(Made(report))
            written = write(engine, made)
            done += len(made)
            new += written.readings
    except (StoreError, KnowledgeError) as fault:
        say(f"tocsin: {fault}")
        return 3
    if not done:
        say(
            "tocsin: no graphs in the archive; articles that tocsin ingest read have one, reports that were read elsewhere have none"
        )
        return 3
    say(f"{done} composed, {new} of them otherwise made than before and stored beside the old; {_total(engine)}")
    return 0
