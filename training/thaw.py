"""From the shipped package back to a network that can be trained on: int8 weights times their scales.

What fine-tunes on the reader (a public set's train file, a user's own passages) needs no checkpoint that is not shipped. Rounding
to eight bits costs little: it is what the shipped reader reads with.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from transformers import BertConfig, BertModel

from training.network import Network

_MATRIX = re.compile(r"^/layer\.(\d+)/(.+)/MatMul_quant$")


def _stored(node: onnx.NodeProto) -> str:
    """The name under which a product's weights, their scales and zero points are kept."""
    return next(i.removesuffix("_quantized") for i in node.input if i.endswith("_quantized") and not i.startswith("/"))


def thaw(folder: Path, freeze: int = 0, dropout: float = 0.1) -> Network:
    """The network whose export is in `folder`; its lowest `freeze` layers will not be trained. Raises ValueError where the graph is not ours."""
    graph = onnx.load(str(folder / "encoder.onnx")).graph
    stored = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    state: dict[str, torch.Tensor] = {}

    def put(name: str, values: np.ndarray) -> None:
        state[name] = torch.from_numpy(np.array(values, np.float32))

    def whole(name: str) -> np.ndarray:
        zero, scale = stored[f"{name}_zero_point"].astype(np.float32), stored[f"{name}_scale"]
        return np.asarray((stored[f"{name}_quantized"].astype(np.float32) - zero) * scale, np.float32)

    for node in graph.node:
        found = _MATRIX.match(node.name)
        if found:
            put(f"encoder.layer.{found[1]}.{found[2].replace('/', '.')}.weight", whole(_stored(node)).T)
    for name in stored:
        if name.endswith("embeddings.weight_quantized"):
            put(name.removeprefix("encoder.").removesuffix("_quantized"), whole(name.removesuffix("_quantized")))
        elif name.startswith("encoder.") and name.endswith((".bias", "LayerNorm.weight")):
            put(name.removeprefix("encoder."), stored[name])
    layers = 1 + max((int(m[1]) for m in re.finditer(r"layer\.(\d+)\.output\.dense\.bias", " ".join(state))), default=-1)
    if not layers or "embeddings.word_embeddings.weight" not in state:
        raise ValueError(f"{folder / 'encoder.onnx'} is not an encoder that this recipe exported")
    pieces, hidden = state["embeddings.word_embeddings.weight"].shape
    encoder = BertModel(
        BertConfig(
            vocab_size=pieces, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=hidden // 32,
            intermediate_size=len(state["encoder.layer.0.intermediate.dense.bias"]),
            max_position_embeddings=len(state["embeddings.position_embeddings.weight"]),
            type_vocab_size=len(state["embeddings.token_type_embeddings.weight"]), layer_norm_eps=1e-12, pad_token_id=1,
        ),
        add_pooling_layer=False,
    )  # fmt: skip
    missing, unexpected = encoder.load_state_dict(state, strict=False)
    if unexpected or [m for m in missing if "position_ids" not in m]:
        raise ValueError(f"{folder / 'encoder.onnx'} does not fit the encoder: missing {missing}, unexpected {unexpected}")
    network = Network(encoder, freeze, dropout)
    with np.load(folder / "heads.npz") as heads:
        # The head for sentence vectors is fitted once a network is trained: `training.vectors`.
        known = {k: torch.from_numpy(heads[k].astype(np.float32)) for k in heads.files if not k.startswith("vector.")}
    network.heads.load_state_dict(known)
    return network
