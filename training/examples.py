"""Corpus passages as tensors: pieces, gold spans, gold pairs, and what to ignore.

A participant told of several times is joined to an act by its nearest mention; the others neither count for nor
against. Partial examples (public sets that label only some things) teach by what they label and say nothing of the rest.
"""

from __future__ import annotations

import bisect
import random
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from tocsin.codebook import codebook
from tocsin.reader.decode import LONGEST
from tocsin.reader.graph import LAYERS, RELATIONS
from tocsin.reader.labels import OF_LAYER, heads
from training.markup import Passage

LONGEST_PASSAGE = 320
"""In pieces; the few longer passages are cut there."""


@dataclass(slots=True)
class Gold:
    """A gold span in pieces; `labels` are indices into its layer's head; -1 and None mean "not taught"."""

    layer: str
    first: int
    last: int
    labels: list[int]
    status: int = -1
    historical: float = -1.0
    modes: list[int] | None = None
    mode_room: list[int] = field(default_factory=list)
    sectors: list[int] | None = None
    country: str | None = None


@dataclass(slots=True)
class Example:
    """One passage ready to be batched. `pairs` maps (head, tail) gold spans to {relation: 1 or -1 for "ignore"}."""

    id: str
    ids: list[int]
    gold: list[Gold]
    pairs: dict[tuple[int, int], dict[int, int]]
    contexts: list[int]
    political: float
    machine_translated: float
    partial: bool = False
    layers: tuple[str, ...] = LAYERS


