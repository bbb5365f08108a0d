"""The shipped reader: text and its sentences in, a `Graph` out, by one small encoder run with ONNX Runtime.

Sentences are gathered into windows (up to `SENTENCES` of them, `PIECES` pieces, overlapping by one sentence), windows of
an article are read one by one, and what two windows see of one sentence is merged. Offsets are code points of the text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tocsin.reader import decode
from tocsin.reader.graph import LAYERS, Edge, Graph, Node, Vector, Window
from tocsin.reader.labels import OF_LAYER, heads
from tocsin.reader.spacing import closed_up, tokenised
from tocsin.report import Span

SENTENCES = 5
"""Most sentences of a window, unless the model's `window` says otherwise."""
PIECES = 250
LEAST = {"entity": 0.3, "trigger": 0.2, "cue": 0.15, "content": 0.15, "time": 0.3, "noise": 0.5}
"""Least probability of a node in the graph, by layer; what composes decides what is enough."""
LEAST_EDGE = 0.1


class ModelError(RuntimeError):
    """The model's files are missing or damaged; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class _Piece:
    ids: list[int]
    offsets: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Window:
    text: int
    first: int
    last: int
    ids: list[int]
    offsets: list[tuple[int, int]]
    sentences: list[int]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was seen in a window."""

    window: _Window
    nodes: list[Node]
    edges: list[Edge]
    whole: Window
    vectors: list[Vector]


def model_folder() -> Path:
    """Where the package `tocsin-model` keeps its files."""
    try:
        import tocsin_model
    except ImportError as fault:
        raise ModelError(
            "the package tocsin-model is not installed; pip install tocsin-model, or run make in the source tree"
        ) from fault
    return Path(tocsin_model.__file__).parent


def checksum(folder: Path) -> str:
    """SHA-256 over the weight files, hexadecimal, as `model.json` states it."""
    digest = hashlib.sha256()
    for name in ("encoder.onnx", "heads.npz", "tokenizer.json"):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


