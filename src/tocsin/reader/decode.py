"""From the encoder's vectors to nodes and edges of one window: propose spans, name them, join them.

The arithmetic of `training.network.Heads` in NumPy over the shipped `heads.npz`; shapes: L pieces, H hidden units,
N spans, M pairs. Everything here is in piece indices; `model.py` turns them into character offsets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.reader.graph import LAYERS, RELATIONS
from tocsin.reader.labels import DISTANCES, SIDES, heads

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

LONGEST = {"entity": 40, "trigger": 16, "cue": 10, "content": 200, "time": 16, "noise": 250}
"""Longest span proposed in each layer, in pieces."""
ACROSS = ("content", "noise")
"""Layers whose spans may run over several sentences."""
PROPOSAL = 0.06
"""Least start, end and mean inside probability of a proposed span; low, because the span head decides."""
SMALLEST_MARGIN = 3
"""Pieces by which a mention must exceed one that stands inside it."""
MOST = 120
"""Most spans proposed in one layer of a window."""


@dataclass(frozen=True, slots=True)
class Found:
    """A named span in pieces: `first` and `last` both inside; `labels` are the probabilities of its layer's head."""

    layer: str
    first: int
    last: int
    score: float
    labels: Floats
    vector: Floats


def sigmoid(x: Floats) -> Floats:
    """Logistic function, safe for large inputs."""
    out: Floats = (1.0 / (1.0 + np.exp(-np.clip(x, -30, 30)))).astype(np.float32)
    return out


def softmax(x: Floats) -> Floats:
    """Softmax over the last axis."""
    e = np.exp(x - x.max(-1, keepdims=True))
    out: Floats = (e / e.sum(-1, keepdims=True)).astype(np.float32)
    return out


def propose(tags: Floats, sentences: Ints | None = None) -> list[tuple[str, int, int]]:
    """Tag probabilities [L, layers, 3] (start, end, inside) → spans worth naming, as (layer, first, last).

    `sentences` [L] numbers the sentence of each piece: what names somebody or some act stands in one; what is said, and noise, may go on.
    """
    out: list[tuple[str, int, int]] = []
    inside = np.concatenate([np.zeros((1, tags.shape[1]), np.float32), np.cumsum(tags[:, :, 2], 0)])
    for k, layer in enumerate(LAYERS):
        starts = np.flatnonzero(tags[:, k, 0] > PROPOSAL)
        ends = np.flatnonzero(tags[:, k, 1] > PROPOSAL)
        if not len(starts) or not len(ends):
            continue
        i, j = np.repeat(starts, len(ends)), np.tile(ends, len(starts))
        keep = (j >= i) & (j - i < LONGEST[layer])
        if sentences is not None and layer not in ACROSS:
            keep &= sentences[i] == sentences[j]
        i, j = i[keep], j[keep]
        mean = (inside[j + 1, k] - inside[i, k]) / (j - i + 1)
        score = np.cbrt(tags[i, k, 0] * tags[j, k, 1] * mean)
        good = np.flatnonzero((mean > PROPOSAL) & (score > 0.2))
        good = good[np.argsort(-score[good], kind="stable")][:MOST]
        out += [(layer, int(i[g]), int(j[g])) for g in good]
    return out


def project(w: Mapping[str, Floats], hidden: Floats) -> tuple[Floats, Floats, Floats]:
    """Encoder vectors [L,H] → what each piece adds to a span that begins with it, ends with it, or (summed) holds it.

    The span layer is linear in (first, last, mean), so it is applied to pieces once instead of to every proposed span.
    """
    begin, end, inside = np.split(w["span.weight"], 3, axis=1)
    total = np.concatenate([np.zeros((1, len(begin)), np.float32), np.cumsum(hidden @ inside.T, 0)])
    return hidden @ begin.T, hidden @ end.T, total


def span_vectors(w: Mapping[str, Floats], pieces: tuple[Floats, Floats, Floats], first: Ints, last: Ints) -> Floats:
    """Projected pieces and span ends [N] → span vectors [N,S]."""
    begin, end, total = pieces
    mean = (total[last + 1] - total[first]) / (last - first + 1)[:, None]
    out: Floats = np.maximum(begin[first] + end[last] + mean + w["span.bias"], 0).astype(np.float32)
    return out


def linear(w: Mapping[str, Floats], name: str, x: Floats) -> Floats:
    """One dense layer of the heads."""
    out: Floats = x @ w[f"{name}.weight"].T
    return out + w[f"{name}.bias"] if f"{name}.bias" in w else out


def buckets(first: Ints, last: Ints, head: Ints, tail: Ints) -> Ints:
    """Distance bucket and side of each pair of spans, [M]; the twin of `training.network.buckets`."""
    hf, hl, tf, tl = first[head], last[head], first[tail], last[tail]
    gap = np.maximum(np.maximum(tf - hl, hf - tl), 0)
    side = np.where(tf > hl, 0, np.where(hf > tl, 1, np.where((tf <= hf) & (hl <= tl), 2, 3)))
    out: Ints = np.searchsorted(np.array(DISTANCES), gap, side="left") * SIDES + side
    return out


