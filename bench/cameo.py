"""CAMEO's penta-class of a sentence and its source and target spans (ConfliBERT's sets).

Quickly, as part of the whole bench: a softmax over what the shipped reader sees, and its actors and recipients as they are.
As one set (`--set`), with PyTorch: the shipped encoder fine-tuned on the train file (`bench.tuned`), five-fold where no test file is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.measure import Figure, f1, lines
from tocsin import Reader
from tocsin.codebook import codebook
from tocsin.intake.article import Article
from tocsin.reader.model import model_folder
from tocsin.report import Report

Floats = NDArray[np.float64]
CLASSES = 5
FOLDS = 5
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


def pentaclass(reader: Reader, train: Path) -> list[Figure]:
    """Macro-F1 of the five classes, five-fold on `train`, by a softmax over the shipped reader's events."""
    records = lines(train)[:MOST]
    x, y = _features(reader, records), np.array([d["gold"]["pentaclass"] for d in records])
    fold = np.arange(len(y)) % FOLDS
    system = np.zeros_like(y)
    for k in range(FOLDS):
        system[fold == k] = (x[fold == k] @ _fit(x[fold != k], y[fold != k])).argmax(1)
    note = "a softmax over the shipped reader's events; fine-tuned, see --set conflibert_cameo_class; five-fold"
    return [Figure("CAMEO penta-class macro-F1", _macro_f1(y, system), len(y), note)]


def _splits(train: Path, test: Path | None) -> Iterator[tuple[list[dict[str, Any]], list[dict[str, Any]]]]:
    """What is learned from and what is measured on: the two files, or five folds of the first."""
    records = lines(train)
    if test:
        yield records, lines(test)
        return
    for k in range(FOLDS):
        yield [d for i, d in enumerate(records) if i % FOLDS != k], [d for i, d in enumerate(records) if i % FOLDS == k]


def tuned_classes(reader: Reader, train: Path, test: Path | None = None) -> list[Figure]:
    """Macro-F1 of the five classes with the encoder fine-tuned on `train`."""
    from bench.tuned import classes

    gold: list[int] = []
    system: list[int] = []
    for learned, held in _splits(train, test):
        target = [d["gold"]["pentaclass"] for d in learned]
        system += classes(model_folder(), [d["text"] for d in learned], target, [d["text"] for d in held], CLASSES)
        gold += [d["gold"]["pentaclass"] for d in held]
    note = "the shipped encoder fine-tuned on the train file" + ("" if test else "; five-fold")
    return [Figure("CAMEO penta-class macro-F1, tuned", _macro_f1(np.array(gold), np.array(system)), len(gold), note)]


def tuned_spans(reader: Reader, train: Path | None, test: Path | None = None) -> list[Figure]:
    """Strict and overlap F1 of sources and targets with the encoder fine-tuned on `train`; read as they are where there is none."""
    if train is None:
        return source_target(reader, test) if test else []
    from bench.tuned import tags

    counts = {how: {role: [0, 0, 0] for role in "ST"} for how in ("strict", "overlap")}
    n = 0
    for learned, held in _splits(train, test):
        found = tags(model_folder(), [d["tokens"] for d in learned], [d["tags"] for d in learned], [d["tokens"] for d in held])
        for d, own in zip(held, found, strict=True):
            n += 1
            gold, ours = _spans(d), _spans({"tokens": d["tokens"], "tags": own})
            for role in "ST":
                for how in counts:
                    _count(counts[how][role], gold[role], ours[role], how == "strict")
    note = "the shipped encoder fine-tuned on the train file" + ("" if test else "; five-fold")
    out = []
    for how, roles in counts.items():
        both = [sum(c[i] for c in roles.values()) for i in range(3)]
        out.append(Figure(f"CAMEO source/target {how} F1, tuned", f1(*both), n, note))
        out += [Figure(f"  {'source' if r == 'S' else 'target'}", f1(*c), n) for r, c in roles.items()]
    return out


def _count(c: list[int], gold: list[tuple[int, int]], ours: list[tuple[int, int]], strict: bool) -> None:
    same = [any(g == o if strict else g[0] < o[1] and o[0] < g[1] for o in ours) for g in gold]
    c[0] += min(sum(same), len(ours))
    c[1] += len(gold)
    c[2] += len(ours)


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
                _count(c, gold[role], ours[role], how == "strict")
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
