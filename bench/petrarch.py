"""UniversalPetrarch's Spanish protest sentences: trigger found, and typed under a stated label map."""

from __future__ import annotations

from pathlib import Path

from bench.measure import Figure, lines, sample
from tocsin import Reader
from tocsin.intake.article import Article
from tocsin.report import Report

LABELS = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT", "SACTION": "SANCTION"}
"""PLOVER's older names (and one misprint of the set) → today's."""


def measure(reader: Reader, data: Path) -> list[Figure]:
    """The rows of the set where it is there."""
    path = data / "public" / "unipetrarch_es_protest" / "dev.jsonl"
    return protest(reader, path) if path.exists() else []


def protest(reader: Reader, path: Path) -> list[Figure]:
    """Of gold events: the share whose words hold a trigger of ours, and of the same type."""
    records = sample(lines(path), 400)
    found = typed = n = 0
    reports = list(reader.read_all([Article(d["text"], d["id"], language="es", published=d["date"]) for d in records]))
    for d, r in zip(records, reports, strict=True):
        if not isinstance(r, Report):
            continue
        words = {t["eid"]: t["eventtext"] for t in d["gold"]["event_texts"]}
        for e in d["gold"]["events"]:
            text = words.get(e["eid"])
            at = d["text"].find(text) if text else -1
            if at < 0:
                continue
            n += 1
            hits = [v for v in r.events if v.trigger.start < at + len(text) and at < v.trigger.end]
            found += bool(hits)
            typed += any(v.type == LABELS.get(e["plover"], e["plover"]) for v in hits)
    note = "recall only: its sentences are coded for one or two events each"
    return [
        Figure("es_protest trigger found", found / max(1, n), n, note),
        Figure("es_protest found and typed", typed / max(1, n), n, note),
    ]
