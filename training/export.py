"""A trained network → the shipped files: `encoder.onnx` (int8), `heads.npz`, `tokenizer.json`, `model.json`.

The encoder is exported with PyTorch's tracer, fused by ONNX Runtime's BERT optimiser and quantised per channel, weights once and
activations as they come (but for one product a layer); the heads stay float and run in NumPy (`tocsin.reader.decode`).
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from torch import Tensor, nn

from training.network import Network

_WIDE = re.compile(r"layer\.\d+/output/dense/MatMul$")
"""The second product of each feed-forward layer: what enters it has a few very large values, which eight bits for all would drown (cosine to
the float encoder 0.982 with it in eight bits, 0.995 without)."""


class _Encoder(nn.Module):
    """The encoder with its mask written out, which exports to a graph the optimiser can fuse."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.encoder = network.encoder

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        add = (1.0 - attention_mask[:, None, None, :].float()) * -10000.0
        h = self.encoder.embeddings(input_ids=input_ids)
        for layer in self.encoder.encoder.layer:
            out = layer(h, add)
            h = out[0] if isinstance(out, tuple) else out
        return h


def export(network: Network, tokenizer: Path, folder: Path, about: dict[str, Any]) -> None:
    """Write the package's data files into `folder`; `about` goes into `model.json` with the checksum of the rest."""
    folder.mkdir(parents=True, exist_ok=True)
    network.cpu().eval()
    network.encoder.set_attn_implementation("eager")
    wrapper = _Encoder(network).eval()
    ids, mask = torch.randint(5, 5000, (3, 17)), torch.ones(3, 17, dtype=torch.long)
    mask[1, 9:] = 0
    plain, fused = folder / "plain.onnx", folder / "fused.onnx"
    axes = {n: {0: "batch", 1: "length"} for n in ("input_ids", "attention_mask", "hidden")}
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            wrapper, (ids, mask), str(plain), dynamo=False, opset_version=17, input_names=["input_ids", "attention_mask"],
            output_names=["hidden"], dynamic_axes=axes,
        )  # fmt: skip
        reference = wrapper(ids, mask)
        parity = float((reference - network.hidden(ids, mask))[mask.bool()].abs().max())
    if parity > 1e-3:
        raise SystemExit(
            f"the exported encoder differs from the trained one by {parity:.4f}; transformers has changed: see training/export.py"
        )
    optimizer.optimize_model(str(plain), model_type="bert", num_heads=network.encoder.config.num_attention_heads,
                             hidden_size=network.encoder.config.hidden_size, opt_level=0).save_model_to_file(str(fused))  # fmt: skip
    nodes = onnx.load(str(fused)).graph.node
    wide = [n.name for n in nodes if n.op_type == "MatMul" and _WIDE.search(n.name)]
    quantize_dynamic(
        # Seven bits of the eight: processors without VNNI add two products in sixteen bits, and what overflows there would be read otherwise than elsewhere.
        str(fused), str(folder / "encoder.onnx"), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, nodes_to_exclude=wide,
        op_types_to_quantize=["MatMul", "Gemm", "Attention", "Gather"], extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )  # fmt: skip
    _store_small(folder / "encoder.onnx", set(wide))
    for f in (plain, fused):
        f.unlink()
    np.savez(folder / "heads.npz", **{k: v.detach().numpy().astype(np.float16) for k, v in network.heads.state_dict().items()})  # type: ignore[arg-type]
    if tokenizer.resolve() != (folder / "tokenizer.json").resolve():
        shutil.copyfile(tokenizer, folder / "tokenizer.json")
    describe(folder, about)


def _store_small(path: Path, names: set[str]) -> None:
    """Keep the weights of these products in eight bits too; ONNX Runtime multiplies them in float."""
    model = onnx.load(str(path))
    graph = model.graph
    stored = {i.name: i for i in graph.initializer}
    for n in [n for n in graph.node if n.name in names]:
        key = n.input[1]
        weight = numpy_helper.to_array(stored[key])
        scale = (np.maximum(np.abs(weight).max(0), 1e-8) / 127).astype(np.float32)
        small = np.clip(np.round(weight / scale), -127, 127).astype(np.int8)
        graph.initializer.remove(stored[key])
        parts = {"quantized": small, "scale": scale, "zero_point": np.zeros(len(scale), np.int8)}
        graph.initializer.extend(numpy_helper.from_array(v, f"{key}_{k}") for k, v in parts.items())
        whole = helper.make_node("DequantizeLinear", [f"{key}_{k}" for k in parts], [key], name=f"{n.name}_quant", axis=1)
        graph.node.insert(list(graph.node).index(n), whole)
    onnx.save(model, str(path))


def describe(folder: Path, about: dict[str, Any]) -> None:
    """Write `model.json`: what made the weights, and one checksum over the weight files."""
    digest = hashlib.sha256()
    for name in ("encoder.onnx", "heads.npz", "tokenizer.json"):
        digest.update((folder / name).read_bytes())
    (folder / "model.json").write_text(
        json.dumps({**about, "checksum": digest.hexdigest()}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
