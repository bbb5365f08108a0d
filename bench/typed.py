"""Sentences and stories coded with an event type: UniversalPetrarch's Spanish and Arabic sets, NGEC's synthetic stories."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from bench.measure import Figure, lines, sample
from tocsin import Reader
from tocsin.intake.article import Article
from tocsin.report import Event, Report

OLDER = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT", "SACTION": "SANCTION"}
"""PLOVER's older names (and one misprint of a set) → today's."""

CAMEO = {
    "02": "REQUEST", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID", "08": "CONCEDE",
    "09": "ACCUSE", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST", "15": "MOBILIZE",
    "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT",
}  # fmt: skip
"""CAMEO root codes → the PLOVER type that took them over; 01 (statement) has none."""

PETRARCH = {
    "unipetrarch_es_protest": "es",
    "unipetrarch_es_protest_cameo": "es",
    "unipetrarch_es_fight": "es",
    "unipetrarch_es_1018": "es",
    "unipetrarch_ar_gsr": "ar",
}

ALSO = {"unipetrarch_es_protest": {"MOBILIZE": "PROTEST"}}
"""Label map of a set: its MOBILIZE has civilians who march, strike and rally too (PLOVER's draft of 2018), which today are PROTEST."""
GONE = frozenset({"CRIME"})
"""Types of the draft that PLOVER no longer has."""


def _type(event: dict[str, Any]) -> str | None:
    label = event.get("plover")
    if label in GONE:
        return None
    return OLDER.get(label, label) if label else CAMEO.get(str(event.get("eventcode", ""))[:2])


def petrarch(name: str, reader: Reader, path: Path) -> list[Figure]:
    """Of gold events: the share whose words hold a trigger of ours, and of the same type."""
    records = sample(lines(path), 400)
    found = typed = n = 0
    articles = [Article(d["text"], d["id"], language=PETRARCH[name]) for d in records]
    for d, r in zip(records, reader.read_all(articles), strict=True):
        if not isinstance(r, Report):
            continue
        words = {t["eid"]: t["eventtext"] for t in d["gold"]["event_texts"]}
        for e in d["gold"]["events"]:
            kind, text = _type(e), words.get(e["eid"])
            at = d["text"].find(text) if text and kind else -1
            if at < 0:
                continue
            n += 1
            hits = [v for v in r.events if v.trigger.start < at + len(text) and at < v.trigger.end]
            found += bool(hits)
            typed += any(v.type in (kind, ALSO.get(name, {}).get(kind)) for v in hits)
    note = "recall only: each sentence is coded for one or two events" + (
        "; its MOBILIZE may be a PROTEST" if name in ALSO else ""
    )
    short = name.removeprefix("unipetrarch_")
    return [
        Figure(f"{short} trigger found", found / max(1, n), n, note),
        Figure(f"{short} found and typed", typed / max(1, n), n, note),
    ]


def ngec(reader: Reader, path: Path) -> list[Figure]:
    """Share of stories whose type is among our events' types, and among the first event's, the story's lead."""
    records = sample(lines(path), 160)
    held = lead = n = 0
    for d, r in zip(records, reader.read_all([Article(d["text"], d["id"], language="en") for d in records]), strict=True):
        if not isinstance(r, Report):
            continue
        n += 1
        first: list[Event] = sorted(r.events, key=lambda e: e.trigger.start)[:1]
        held += any(e.type == d["gold"]["event"] for e in r.events)
        lead += any(e.type == d["gold"]["event"] for e in first)
    note = "machine-written stories, one type each; what else they tell is not coded"
    return [
        Figure("NGEC type among ours", held / max(1, n), n, note),
        Figure("NGEC type of the first event", lead / max(1, n), n, note),
    ]


SETS = {**{name: partial(petrarch, name) for name in PETRARCH}, "ngec_synthetic": ngec}


def measure(reader: Reader, data: Path) -> list[Figure]:
    """The rows of the sets that are there."""
    out: list[Figure] = []
    for name, adapter in SETS.items():
        path = data / "public" / name / ("all.jsonl" if name == "ngec_synthetic" else "dev.jsonl")
        if path.exists():
            out += adapter(reader, path)
    return out