def name(w: Mapping[str, Floats], hidden: Floats, spans: list[tuple[str, int, int]], least: Mapping[str, float]) -> list[Found]:
    """Name proposed spans and keep, a layer at a time, the best that do not collide.

    `least` is the least probability of being a node at all, by layer. Participants may nest, and a threat may share words
    with the act that it threatens ("will strike" in "will strike without hesitation"); in the other layers spans of one layer never overlap.
    """
    threat = heads()["type"].index("THREATEN") - 1
    out: list[Found] = []
    pieces = project(w, hidden)
    for layer in LAYERS:
        own = [(i, j) for l, i, j in spans if l == layer]
        if not own:
            continue
        first, last = np.array([s[0] for s in own]), np.array([s[1] for s in own])
        vectors = span_vectors(w, pieces, first, last)
        labels = softmax(linear(w, f"labels.{layer}", vectors))
        score = 1 - labels[:, 0]
        taken: list[Found] = []
        for n in np.argsort(-score, kind="stable"):
            if score[n] < least.get(layer, 0.5):
                break
            i, j = own[n]
            kind = int(labels[n, 1:].argmax())
            if all(
                _apart(i, j, t.first, t.last, layer == "entity")
                or (
                    layer == "trigger" and (kind == threat) != (t.labels[1:].argmax() == threat) and (i, j) != (t.first, t.last)
                )
                for t in taken
            ):
                taken.append(Found(layer, i, j, float(score[n]), labels[n], vectors[n]))
        out += taken
    return sorted(out, key=lambda f: (f.first, f.last))


def _apart(i: int, j: int, k: int, l: int, nest: bool) -> bool:
    if j < k or l < i:
        return True
    if not nest:
        return False
    # A mention may hold another (a ministry in its spokesman's title), but what shares its beginning, or differs by an
    # article or a preposition, is the same one.
    inner, outer = ((i, j), (k, l)) if j - i < l - k else ((k, l), (i, j))
    inside = outer[0] < inner[0] and inner[1] <= outer[1]
    return inside and (outer[1] - outer[0]) - (inner[1] - inner[0]) >= SMALLEST_MARGIN


def attributes(w: Mapping[str, Floats], found: list[Found]) -> list[dict[str, float]]:
    """Further probabilities of each span by name: types, status, modes, historical of triggers; sectors of participants."""
    out: list[dict[str, float]] = [{} for _ in found]
    acts = [n for n, f in enumerate(found) if f.layer == "trigger"]
    if acts:
        v = np.stack([found[n].vector for n in acts])
        types = np.stack([found[n].labels[1:] for n in acts])
        types = types / np.maximum(types.sum(1, keepdims=True), 1e-6)
        past = sigmoid(linear(w, "historical", v))[:, 0]
        for names, values, least in (
            ("type", types, 0.02),
            ("status", softmax(linear(w, "status", v)), 0.0),
            ("mode", sigmoid(linear(w, "mode", v)), 0.1),
        ):
            _spread(out, acts, names, values, least)
        for n, p in zip(acts, past, strict=True):
            out[n]["historical"] = float(p)
    people = [n for n, f in enumerate(found) if f.layer == "entity"]
    if people:
        _spread(out, people, "sector", sigmoid(linear(w, "sector", np.stack([found[n].vector for n in people]))), 0.1)
    return out


def _spread(out: list[dict[str, float]], rows: list[int], head: str, values: Floats, least: float) -> None:
    """Probabilities [N,C] of a head into the rows' scores, by name, the small ones left out."""
    names = heads()[head][1:] if head == "type" else heads()[head]
    for n, row in zip(rows, values, strict=True):
        for c in np.flatnonzero(row > least):
            out[n][f"{head}:{names[c]}"] = float(row[c])


def relate(w: Mapping[str, Floats], found: list[Found], least: float) -> list[tuple[str, int, int, float]]:
    """Edges between named spans, as (relation, head, tail, probability), of at least probability `least`."""
    if len(found) < 2:
        return []
    allowed = np.zeros((len(LAYERS), len(LAYERS)), bool)
    for a, b in RELATIONS.values():
        allowed[LAYERS.index(a), LAYERS.index(b)] = True
    kinds = np.array([LAYERS.index(f.layer) for f in found])
    head, tail = np.nonzero(allowed[kinds[:, None], kinds[None, :]])
    # Two participants are the same in either direction: one is enough. Found spans stand in text order.
    keep = (head != tail) & ~((kinds[head] == kinds[tail]) & (kinds[head] == LAYERS.index("entity")) & (head > tail))
    head, tail = head[keep], tail[keep]
    if not len(head):
        return []
    v = np.stack([f.vector for f in found])
    first, last = np.array([f.first for f in found]), np.array([f.last for f in found])
    z = linear(w, "pair_head", v)[head] + linear(w, "pair_tail", v)[tail]
    z = z + linear(w, "product_head", v)[head] * linear(w, "product_tail", v)[tail]
    z = z + w["distance.weight"][buckets(first, last, head, tail)]
    p = sigmoid(linear(w, "relation", np.maximum(z, 0)))
    out: list[tuple[str, int, int, float]] = []
    # A model that was made before the last relations were added does not yield them.
    for r, (relation, (a, b)) in enumerate(list(RELATIONS.items())[: p.shape[1]]):
        right = (kinds[head] == LAYERS.index(a)) & (kinds[tail] == LAYERS.index(b)) & (p[:, r] >= least)
        if relation.startswith("same_"):
            right &= head < tail
        out += [(relation, int(head[m]), int(tail[m]), float(p[m, r])) for m in np.flatnonzero(right)]
    return out


def passage_scores(w: Mapping[str, Floats], hidden: Floats) -> dict[str, float]:
    """Scores of a whole window from the mean of its vectors."""
    mean = hidden.mean(0, keepdims=True)
    contexts = sigmoid(linear(w, "context", mean))[0]
    scores = {f"context:{c}": float(p) for c, p in zip(heads()["context"], contexts, strict=True) if p > 0.1}
    for s in ("political", "machine_translated"):
        scores[s] = float(sigmoid(linear(w, s, mean))[0, 0])
    return scores