class EncoderReader:
    """Reads texts into graphs; loaded once, safe to share between threads.

    `about` is `model.json`: name, version, checksum, languages, thresholds. Raises ModelError where files are missing.
    """

    def __init__(self, folder: Path | None = None, threads: int = 0) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        folder = folder or model_folder()
        try:
            self.about: Mapping[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            with np.load(folder / "heads.npz") as stored:
                self._heads = {k: stored[k].astype(np.float32) for k in stored.files}
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as fault:
            raise ModelError(
                f"the model in {folder} cannot be loaded ({fault}); reinstall tocsin-model, then run tocsin doctor"
            ) from fault
        self._longest = int(self.about.get("window", SENTENCES))
        self._begin, self._end = (int(self._tokenizer.token_to_id(t) or 0) for t in ("<s>", "</s>"))

    @property
    def name(self) -> str:
        """Name and version of the model, as reports state it."""
        return f"{self.about['name']} {self.about['version']}"

    def read(self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> list[Graph]:
        """Texts with their sentence spans → one graph each, in order."""
        windows = [
            w for n, (text, spans) in enumerate(zip(texts, sentences, strict=True)) for w in self._windows(n, text, spans)
        ]
        by_text: dict[int, list[_Seen]] = {}
        for w in windows:
            by_text.setdefault(w.text, []).append(self._run(w))
        return [_merge(by_text.get(n, [])) for n in range(len(texts))]

    def _windows(self, n: int, text: str, sentences: Sequence[Span]) -> Iterable[_Window]:
        pieces = self._pieces(text, sentences)
        first = 0
        while first < len(pieces):
            last, size = first, len(pieces[first].ids)
            while last + 1 < len(pieces) and last + 1 - first < self._longest and size + len(pieces[last + 1].ids) <= PIECES:
                last += 1
                size += len(pieces[last].ids)
            own = pieces[first : last + 1]
            yield _Window(
                n, first, last,
                [self._begin, *(i for p in own for i in p.ids), self._end],
                [(0, 0), *(o for p in own for o in p.offsets), (0, 0)],
                [-1, *(k for k, p in enumerate(own) for _ in p.ids), -1],
            )  # fmt: skip
            if last + 1 >= len(pieces):
                break
            first = last if last > first else last + 1

    def _pieces(self, text: str, sentences: Sequence[Span]) -> list[_Piece]:
        """Pieces of each sentence; a sentence longer than a window is cut into window-sized parts."""
        printed: list[tuple[str, Sequence[int]]] = [(text[s.start : s.end], range(s.end - s.start + 1)) for s in sentences]
        if tokenised(text):
            printed = [closed_up(p) for p, _ in printed]
        encoded = self._tokenizer.encode_batch([p for p, _ in printed], add_special_tokens=False)
        out = []
        for s, e, (_, place) in zip(sentences, encoded, printed, strict=True):
            offsets = []
            for a, b in e.offsets:
                a, b = place[a] + s.start, place[max(a, b - 1)] + (b > a) + s.start
                while a < b and text[a].isspace():
                    a += 1
                offsets.append((a, b))
            for at in range(0, max(1, len(e.ids)), PIECES):
                out.append(_Piece(e.ids[at : at + PIECES], offsets[at : at + PIECES]))
        return out

    def _run(self, window: _Window) -> _Seen:
        """One window by itself: int8 activations are scaled over a whole input, so in a batch its neighbours would change its reading."""
        hidden, middle = self._layers(window)
        nodes, edges, whole = decode_window(self._heads, hidden, window.offsets, sentences=window.sentences)
        means = sentence_means(middle, window.offsets, window.sentences) if "vector.weight" in self._heads else []
        return _Seen(window, nodes, edges, whole, [sentence_vector(self._heads, m) for m in means])

    def _layers(self, window: _Window) -> tuple[decode.Floats, decode.Floats]:
        """What the encoder gives of a window's pieces, [L,H]: its last layer, and the middle one where its file gives that too."""
        ids = np.array([window.ids], np.int64)
        outputs = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        return outputs[0][0], outputs[-1][0]

    def means(self, text: str, sentences: Sequence[Span]) -> list[Mean]:
        """Of each sentence the mean of what the middle layer gives of its pieces: what the head for vectors is fitted on."""
        found: dict[int, Mean] = {}
        for w in reversed(list(self._windows(0, text, sentences))):
            found |= {m[0].start: m for m in sentence_means(self._layers(w)[1], w.offsets, w.sentences)}
        return [found[k] for k in sorted(found)]


Mean = tuple[Span, decode.Floats]
"""A sentence and the mean of its pieces' vectors, [H]."""


def sentence_means(layer: decode.Floats, offsets: Sequence[tuple[int, int]], sentences: Sequence[int]) -> list[Mean]:
    """A layer [L,H] of one window, its pieces' offsets and the number of each piece's sentence (-1: none) → a mean a sentence."""
    number, out = np.array(sentences), []
    for k in range(max(sentences, default=-1) + 1):
        own = np.flatnonzero(number == k).tolist()
        spans = [offsets[i] for i in own if offsets[i][1] > offsets[i][0]]
        if spans:
            out.append((Span(spans[0][0], spans[-1][1]), layer[own].mean(0)))
    return out


def sentence_vector(weights: Mapping[str, decode.Floats], mean: Mean) -> Vector:
    """A sentence's mean → its vector, a unit vector in signed bytes."""
    span, values = mean
    v = decode.linear(weights, "vector", values)
    return Vector(span.start, span.end, np.round(127 * v / max(float(np.linalg.norm(v)), 1e-6)).astype(np.int8).tobytes())


def decode_window(
    weights: Mapping[str, decode.Floats],
    hidden: decode.Floats,
    offsets: list[tuple[int, int]],
    least: Mapping[str, float] = LEAST,
    sentences: Sequence[int] | None = None,
) -> tuple[list[Node], list[Edge], Window]:
    """Encoder vectors [L,H] of one window, begin and end marks included, with its pieces' offsets and the number of each piece's sentence → nodes and edges."""
    tags = decode.sigmoid(decode.linear(weights, "tag", hidden)).reshape(len(hidden), len(LAYERS), 3)
    tags[0] = tags[-1] = 0
    found = decode.name(weights, hidden, decode.propose(tags, None if sentences is None else np.array(sentences)), least)
    h = heads()
    nodes: list[Node] = []
    place: dict[int, int] = {}
    for n, (f, scores) in enumerate(zip(found, decode.attributes(weights, found), strict=True)):
        start, end = offsets[f.first][0], offsets[f.last][1]
        if end > start:
            best = int(f.labels[1:].argmax()) + 1
            label = h[OF_LAYER[f.layer]][best] if f.layer in ("entity", "trigger", "noise") else None
            place[n] = len(nodes)
            nodes.append(Node(f.layer, start, end, label, f.score, scores))
    edges = [
        Edge(r, place[a], place[b], p) for r, a, b, p in decode.relate(weights, found, LEAST_EDGE) if a in place and b in place
    ]
    inner = [o for o in offsets[1:-1] if o[1] > o[0]] or [(0, 0)]
    return (
        nodes,
        edges,
        Window(inner[0][0], inner[-1][1], decode.passage_scores(weights, hidden[1:-1] if len(hidden) > 2 else hidden)),
    )


def _merge(windows: Sequence[_Seen]) -> Graph:
    """One graph of an article's windows: of colliding nodes in a shared sentence the better scored one stays, with both's edges."""
    nodes: list[Node] = []
    edges: dict[tuple[str, int, int], float] = {}
    recent: list[int] = []
    for seen in windows:
        place: dict[int, int] = {}
        fresh: list[int] = []
        for i, node in enumerate(seen.nodes):
            twin = next((k for k in recent if nodes[k].layer == node.layer and _same_span(nodes[k], node)), None)
            if twin is None:
                place[i] = len(nodes)
                nodes.append(node)
            else:
                place[i] = twin
                if node.score > nodes[twin].score:
                    nodes[twin] = node
            fresh.append(place[i])
        for e in seen.edges:
            key = (e.relation, place[e.head], place[e.tail])
            if key[1] != key[2]:
                edges[key] = max(edges.get(key, 0.0), e.score)
        recent = fresh
    vectors = {v.start: v for seen in reversed(windows) for v in seen.vectors}
    order = sorted(range(len(nodes)), key=lambda k: (nodes[k].start, nodes[k].end, nodes[k].layer))
    rank = {k: i for i, k in enumerate(order)}
    return Graph(
        tuple(nodes[k] for k in order),
        tuple(
            Edge(r, rank[a], rank[b], p)
            for (r, a, b), p in sorted(edges.items(), key=lambda x: (rank[x[0][1]], rank[x[0][2]], x[0][0]))
        ),
        tuple(seen.whole for seen in windows),
        tuple(vectors[k] for k in sorted(vectors)),
    )


def _same_span(a: Node, b: Node) -> bool:
    both = min(a.end, b.end) - max(a.start, b.start)
    if a.layer == "entity":
        return both > 0 and (a.start == b.start or a.end == b.end) and 2 * both > max(a.end - a.start, b.end - b.start)
    if a.layer == "trigger" and (a.label == "THREATEN") != (b.label == "THREATEN"):
        return (a.start, a.end) == (b.start, b.end)
    return both > 0
