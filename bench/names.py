"""Named entities: how many of a set's names lie inside a participant or place of ours. Recall only: a name that takes no part is none of ours."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from bench.measure import Figure, lines, sample
from tocsin import Reader
from tocsin.intake.article import Article
from tocsin.report import Report

MOST = 60
SETS = {"kind": "wikinews_train_it_sample3000.jsonl", "factrueval": "devset.jsonl", "slavicner": "pl.dev.jsonl"}
NAMES = ("PER", "ORG", "LOC", "Person", "Org", "Location", "LocOrg")


def _gold(record: dict[str, Any]) -> list[tuple[int, int]]:
    """Character spans of persons, organisations and places."""
    gold = record["gold"]
    if "entities" in gold:
        return [(e["start"], e["end"]) for e in gold["entities"] if e["type"] in NAMES]
    starts, at = [], 0
    for token in record["tokens"]:
        starts.append((at, at + len(token)))
        at += len(token) + 1
    return [(starts[e["start"]][0], starts[e["end"] - 1][1]) for e in gold["entities_tok"] if e["type"] in NAMES]


def names(name: str, reader: Reader, path: Path) -> list[Figure]:
    """Share of gold names inside a mention of ours."""
    records = sample(lines(path), MOST * 6 if name == "kind" else MOST)
    found = n = 0
    for d, r in zip(records, reader.read_all([Article(d["text"], d["id"], language=d["lang"]) for d in records]), strict=True):
        if not isinstance(r, Report):
            continue
        ours = [(m.start, m.end) for e in r.entities for m in e.mentions]
        gold = _gold(d)
        n += len(gold)
        found += sum(any(a <= s and e <= b for a, b in ours) for s, e in gold)
    return [Figure(f"{name} names held", found / max(1, n), n, "recall only: names that take no part are not ours to mark")]


def measure(reader: Reader, data: Path) -> list[Figure]:
    """The rows of the sets that are there."""
    out: list[Figure] = []
    for name, file in SETS.items():
        path = data / "public" / name / file
        if path.exists():
            out += names(name, reader, path)
    return out


ADAPTERS = {name: partial(names, name) for name in SETS}
