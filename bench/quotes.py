"""Statements against PolNeAR (English) and German Wikinews: cues and contents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.measure import Figure, f1, lines, match, sample
from tocsin import Reader
from tocsin.intake.article import Article
from tocsin.report import Report

MOST = 84


def _read(reader: Reader, records: list[dict[str, Any]], language: str) -> list[Report]:
    articles = [Article(d["text"], d["id"], language=language, published=d.get("date")) for d in records]
    return [r for r in reader.read_all(articles) if isinstance(r, Report)]


def _pairs(spans: list[dict[str, Any]]) -> list[tuple[int, int]]:
    return [(s["start"], s["end"]) for s in spans if "start" in s]


def polnear(reader: Reader, path: Path) -> list[Figure]:
    """Overlap F1 of cues and of contents; PolNeAR also counts mental states, which are no statements for tocsin."""
    records = sample(lines(path), MOST)
    cue, content = [0, 0, 0], [0, 0, 0]
    for d, r in zip(records, _read(reader, records, "en"), strict=True):
        for counts, gold, system, least in (
            (cue, [_pairs(a["cue"]) for a in d["gold"]["attributions"] if a["cue"]], [[(s.cue.start, s.cue.end)] for s in r.statements], 0.01),
            (content, [_pairs(a["content"]) for a in d["gold"]["attributions"] if a["content"]], [[(c.start, c.end) for c in s.content] for s in r.statements], 0.5),
        ):  # fmt: skip
            counts[0] += match(gold, system, least)
            counts[1] += len(gold)
            counts[2] += len(system)
    note = "its attributions include thinking and feeling, which are no statements here"
    return [
        Figure("PolNeAR cue overlap F1", f1(*cue), cue[1], note),
        Figure("PolNeAR content overlap F1", f1(*content), content[1], note),
    ]


def wikinews(reader: Reader, path: Path) -> list[Figure]:
    """Overlap F1 of direct and indirect quotations."""
    records = sample(lines(path), MOST)
    counts = [0, 0, 0]
    for d, r in zip(records, _read(reader, records, "de"), strict=True):
        gold = [_pairs(q["quote"]["spans"]) for q in d["gold"]["quotes"] if q["type"] in ("Direct", "Indirect")]
        system = [[(c.start, c.end) for c in s.content] for s in r.statements]
        counts[0] += match(gold, system, 0.5)
        counts[1] += len(gold)
        counts[2] += len(system)
    return [
        Figure(
            "German Wikinews quotation overlap F1",
            f1(*counts),
            counts[1],
            "reported and free indirect speech count against precision where found",
        )
    ]


def measure(reader: Reader, data: Path) -> list[Figure]:
    """The rows of the sets that are there."""
    out: list[Figure] = []
    for folder, of in (("polnear", polnear), ("german_wikinews_quotes", wikinews)):
        path = data / "public" / folder / "dev.jsonl"
        if path.exists():
            out += of(reader, path)
    return out
