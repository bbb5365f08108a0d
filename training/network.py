"""The network that is trained: one encoder over a passage, and small heads over tokens, spans, pairs and the passage.

A span is the vectors of its first and last piece and its mean, projected to `SPAN` units. Start, end and inside
scores a layer propose spans; a span head says what each is, or that it is nothing; a pair head joins them. The heads
are plain matrices, so that `tocsin.reader` runs them in NumPy over the encoder's ONNX output.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import AttentionInterface, BertModel
from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS, eager_mask

from tocsin.reader.labels import DISTANCES, OF_LAYER, SIDES, heads

SPAN = 256
PAIR = 192


def attention(
    module: nn.Module, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, **_: object
) -> tuple[Tensor, None]:
    """Plain attention, all in the type of its inputs: on two cores twice as quick to train as PyTorch's fused one."""
    scores = torch.matmul(query * query.shape[-1] ** -0.5, key.transpose(2, 3))
    if mask is not None:
        scores = scores + mask.to(scores.dtype)
    return torch.matmul(torch.softmax(scores, -1, dtype=scores.dtype), value).transpose(1, 2).contiguous(), None


AttentionInterface.register("tocsin", attention)
ALL_MASK_ATTENTION_FUNCTIONS.register("tocsin", eager_mask)


def halves(device: str) -> bool:
    """Whether the encoder multiplies in bfloat16: three times quicker on processors that have it, twenty times slower on those that have not."""
    return device != "cpu" or bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


class Heads(nn.Module):
    """All heads; parameter names are the keys of the shipped `heads.npz`."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        h = heads()
        self.tag = nn.Linear(hidden, 3 * len(h["layers"]))
        self.span = nn.Linear(3 * hidden, SPAN)
        self.labels = nn.ModuleDict({layer: nn.Linear(SPAN, len(h[head])) for layer, head in OF_LAYER.items()})
        self.status = nn.Linear(SPAN, len(h["status"]))
        self.historical = nn.Linear(SPAN, 1)
        self.mode = nn.Linear(SPAN, len(h["mode"]))
        self.sector = nn.Linear(SPAN, len(h["sector"]))
        self.pair_head = nn.Linear(SPAN, PAIR)
        self.pair_tail = nn.Linear(SPAN, PAIR, bias=False)
        self.product_head = nn.Linear(SPAN, PAIR)
        self.product_tail = nn.Linear(SPAN, PAIR)
        self.distance = nn.Embedding((len(DISTANCES) + 1) * SIDES, PAIR)
        self.relation = nn.Linear(PAIR, len(h["relation"]))
        self.context = nn.Linear(hidden, len(h["context"]))
        self.political = nn.Linear(hidden, 1)
        self.machine_translated = nn.Linear(hidden, 1)
        nn.init.normal_(self.distance.weight, std=0.05)

    def spans(self, hidden: Tensor, rows: Tensor, first: Tensor, last: Tensor, drop: nn.Module) -> Tensor:
        """[B,L,H] and span indices [N] → [N,SPAN]; `first` and `last` are pieces, both inside."""
        # The layer is linear in (first, last, mean): it is applied to pieces once, not to every span.
        begin, end, inside = self.span.weight.split(hidden.shape[-1], 1)
        h = drop(hidden)
        total = F.pad(torch.cumsum(h @ inside.T, 1), (0, 0, 1, 0)).flatten(0, 1)
        length = hidden.shape[1]
        at, after = rows * length, rows * (length + 1)
        mean = (total.index_select(0, after + last + 1) - total.index_select(0, after + first)) / (last - first + 1)[:, None]
        edges = (h @ begin.T).flatten(0, 1).index_select(0, at + first) + (h @ end.T).flatten(0, 1).index_select(0, at + last)
        return torch.relu(edges + mean + self.span.bias)

    def pairs(self, vectors: Tensor, head: Tensor, tail: Tensor, bucket: Tensor, drop: nn.Module) -> Tensor:
        """Span vectors [N,SPAN] and index pairs [M] → relation logits [M,R]."""
        v = drop(vectors)
        joint = self.product_head(v).index_select(0, head) * self.product_tail(v).index_select(0, tail)
        z = self.pair_head(v).index_select(0, head) + self.pair_tail(v).index_select(0, tail) + joint
        return self.relation(torch.relu(z + self.distance(bucket)))


class Network(nn.Module):
    """Encoder and heads; the embeddings and the lowest `freeze` layers are not trained."""

    def __init__(self, encoder: BertModel, freeze: int = 4, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = Heads(encoder.config.hidden_size)
        self.drop = nn.Dropout(dropout)
        encoder.config._attn_implementation = "tocsin"
        for part in encoder.modules():
            # Random numbers cost more than half of a CPU's time there: hidden pieces (`training.train.blanked`) and the heads' own
            # dropout regularise instead.
            if isinstance(part, nn.Dropout):
                part.p = 0.0
        for p in encoder.embeddings.parameters():
            p.requires_grad_(False)
        for layer in encoder.encoder.layer[:freeze]:
            for p in layer.parameters():
                p.requires_grad_(False)

    def hidden(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Piece ids and mask [B,L] → [B,L,H]."""
        return self.encoder(ids, attention_mask=mask).last_hidden_state

    @staticmethod
    def pooled(hidden: Tensor, mask: Tensor) -> Tensor:
        """Mean over a passage's pieces, [B,H]."""
        m = mask.unsqueeze(-1).to(hidden.dtype)
        return (hidden * m).sum(1) / m.sum(1)


def buckets(first: Tensor, last: Tensor, head: Tensor, tail: Tensor) -> Tensor:
    """Distance bucket and side of each pair of spans, [M]; the NumPy twin is `tocsin.reader.decode.buckets`."""
    hf, hl, tf, tl = first[head], last[head], first[tail], last[tail]
    gap = torch.maximum(tf - hl, hf - tl).clamp(min=0)
    distance = torch.bucketize(gap, torch.tensor(DISTANCES, device=gap.device))
    side = torch.where(tf > hl, 0, torch.where(hf > tl, 1, torch.where((tf <= hf) & (hl <= tl), 2, 3)))
    return distance * SIDES + side