def piece_offsets(text: str, offsets: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Character offsets of pieces without the blanks before them; empty pieces keep an empty span."""
    out = []
    for a, b in offsets:
        while a < b and text[a].isspace():
            a += 1
        out.append((a, b))
    return out


def locate(offsets: list[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """The first and last piece that overlap `text[start:end]`, None where none does."""
    first = bisect.bisect_right([b for _, b in offsets[1:-1]], start) + 1
    last = first
    hit = None
    while last < len(offsets) - 1 and offsets[last][0] < end:
        if offsets[last][1] > start and offsets[last][1] > offsets[last][0]:
            hit = (hit[0] if hit else last, last)
        last += 1
    return hit


def encode(p: Passage, tokenizer: Tokenizer, partial: bool = False, layers: tuple[str, ...] = LAYERS) -> Example:
    """One passage → one example; spans past `LONGEST_PASSAGE` pieces are left out with what hangs on them."""
    h, book = heads(), codebook()
    e = tokenizer.encode(p.text)
    ids, offsets = e.ids[:LONGEST_PASSAGE], piece_offsets(p.text, e.offsets)[:LONGEST_PASSAGE]
    gold: list[Gold] = []
    at: dict[tuple[str, int, int], int] = {}
    mentions: dict[str, list[int]] = {}

    def add(key: str, layer: str, span: object, label: str) -> Gold | None:
        found = locate(offsets, span.start, span.end)  # type: ignore[attr-defined]
        if found is None or found[1] - found[0] >= LONGEST[layer]:
            return None
        n = at.get((layer, *found))
        if n is None:
            n = at[layer, found[0], found[1]] = len(gold)
            gold.append(Gold(layer, found[0], found[1], []))
        index = h[OF_LAYER[layer]].index(label)
        if index not in gold[n].labels:
            gold[n].labels.append(index)
        mentions.setdefault(key, []).append(n)
        return gold[n]

    for x in p.entities.values():
        for m in x.mentions:
            g = add(x.id, "entity", m, x.kind)
            if g:
                g.country = x.country
            if g and x.kind != "place" and not partial:
                g.sectors = [h["sector"].index(s) for s in x.sectors]
    for v in p.events.values():
        for m in v.mentions:
            g = add(v.id, "trigger", m, v.type)
            if g:
                g.status = h["status"].index(v.status)
                if not partial:
                    g.historical = float(v.historical)
                    g.modes = sorted({*(g.modes or []), *(h["mode"].index(x) for x in v.modes)})
                    g.mode_room = sorted({*g.mode_room, *(h["mode"].index(x) for x in book.types[v.type].modes)})
    for s in p.statements.values():
        if s.cue:
            add(s.id, "cue", s.cue, "cue")
        for c in s.content:
            add("c" + s.id, "content", c, "content")
    for t in p.times.values():
        add(t.id, "time", t.span, "time")
    for span, kind in p.noise:
        add("n", "noise", span, kind)

    pairs: dict[tuple[int, int], dict[int, int]] = {}
    names = list(RELATIONS)

    def join(relation: str, heads_: list[int], tails: list[int], nearest: bool = True) -> None:
        r = names.index(relation)
        for a in heads_:
            best = min(
                tails, key=lambda b: (max(gold[b].first - gold[a].last, gold[a].first - gold[b].last, 0), b), default=None
            )
            for b in tails:
                if a != b:
                    slot = pairs.setdefault((a, b), {})
                    slot[r] = max(slot.get(r, -1), 1 if b == best or not nearest else -1)

    for v in p.events.values():
        own = mentions.get(v.id, [])[:1]
        for relation, others in (("actor", v.actors), ("recipient", v.recipients), ("place", (v.place,) if v.place else ())):
            for x in others:
                join(relation, own, mentions.get(x, []))
        if v.time:
            join("time", own, mentions.get(v.time, []))
        for x in v.conditions:
            join("condition", own, mentions.get(x, [])[:1])
    for s in p.statements.values():
        cue = mentions.get(s.id, [])
        if s.speaker:
            join("speaker", cue, mentions.get(s.speaker, []))
        if s.via:
            join("via", cue, mentions.get(s.via, []))
        if s.time:
            join("said_time", cue, mentions.get(s.time, []))
        join("content", cue, mentions.get("c" + s.id, []), nearest=False)
    for key, own in mentions.items():
        for relation, table in (("same_participant", p.entities), ("same_event", p.events)):
            if key in table:
                for i, a in enumerate(own):
                    join(relation, [a], own[i + 1 :], nearest=False)

    return Example(
        p.id, ids, gold, pairs, [h["context"].index(c) for c in p.contexts], float(bool(p.events)), float(p.style == "mt"),
        partial, layers,
    )  # fmt: skip


_ENDS = np.array([[LAYERS.index(a), LAYERS.index(b)] for a, b in RELATIONS.values()])
_SAME = np.array([r.startswith("same_") for r in RELATIONS])
_COUNTRY = list(RELATIONS).index("same_country")


def pair_targets(e: Example) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """All pairs of an example's gold spans that some relation could join: heads [M], tails [M], wanted [M,R], weight [M,R].

    What has no direction is taught once, from the earlier span to the later.
    """
    n = len(e.gold)
    layer = np.array([LAYERS.index(g.layer) for g in e.gold], np.int64).reshape(n)
    place = np.array([g.first * 10_000 + g.last for g in e.gold], np.int64).reshape(n)
    rank = np.empty(n, np.int64)
    rank[np.argsort(place, kind="stable")] = np.arange(n)
    value = np.zeros((n, n, len(RELATIONS)), np.int8)
    for (a, b), relations in e.pairs.items():
        for r, known in relations.items():
            if _SAME[r] and rank[a] > rank[b]:
                a, b = b, a
            value[a, b, r] = known
    # Of one country or not follows from both spans, across passages that were joined too; where one has none it is not taught.
    country = np.array([g.country or "" for g in e.gold], np.str_).reshape(n)
    value[:, :, _COUNTRY] = np.where(
        (country[:, None] == "") | (country[None, :] == ""), -1, country[:, None] == country[None, :]
    )
    room = (layer[:, None, None] == _ENDS[:, 0]) & (layer[None, :, None] == _ENDS[:, 1])
    room[np.arange(n), np.arange(n)] = False
    room &= ~_SAME | (rank[:, None, None] < rank[None, :, None])
    head, tail = np.nonzero(room.any(-1))
    value, room = value[head, tail], room[head, tail]
    return head, tail, (value == 1).astype(np.float32), (room & (value != -1)).astype(np.float32)


@dataclass(slots=True)
class Batch:
    """Tensors of some examples: pieces [B,L]; tag targets [B,L,layers,3] with their weights.

    Partial examples teach no tags: with positives alone, and in tokenised print, they taught to see acts everywhere in such print.
    """

    examples: list[Example]
    ids: Tensor
    mask: Tensor
    tags: Tensor
    tag_weight: Tensor


def collate(examples: list[Example]) -> Batch:
    """Pad to the longest; id 1 is padding."""
    length = max(len(e.ids) for e in examples)
    ids = torch.full((len(examples), length), 1)
    mask = torch.zeros(len(examples), length, dtype=torch.long)
    tags = np.zeros((len(examples), length, len(LAYERS), 3), np.float32)
    weight = np.zeros((len(examples), length, len(LAYERS)), np.float32)
    for b, e in enumerate(examples):
        n = len(e.ids)
        ids[b, :n] = torch.tensor(e.ids)
        mask[b, :n] = 1
        if not e.partial:
            weight[b, 1 : n - 1] = 1
        for g in e.gold:
            k = LAYERS.index(g.layer)
            tags[b, g.first, k, 0] = tags[b, g.last, k, 1] = 1
            tags[b, g.first : g.last + 1, k, 2] = 1
    return Batch(examples, ids, mask, torch.from_numpy(tags), torch.from_numpy(weight))


def joined(a: Example, b: Example) -> Example:
    """Two passages as one text, as articles are read: `b` after `a`, nothing joined between them."""
    shift, n = len(a.ids) - 2, len(a.gold)
    moved = [replace(g, first=g.first + shift, last=g.last + shift) for g in b.gold]
    pairs = a.pairs | {(h + n, t + n): r for (h, t), r in b.pairs.items()}
    return Example(
        f"{a.id}+{b.id}", a.ids[:-1] + b.ids[1:], a.gold + moved, pairs, sorted({*a.contexts, *b.contexts}),
        max(a.political, b.political), max(a.machine_translated, b.machine_translated),
    )  # fmt: skip


def packed(examples: list[Example], rng: random.Random) -> list[Example]:
    """One epoch's examples: about half of the whole ones are joined to others of their language and sort, up to a window's length.

    Passages are shorter than the windows that articles are read in; joining teaches the longer ones.
    """
    out: list[Example] = []
    open_ends: dict[tuple[str, float], Example] = {}
    order = examples[:]
    rng.shuffle(order)
    for e in order:
        if e.partial:
            out.append(e)
            continue
        key = (e.id.split("-")[0], e.machine_translated)
        last = open_ends.pop(key, None)
        if last is None:
            grown = e
        elif len(last.ids) + len(e.ids) <= LONGEST_PASSAGE - 60:
            grown = joined(last, e)
        else:
            out.append(last)
            grown = e
        if rng.random() < 0.45:
            out.append(grown)
        else:
            open_ends[key] = grown
    return out + list(open_ends.values())


def batches(examples: list[Example], budget: int, rng: random.Random) -> list[list[Example]]:
    """One epoch in shuffled batches of like length, at most `budget` pieces each, padding included."""
    order = examples[:]
    rng.shuffle(order)
    out: list[list[Example]] = []
    for at in range(0, len(order), 256):
        chunk = sorted(order[at : at + 256], key=lambda e: len(e.ids))
        current: list[Example] = []
        for e in chunk:
            if current and len(e.ids) * (len(current) + 1) > budget:
                out.append(current)
                current = []
            current.append(e)
        if current:
            out.append(current)
    rng.shuffle(out)
    return out
