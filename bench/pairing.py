"""Our events beside the gold's, paired as the benchmark's own script pairs them: what confidence and errors are counted on."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.articles import read_gold
from bench.measure import lines
from tocsin import Reader
from tocsin.report import Event, Report


def scorer(data: Path) -> ModuleType:
    """The benchmark's scoring script as a module."""
    spec = importlib.util.spec_from_file_location("score_articles", data / "score_articles.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold event with ours, or either alone, and the language of its article."""

    language: str
    gold: dict[str, Any] | None
    ours: Event | None

    @property
    def typed(self) -> bool:
        """Whether both are there and of one type."""
        return bool(self.gold and self.ours and self.gold["type"] == self.ours.type)

    @property
    def right(self) -> bool:
        """Whether type and status are right."""
        return bool(self.typed and self.gold and self.ours and self.gold["status"] == self.ours.status)


def pairs(reports: list[Report], gold: dict[str, dict[str, Any]], data: Path) -> Iterator[Pair]:
    """All gold events and all of ours, paired by overlapping triggers, those of one type first."""
    s = scorer(data)
    for r in reports:
        a = gold[r.source_id or ""]
        wanted = a["events"]

        def weight(i: int, j: int, a=a, r=r, wanted=wanted) -> float:  # type: ignore[no-untyped-def]
            t = r.events[j].trigger
            both = s.best(s.spans(a["text"], wanted[i]["trigger"], wanted[i].get("nth")), [(t.start, t.end)])
            return both * 10 + (wanted[i]["type"] == r.events[j].type) if both else 0

        matched = s.pair(len(wanted), len(r.events), weight)
        for i, j in matched:
            yield Pair(a["language"], wanted[i], r.events[j])
        for i in {*range(len(wanted))} - {i for i, _ in matched}:
            yield Pair(a["language"], wanted[i], None)
        for j in {*range(len(r.events))} - {j for _, j in matched}:
            yield Pair(a["language"], None, r.events[j])


def of_dev(reader: Reader, data: Path) -> list[Pair]:
    """The pairs of all dev articles."""
    files = sorted((data / "articles").glob("dev.*.jsonl"))
    gold = {d["id"]: d for f in files for d in lines(f)}
    return list(pairs(read_gold(reader, files), gold, data))
