"""`tocsin read`: articles from intake through the line to text, JSON or HTML, with progress and a summary on stderr.

Every skipped input is one line (where, what, remedy); a summary says how many were read and why others were not. A JSON
file is whole at every moment: one report a line, flushed a line at a time.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from tocsin.commands.opening import say as say
from tocsin.intake import Article, Skipped, articles
from tocsin.intake.article import date_of
from tocsin.report import Report

if TYPE_CHECKING:
    from tocsin.line import Reader
    from tocsin.reader.graph import Graph

BATCH = 16
BATCH_CHARACTERS = 60_000


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """The options of `tocsin read`, as the help describes them."""

    inputs: tuple[str, ...]
    format: str = "text"
    published: str | None = None
    language: str | None = None
    min_confidence: float | None = None
    output: Path | None = None
    fail_on_empty: bool = False
    max_bytes: int = 5_000_000
    threads: int = 0
    model: str = "encoder"
    tables: Path | None = None


@dataclass(slots=True)
class Tally:
    read: int = 0
    found: int = 0
    known: int = 0
    skipped: Counter[str] = field(default_factory=Counter)


def run_read(options: ReadOptions) -> int:
    """Read everything; the exit status of the command."""
    from tocsin.reader.model import ModelError
    from tocsin.resolve.knowledge import KnowledgeError

    day, warning = date_of(options.published)
    if warning:
        say(f"tocsin: --published: {warning.removesuffix('; left empty')}; write it as YYYY-MM-DD")
        return 2
    if options.language and not options.language.replace("-", "").isalnum():
        say(f"tocsin: --language: {options.language!r} is no language tag; write it as en, it, ru, pt-BR")
        return 2
    tally = Tally()
    try:
        writer = _writer(options)
    except OSError as fault:
        say(f"tocsin: {options.output}: cannot be written ({fault.strerror or fault}); choose another --output")
        return 2
    try:
        for report, _ in readings(replace(options, published=day), tally):
            writer.write(report)
            tally.found += bool(report.events or report.statements)
    except (ModelError, KnowledgeError) as fault:
        say(f"tocsin: {fault}")
        return 3
    except KeyboardInterrupt:
        say(f"stopped after {tally.read} articles; what was written is whole")
        return 130
    except BrokenPipeError:
        return 141
    except OSError as fault:
        say(
            f"tocsin: {options.output or 'standard output'}: cannot be written ({fault.strerror or fault}); what was written before is whole; free some room and run again"
        )
        return 3
    finally:
        _close(writer)
    return _summary(options, tally)


def _close(writer: _Lines | _Pages) -> None:
    """Close the output; a disk that was full before is full still, and has been told."""
    try:
        writer.close()
    except BrokenPipeError:
        pass
    except OSError as fault:
        say(f"tocsin: the output could not be closed ({fault.strerror or fault})")


def _summary(options: ReadOptions, tally: Tally) -> int:
    skipped = sum(tally.skipped.values())
    why = ", ".join(f"{n} × {reason}" for reason, n in tally.skipped.most_common())
    if skipped or tally.read != 1:
        say(f"{tally.read} read, {skipped} skipped" + (f": {why}" if why else ""))
    if not tally.read:
        return 3
    if not tally.found:
        say(
            "warning: no event and no statement in anything that was read; is it news, and in a language that tocsin reads? see tocsin doctor"
        )
        if options.fail_on_empty:
            return 4
    return 1 if skipped else 0


def readings(
    options: ReadOptions, tally: Tally, known: Callable[[Reader, list[Article]], set[str]] | None = None
) -> Iterator[tuple[Report, Graph]]:
    """Reports in input order with their graphs, read some at a time; `known` says which ids of some articles need no reading."""
    from tocsin.line import Reader, confident, report_id

    reader: Reader | None = None
    progress = _Progress()

    def flush(some: list[Article]) -> Iterator[tuple[Report, Graph]]:
        nonlocal reader
        if reader is None:
            reader = Reader(options.model, threads=options.threads, tables=options.tables)
            if options.min_confidence is not None:
                reader = Reader(
                    reader=reader.reader, settings=confident(reader.settings, options.min_confidence), tables=options.tables
                )
        if known:
            there = known(reader, some)
            tally.known += len(there)
            some = [a for a in some if report_id(a.text, a.url) not in there]
        for a, (r, graph) in zip(some, reader.read_graphs(some), strict=True):
            if isinstance(r, Report):
                tally.read += 1
                progress.tell(tally.read, r)
                yield r, graph
            else:
                skip(Skipped(a.origin, str(r), "see tocsin doctor for the scripts it reads"), tally)

    waiting: list[Article] = []
    for item in articles(options.inputs, options.max_bytes):
        if isinstance(item, Skipped):
            skip(item, tally)
            continue
        for w in item.warnings:
            say(w)
        waiting.append(replace(item, published=item.published or options.published, language=item.language or options.language))
        if len(waiting) >= BATCH or sum(len(a.text) for a in waiting) > BATCH_CHARACTERS:
            yield from flush(waiting)
            waiting = []
    if waiting:
        yield from flush(waiting)
    progress.end()


def skip(item: Skipped, tally: Tally) -> None:
    say(str(item))
    tally.skipped[item.what] += 1


class _Progress:
    """A line on stderr that is rewritten once a second, where somebody looks and there is something to wait for."""

    def __init__(self) -> None:
        self.began = self.last = time.monotonic()
        self.sentences = 0
        self.shown = False

    def tell(self, read: int, report: Report) -> None:
        self.sentences += len(report.sentences)
        now = time.monotonic()
        if now - self.last > 1 and sys.stderr.isatty():
            print(
                f"\r{read} articles, {self.sentences / (now - self.began):.0f} sentences a second ",
                end="",
                file=sys.stderr,
                flush=True,
            )
            self.last, self.shown = now, True

    def end(self) -> None:
        if self.shown:
            print(file=sys.stderr)


class _Lines:
    """One report a line."""

    def __init__(self, stream: TextIO, own: bool) -> None:
        self.stream, self.own = stream, own

    def write(self, report: Report) -> None:
        self.stream.write(report.to_json() + "\n")
        self.stream.flush()

    def close(self) -> None:
        if self.own:
            self.stream.close()


class _Text(_Lines):
    """Reports for a person, coloured where the stream is a terminal."""

    def write(self, report: Report) -> None:
        from rich.console import Console

        from tocsin.render.text import render

        render(report, Console(file=self.stream, highlight=False, soft_wrap=True))
        self.stream.flush()


class _Pages:
    """One page for one report; for several, a folder with an index."""

    def __init__(self, options: ReadOptions) -> None:
        self.output = options.output
        self.reports: list[Report] = []

    def write(self, report: Report) -> None:
        self.reports.append(report)

    def close(self) -> None:
        from tocsin.render.html import fragment, index, page

        def whole(r: Report) -> str:
            return page(r.title or "tocsin report", fragment(r))

        if not self.reports:
            return
        if len(self.reports) == 1 and not (self.output and self.output.is_dir()):
            if self.output is None:
                sys.stdout.write(whole(self.reports[0]))
            else:
                self.output.write_text(whole(self.reports[0]), encoding="utf-8")
                say(f"wrote {self.output}")
            return
        folder = self.output or Path("tocsin-reports")
        folder.mkdir(parents=True, exist_ok=True)
        rows = []
        for n, r in enumerate(self.reports, 1):
            name = f"{n:04d}-{r.id}.html"
            (folder / name).write_text(whole(r), encoding="utf-8")
            rows.append((name, r))
        (folder / "index.html").write_text(index(rows), encoding="utf-8")
        say(f"wrote {folder / 'index.html'} and {len(rows)} reports beside it")


def _writer(options: ReadOptions) -> _Lines | _Pages:
    if options.format == "html":
        return _Pages(options)
    stream = sys.stdout if options.output is None else options.output.open("w", encoding="utf-8", newline="\n")
    return (_Lines if options.format == "json" else _Text)(stream, own=options.output is not None)
