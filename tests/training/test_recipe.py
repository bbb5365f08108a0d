"""The recipe's own arithmetic: needs PyTorch (requirements-train.txt), skipped where it is missing."""

import random

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from tocsin.reader import decode  # noqa: E402
from training.examples import Example, Gold, batches, collate, joined, locate, packed  # noqa: E402
from training.network import Heads, buckets  # noqa: E402


def example(id: str, n: int, spans: list[tuple[str, int, int]], partial: bool = False) -> Example:
    return Example(
        id,
        list(range(100, 100 + n)),
        [Gold(l, a, b, [1]) for l, a, b in spans],
        {(0, 1): {0: 1}} if len(spans) > 1 else {},
        [],
        1.0,
        0.0,
        partial,
    )


def test_numpy_heads_do_what_torch_heads_do():
    torch.manual_seed(0)
    heads = Heads(48).eval()
    w = {k: v.detach().numpy().astype(np.float32) for k, v in heads.state_dict().items()}
    hidden = torch.randn(1, 30, 48)
    first, last = torch.tensor([1, 3, 10, 20]), torch.tensor([2, 3, 15, 29])
    same = torch.nn.Identity()
    with torch.no_grad():
        vectors = heads.spans(hidden, torch.zeros(4, dtype=torch.long), first, last, same)
        pair = heads.pairs(
            vectors,
            torch.tensor([0, 3]),
            torch.tensor([2, 1]),
            buckets(first, last, torch.tensor([0, 3]), torch.tensor([2, 1])),
            same,
        )
    ours = decode.span_vectors(w, decode.project(w, hidden[0].numpy()), first.numpy(), last.numpy())
    assert np.allclose(ours, vectors.numpy(), atol=1e-4)
    h, t = np.array([0, 3]), np.array([2, 1])
    assert (
        decode.buckets(first.numpy(), last.numpy(), h, t)
        == buckets(first, last, torch.tensor([0, 3]), torch.tensor([2, 1])).numpy()
    ).all()
    assert pair.shape == (2, len(decode.RELATIONS))


def test_a_span_is_located_by_the_pieces_it_overlaps():
    offsets = [(0, 0), (0, 3), (4, 7), (7, 8), (9, 12), (0, 0)]
    assert locate(offsets, 4, 8) == (2, 3)
    assert locate(offsets, 0, 3) == (1, 1)
    assert locate(offsets, 3, 4) is None


def test_joined_passages_keep_their_spans_and_pairs():
    both = joined(
        example("en-1", 10, [("trigger", 2, 3), ("entity", 5, 6)]), example("en-2", 8, [("trigger", 1, 1), ("entity", 4, 4)])
    )
    assert len(both.ids) == 16
    assert [(g.first, g.last) for g in both.gold] == [(2, 3), (5, 6), (9, 9), (12, 12)]
    assert both.pairs == {(0, 1): {0: 1}, (2, 3): {0: 1}}


def test_an_epoch_loses_no_passage_and_keeps_to_its_budget():
    examples = [example(f"en-{n}", 20 + n % 30, [("trigger", 1, 2)]) for n in range(100)]
    epoch = packed(examples, random.Random(1))
    assert sum(len(e.gold) for e in epoch) == 100
    for batch in batches(epoch, 400, random.Random(1)):
        assert len(batch) == 1 or max(len(e.ids) for e in batch) * len(batch) <= 400
        assert collate(batch).ids.shape[0] == len(batch)
