"""The shipped encoder fine-tuned on a set's own train file: classes of a sentence, tags of its words. Needs PyTorch.

All layers but the embeddings learn, with a plain linear head; the same settings for every set, chosen once and not searched.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from training.examples import locate, piece_offsets
from training.network import Network, halves
from training.thaw import thaw

LONGEST = 200
"""Pieces of a sentence that are read."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a set is learned."""

    epochs: int = 6
    rate: float = 1e-4
    rate_head: float = 1e-3
    budget: int = 1000
    seed: int = 7


@dataclass(slots=True)
class _Item:
    ids: list[int]
    target: list[int]


def _batches(items: Sequence[_Item], budget: int, rng: random.Random | None) -> list[list[int]]:
    order = list(range(len(items)))
    if rng:
        rng.shuffle(order)
    order = [k for at in range(0, len(order), 256) for k in sorted(order[at : at + 256], key=lambda k: len(items[k].ids))]
    out: list[list[int]] = [[]]
    for k in order:
        if out[-1] and len(items[k].ids) * (len(out[-1]) + 1) > budget:
            out.append([])
        out[-1].append(k)
    if rng:
        rng.shuffle(out)
    return out


def _padded(rows: list[list[int]], fill: int) -> Tensor:
    length = max(map(len, rows))
    return torch.tensor([r + [fill] * (length - len(r)) for r in rows])


def _logits(network: Network, head: nn.Module, ids: Tensor, pooled: bool) -> Tensor:
    mask = (ids != 1).long()
    with torch.autocast("cpu", torch.bfloat16, enabled=halves("cpu")):
        hidden = network.hidden(ids, mask)
    hidden = network.drop(hidden.float())
    out: Tensor = head(Network.pooled(hidden, mask) if pooled else hidden)
    return out


def _learn(
    folder: Path, items: Sequence[_Item], labels: int, pooled: bool, r: Recipe
) -> Callable[[Sequence[_Item]], list[Tensor]]:
    torch.manual_seed(r.seed)
    rng = random.Random(r.seed)
    network = thaw(folder, dropout=0.1).train()
    head = nn.Linear(network.encoder.config.hidden_size, labels)
    body = [p for p in network.encoder.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW([{"params": body, "lr": r.rate}, {"params": head.parameters(), "lr": r.rate_head}])
    plan = [b for _ in range(r.epochs) for b in _batches(items, r.budget, rng)]
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, 10 * step / len(plan)) if step < len(plan) / 10 else (1 - step / len(plan)) / 0.9
    )
    for batch in plan:
        out = _logits(network, head, _padded([items[k].ids for k in batch], 1), pooled)
        target = _padded([items[k].target for k in batch], -100)
        loss = F.cross_entropy(out.flatten(0, -2), target.flatten(), ignore_index=-100)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(body, 1.0)
        optimiser.step()
        schedule.step()
    network.eval()

    def read(others: Sequence[_Item]) -> list[Tensor]:
        found: list[Tensor] = [torch.empty(0)] * len(others)
        with torch.no_grad():
            for batch in _batches(others, 4 * r.budget, None):
                out = _logits(network, head, _padded([others[k].ids for k in batch], 1), pooled)
                for row, k in zip(out, batch, strict=True):
                    found[k] = row if pooled else row[: len(others[k].ids)]
        return found

    return read


def _tokenizer(folder: Path) -> Tokenizer:
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def classes(
    folder: Path, train: Sequence[str], gold: Sequence[int], test: Sequence[str], labels: int, r: Recipe | None = None
) -> list[int]:
    """The class of each test sentence, learned from train sentences and their classes 0..labels-1."""
    tokenizer = _tokenizer(folder)
    items = [_Item(tokenizer.encode(t).ids[:LONGEST], [g]) for t, g in zip(train, gold, strict=True)]
    read = _learn(folder, items, labels, True, r or Recipe())
    return [int(x.argmax()) for x in read([_Item(tokenizer.encode(t).ids[:LONGEST], [0]) for t in test])]


def _word_pieces(tokenizer: Tokenizer, words: Sequence[str]) -> tuple[list[int], list[int | None]]:
    """Piece ids of words joined by blanks, and the first piece of each word (None past `LONGEST`)."""
    text = " ".join(words)
    e = tokenizer.encode(text)
    offsets = piece_offsets(text, e.offsets)[:LONGEST]
    first: list[int | None] = []
    at = 0
    for w in words:
        hit = locate(offsets, at, at + len(w))
        first.append(hit[0] if hit else None)
        at += len(w) + 1
    return e.ids[:LONGEST], first


def tags(
    folder: Path,
    train: Sequence[Sequence[str]],
    gold: Sequence[Sequence[str]],
    test: Sequence[Sequence[str]],
    r: Recipe | None = None,
) -> list[list[str]]:
    """BIO tags of each test sentence's words, learned from train sentences; the likeliest sequence in which I- follows its own B- or I-."""
    tokenizer = _tokenizer(folder)
    names = sorted({t for row in gold for t in row})
    items = []
    for words, row in zip(train, gold, strict=True):
        ids, first = _word_pieces(tokenizer, words)
        target = [-100] * len(ids)
        for at, tag in zip(first, row, strict=True):
            if at is not None:
                target[at] = names.index(tag)
        items.append(_Item(ids, target))
    read = _learn(folder, items, len(names), False, r or Recipe())
    pieces = [_word_pieces(tokenizer, words) for words in test]
    allowed = np.array(
        [[0.0 if not b.startswith("I-") or (a[2:] == b[2:] and a != "O") else -1e9 for b in names] for a in names]
    )
    begins = np.array([-1e9 if b.startswith("I-") else 0.0 for b in names])
    out = []
    for (_, first), scores in zip(pieces, read([_Item(ids, []) for ids, _ in pieces]), strict=True):
        table = torch.log_softmax(scores, -1).numpy()
        out.append(_best([table[at] if at is not None else None for at in first], allowed, begins, names))
    return out


def _best(rows: list[np.ndarray | None], allowed: np.ndarray, begins: np.ndarray, names: list[str]) -> list[str]:
    """Viterbi over words; a word without a piece is outside."""
    outside = np.array([0.0 if n == "O" else -1e9 for n in names])
    score, back = begins, []
    for k, row in enumerate(rows):
        own = outside if row is None else row
        if k == 0:
            score = begins + own
            continue
        step = score[:, None] + allowed
        back.append(step.argmax(0))
        score = step.max(0) + own
    path = [int(score.argmax())] if rows else []
    for b in reversed(back):
        path.append(int(b[path[-1]]))
    return [names[p] for p in reversed(path)]
