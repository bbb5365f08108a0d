"""The line from an article to its report: tidy, reader, compose, in that order and once.

`Reader` holds the loaded model and the settings; `read` is the same for one text. Nothing here opens a file or a connection.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import tocsin
from tocsin.codebook import codebook
from tocsin.compose import Settings, compose
from tocsin.compose.signals import machine_translated, political
from tocsin.intake.article import Article, clean, date_of
from tocsin.reader.graph import Graph
from tocsin.report import Noise, Report, Span
from tocsin.resolve.gazetteer import added
from tocsin.resolve.knowledge import knowledge, version_of
from tocsin.tidy import Tidied, tidy

KNOWLEDGE = "2026.11"
"""Version of the tables that resolve who, where and when."""


class GraphReader(Protocol):
    """Anything that reads texts into graphs; see `tocsin.reader.load` for how one is plugged in by name."""

    @property
    def name(self) -> str: ...
    @property
    def about(self) -> Any: ...
    def read(self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> list[Graph]: ...


class Unreadable(ValueError):
    """A text in a script that the reader does not know; the message names the script."""


def report_id(text: str, url: str | None) -> str:
    """Sixteen hexadecimal digits that the same text and address have on every machine."""
    return hashlib.sha256(f"{url or ''}\n{text}".encode("utf-8", "replace")).hexdigest()[:16]


class Reader:
    """Reads articles into reports; load it once, use it often.

    `reader` names a plugged-in reader (default: the shipped model) or is one; `threads` is the number of threads of the
    model (0: as many as there are cores). `settings` change what enters the record, see `tocsin.compose.Settings`. `tables` is a folder of
    knowledge tables of your own, added to ours; raises `tocsin.resolve.knowledge.KnowledgeError` where they have faults.
    """

    def __init__(
        self,
        reader: str | GraphReader = "encoder",
        threads: int = 0,
        settings: Settings | None = None,
        tables: Path | None = None,
    ) -> None:
        from tocsin.reader import load

        self.tables = tables
        if tables is not None:
            knowledge(tables)

        self.reader: GraphReader = load(reader, threads=threads) if isinstance(reader, str) else reader
        self.settings = settings or Settings.of(self.reader.about.get("settings", {}))
        self.made_by = {
            "tocsin": tocsin.__version__,
            "model": self.reader.name,
            "checksum": self.reader.about.get("checksum"),
            "codebook": codebook().version,
            "knowledge": " and ".join((KNOWLEDGE, *((version_of(tables),) if tables else ()), *(f.name for f in added()))),
            "settings": self.settings.to_dict(),
        }

    def __repr__(self) -> str:
        return f"<Reader {self.reader.name}, events of confidence {self.settings.confidence:g} and more>"

    def read(
        self,
        text: str,
        *,
        published: str | None = None,
        language: str | None = None,
        title: str | None = None,
        url: str | None = None,
        outlet: str | None = None,
        source_id: str | None = None,
    ) -> Report:
        """One text → its report.

        `published` is an ISO date (or date and time) that relative dates hang on; `language` a BCP 47 tag, detected if
        not given. Raises ValueError for an impossible date, Unreadable for a script the reader does not know.
        """  # fmt: skip
        day, warning = date_of(published)
        if warning:
            raise ValueError(warning.removesuffix("; left empty"))
        article = Article(clean(text), "text", source_id, url, outlet, title, language, day)
        (report,) = self.read_articles([article])
        if isinstance(report, Unreadable):
            raise report
        return report

    def read_articles(self, articles: Sequence[Article]) -> list[Report | Unreadable]:
        """Articles → reports in the same order, all in one go through the model; an unreadable one is told in its place."""
        return [r for r, _ in self.read_graphs(articles)]

    def read_graphs(self, articles: Sequence[Article]) -> list[tuple[Report | Unreadable, Graph]]:
        """The same, each with the graph it was composed from."""
        tidied = [tidy(a.text, a.language) for a in articles]
        graphs = self.reader.read(
            [a.text if t.language.readable else "" for a, t in zip(articles, tidied, strict=True)],
            [t.sentences if t.language.readable else () for t in tidied],
        )
        return [(self.compose(a, t, g), g) for a, t, g in zip(articles, tidied, graphs, strict=True)]

    def read_all(self, articles: Iterable[Article], batch: int = 16) -> Iterator[Report | Unreadable]:
        """Any number of articles, read `batch` at a time, reports in input order."""
        stream = iter(articles)
        while some := list(islice(stream, batch)):
            yield from self.read_articles(some)

    def compose(self, article: Article, tidied: Tidied, graph: Graph) -> Report | Unreadable:
        """The report of an article whose graph is known already."""
        language = tidied.language
        if not language.readable and language.script != "NONE":
            return Unreadable(f"is written in {language.script.title()} letters, which this model does not read")
        settings = self.settings
        noise = _all_noise(article.text, tidied, graph, settings)
        made = compose(article.text, graph, tidied.sentences, noise, language.tag, article.published, settings, self.tables)
        signals: dict[str, Any] = {
            "machine_translated": machine_translated(graph),
            "political": political(graph, len(tidied.sentences)),
            "language_confidence": round(language.confidence, 3),
            **article.signals,
        }
        if not language.taught:
            signals["by_transfer"] = 1.0
        return Report(
            id=report_id(article.text, article.url), text=article.text, source_id=article.source_id, made_by=self.made_by,
            url=article.url, outlet=article.outlet, title=article.title, language=language.tag, published=article.published,
            noise=noise, signals=signals, sentences=tidied.sentences, entities=made.entities, statements=made.statements,
            events=made.events, tripwires=made.tripwires,
        )  # fmt: skip


def _all_noise(text: str, tidied: Tidied, graph: Graph, settings: Settings) -> tuple[Noise, ...]:
    """The rules' noise, and the reader's where the rules saw none; none overlapping."""
    out = list(tidied.noise)
    for n in graph.nodes:
        if n.layer == "noise" and n.score >= settings.noise and not any(o.start < n.end and n.start < o.end for o in out):
            out.append(Noise(n.start, n.end, n.label or "boilerplate"))
    return tuple(sorted(out, key=lambda n: n.start))


@cache
def _default() -> Reader:
    return Reader()


def read(text: str, *, published: str | None = None, language: str | None = None, **more: str | None) -> Report:
    """One text → its report, by a reader that is loaded on first use and kept; see `Reader.read`."""
    return _default().read(text, published=published, language=language, **more)


def confident(settings: Settings, least: float) -> Settings:
    """The settings with another least confidence of events."""
    return replace(settings, confidence=least)
