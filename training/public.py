"""Public sets whose licence lets shipped weights learn from them (marked T in the benchmark's README), as partial examples.

MEANTIME factuality (CC BY 4.0, Minard et al. 2016; conversion Stanovsky et al. 2017) teaches status; WikiEvents (MIT,
Li et al. 2021) teaches triggers and types where its ontology has PLOVER's. They label only some things, so they say
nothing of the rest. Their files are never committed; where they are missing the recipe goes on without and says so.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from tocsin.reader.labels import heads
from training.examples import LONGEST_PASSAGE, Example, Gold, locate, piece_offsets

PLOVER = {
    "Conflict.Attack": "ASSAULT", "Conflict.Demonstrate": "PROTEST", "Justice.ArrestJailDetain": "COERCE",
    "Justice.Sentence": "SANCTION", "Justice.Convict": "SANCTION", "Justice.ChargeIndict": "ACCUSE",
    "Justice.InvestigateCrime": "ACCUSE", "Justice.ReleaseParole": "RETREAT", "Contact.Meet": "CONSULT",
    "Contact.RequestCommand": "REQUEST", "Contact.ThreatenCoerce": "THREATEN",
}  # fmt: skip
"""WikiEvents types, by their first two levels without punctuation, to PLOVER's."""


def _status(factuality: float) -> str:
    return "negated" if factuality < -0.5 else "actual" if factuality > 2 else "hypothetical"


def _example(id: str, text: str, spans: list[tuple[int, int, str | None, str | None]], tokenizer: Tokenizer) -> Example | None:
    h = heads()
    e = tokenizer.encode(text)
    offsets = piece_offsets(text, e.offsets)[:LONGEST_PASSAGE]
    gold = []
    for start, end, kind, status in spans:
        found = locate(offsets, start, end)
        if found:
            labels = [h["type"].index(kind)] if kind else []
            gold.append(Gold("trigger", *found, labels, status=h["status"].index(status) if status else -1))
    return Example(id, e.ids[:LONGEST_PASSAGE], gold, {}, [], -1.0, -1.0, partial=True) if gold else None


def _starts(tokens: list[str]) -> list[int]:
    out, at = [], 0
    for token in tokens:
        out.append(at)
        at += len(token) + 1
    return out


def factuality(path: Path, tokenizer: Tokenizer) -> list[Example]:
    """Sentences with event words and their factuality, -3 (counterfactual) to 3 (fact)."""
    out = []
    for line in path.open(encoding="utf-8"):
        d: dict[str, Any] = json.loads(line)
        tokens, starts = d["tokens"], _starts(d["tokens"])
        spans = [
            (starts[v["tok"]], starts[v["tok"]] + len(tokens[v["tok"]]), None, _status(v["factuality"]))
            for v in d["gold"]["events"]
        ]
        out.append(_example(d["id"], " ".join(tokens), spans, tokenizer))
    return [e for e in out if e]


def wikievents(path: Path, tokenizer: Tokenizer) -> list[Example]:
    """Documents cut into windows of 150 tokens."""
    out = []
    for line in path.open(encoding="utf-8"):
        d: dict[str, Any] = json.loads(line)
        for a in range(0, len(d["tokens"]), 150):
            tokens = d["tokens"][a : a + 150]
            starts = _starts(tokens)
            spans = []
            for v in d["gold"]["events"]:
                kind = PLOVER.get(".".join(v["event_type"].split(".")[:2]).replace("-", ""))
                first, last = v["trigger"]["start"] - a, v["trigger"]["end"] - 1 - a
                if kind and first >= 0 and last < len(tokens):
                    spans.append((starts[first], starts[last] + len(tokens[last]), kind, None))
            if spans:
                out.append(_example(f"{d['id']}-{a}", " ".join(tokens), spans, tokenizer))
    return [e for e in out if e]


def partial_examples(folder: Path, tokenizer: Tokenizer) -> tuple[list[Example], list[str]]:
    """All T examples found under `folder`, and the names of the sets that were missing there."""
    out: list[Example] = []
    missing = []
    for name, reader in (("factuality_meantime/train.jsonl", factuality), ("wikievents/dev.jsonl", wikievents)):
        path = folder / name
        if path.exists():
            out += reader(path, tokenizer)
        else:
            missing.append(name)
    return out, missing
