"""CAMEO's penta-class of a sentence and its source and target spans (ConfliBERT's sets), read with the shipped model.

The class adapter trains a small softmax on what the reader sees in a sentence; without a test file it reports five-fold
cross-validation on the train file. The span adapter trains nothing: actors are sources, recipients are targets.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.measure import Figure, f1, lines
from tocsin import Reader
from tocsin.codebook import codebook
from tocsin.intake.article import Article
from tocsin.report import Report

Floats = NDArray[np.float64]
CLASSES = 5
MOST = 700


def _reports(reader: Reader, records: list[dict[str, Any]]) -> list[Report | None]:
    read = reader.read_all([Article(d["text"], d["id"], language="en") for d in records])
    return [r if isinstance(r, Report) else None for r in read]


def _features(reader: Reader, records: list[dict[str, Any]]) -> Floats:
    """[records, features]: confidence of the surest event of each type, the first event's type, statements, a constant."""
    types = list(codebook().types)
    out = np.zeros((len(records), 2 * len(types) + 2))
    for i, r in enumerate(_reports(reader, records)):
        out[i, -1] = 1
        if r is None:
            continue
        for e in r.events:
            k = types.index(e.type)
            out[i, k] = max(out[i, k], e.confidence)
        if r.events:
            out[i, len(types) + types.index(min(r.events, key=lambda e: e.trigger.start).type)] = 1
        out[i, -2] = min(1, len(r.statements))
    return out


def _fit(x: Floats, y: NDArray[np.int64], steps: int = 600, rate: float = 1.0, decay: float = 1e-3) -> Floats:
    """Weights [features, classes] of a softmax with L2, by gradient descent."""
    w, target = np.zeros((x.shape[1], CLASSES)), np.eye(CLASSES)[y]
    for _ in range(steps):
        z = x @ w
        p = np.exp(z - z.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        w -= rate * (x.T @ (p - target) / len(x) + decay * w)
    return w


def _macro_f1(gold: NDArray[np.int64], system: NDArray[np.int64]) -> float:
    scores = [
        f1(int(((gold == c) & (system == c)).sum()), int((gold == c).sum()), int((system == c).sum())) for c in range(CLASSES)
    ]
    return sum(scores) / CLASSES


def pentaclass(reader: Reader, train: Path, test: Path | None = None) -> list[Figure]:
    """Macro-F1 of the five classes: on `test`, or five-fold on `train`."""
    records = lines(train)[: None if test else MOST]
    x, y = _features(reader, records), np.array([d["gold"]["pentaclass"] for d in records])
    note = "a softmax over the shipped reader's events, not a fine-tuned encoder"
    if test:
        held = lines(test)
        system = (_features(reader, held) @ _fit(x, y)).argmax(1)
        gold = np.array([d["gold"]["pentaclass"] for d in held])
        return [Figure("CAMEO penta-class macro-F1", _macro_f1(gold, system), len(held), note)]
    fold = np.arange(len(y)) % 5
    system = np.zeros_like(y)
    for k in range(5):
        system[fold == k] = (x[fold == k] @ _fit(x[fold != k], y[fold != k])).argmax(1)
    return [Figure("CAMEO penta-class macro-F1", _macro_f1(y, system), len(y), note + "; five-fold")]


def _spans(record: dict[str, Any]) -> dict[str, list[tuple[int, int]]]:
    """Gold spans by role, as characters of the text (tokens joined by blanks)."""
    out: dict[str, list[tuple[int, int]]] = {"S": [], "T": []}
    at = 0
    for token, tag in zip(record["tokens"], record["tags"], strict=True):
        end = at + len(token)
        if tag.startswith("B-") and tag[2:] in out:
            out[tag[2:]].append((at, end))
        elif tag.startswith("I-") and out.get(tag[2:]):
            out[tag[2:]][-1] = (out[tag[2:]][-1][0], end)
        at = end + 1
    return out


def source_target(reader: Reader, test: Path) -> list[Figure]:
    """Strict and overlap F1 of sources and targets: the surest event's actors and recipients, as mentioned in the sentence."""
    records = lines(test)[:MOST]
    counts = {"strict": [0, 0, 0], "overlap": [0, 0, 0]}
    for d, r in zip(records, _reports(reader, records), strict=True):
        gold = _spans(d)
        best = max(r.events, key=lambda e: e.confidence) if r and r.events else None
        mentions = {e.id: [(m.start, m.end) for m in e.mentions] for e in r.entities} if r else {}
        ours = {
            "S": [mentions[p][0] for p in best.actors if mentions.get(p)] if best else [],
            "T": [mentions[p][0] for p in best.recipients if mentions.get(p)] if best else [],
        }
        for role in ("S", "T"):
            for how, c in counts.items():
                same = [any(g == o if how == "strict" else g[0] < o[1] and o[0] < g[1] for o in ours[role]) for g in gold[role]]
                c[0] += min(sum(same), len(ours[role]))
                c[1] += len(gold[role])
                c[2] += len(ours[role])
    note = "nothing trained: one event's actors and recipients, articles and titles included, which the set leaves out"
    return [Figure(f"CAMEO source/target {how} F1", f1(*c), c[1], note) for how, c in counts.items()]


def measure(reader: Reader, data: Path) -> list[Figure]:
    """The rows of the sets that are there."""
    out: list[Figure] = []
    path = data / "public" / "conflibert_cameo_class" / "train.jsonl"
    if path.exists():
        out += pentaclass(reader, path)
    path = data / "public" / "conflibert_cameo_ner" / "train.jsonl"
    if path.exists():
        out += source_target(reader, path)
    return out
