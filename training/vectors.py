"""The head for sentence vectors: a linear map of the encoder's middle layer under which sentences of one meaning lie near each other.

`python -m training.vectors FOLDER` fits it to a built model and writes it into `heads.npz`; the encoder's file gives its middle layer as a second
output. No translation is seen: the base encoder brought languages together, and its middle layers still do after it was trained to read. What they
say of a sentence is centred, freed of the directions in which the corpus's languages differ, and whitened (the widest directions say least).
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray

from tocsin.reader.model import EncoderReader
from tocsin.tidy.sentences import split
from training.export import describe
from training.train import read_corpus

UNITS = 192
MIDDLE = 8
"""The layer, counted from 1: lower ones hold words, upper ones acts and participants (docs/copies.md has the comparison)."""
SMOOTHED = 0.1
"""Share of the widest direction's spread that is added to each one's before it is divided by it, so that the narrowest are not all noise."""

Floats = NDArray[np.float32]


def with_middle(path: Path, layer: int = MIDDLE) -> None:
    """Let the encoder give this layer after its last one; nothing is done to one that does."""
    model = onnx.load(str(path))
    name = f"/layer.{layer - 1}/output/LayerNorm/LayerNormalization_output_0"
    if name not in {o for n in model.graph.node for o in n.output}:
        raise SystemExit(
            f"{path}: layer {layer} has no output {name}; onnxruntime's optimiser has changed: see training/vectors.py"
        )
    if name not in {o.name for o in model.graph.output}:
        model.graph.output.append(
            onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["batch", "length", "units"])
        )
        onnx.save(model, str(path))


def fitted(means: Floats, languages: NDArray[np.str_], units: int = UNITS) -> tuple[Floats, Floats]:
    """Means of sentences [N,H] and their languages [N] → weight [units,H] and bias [units]."""
    middle = means.mean(0)
    x = means - middle
    of_language = np.stack([x[languages == l].mean(0) for l in np.unique(languages)])
    apart = np.linalg.svd(of_language, full_matrices=False)[2][: len(of_language) - 1]
    free = np.eye(x.shape[1], dtype=np.float32) - apart.T @ apart
    _, spread, directions = np.linalg.svd(x @ free, full_matrices=False)
    spread /= len(x) ** 0.5
    weight = (directions[:units] / (spread[:units, None] + SMOOTHED * spread[0])) @ free
    return weight.astype(np.float32), (-weight @ middle).astype(np.float32)


def fit(folder: Path, corpus: list[Path], most: int, seed: int = 7) -> None:
    """Fit the head on sentences of at most `most` passages a language and write it into the model's folder, with a new checksum."""
    with_middle(folder / "encoder.onnx")
    reader, rng = EncoderReader(folder), random.Random(seed)
    texts: dict[str, list[str]] = {}
    for p in read_corpus(corpus):
        texts.setdefault(p.language, []).append(p.text)
    means, languages = [], []
    for language, own in sorted(texts.items()):
        for text in rng.sample(own, min(most, len(own))):
            found = reader.means(text, split(text, language))
            means += [m for _, m in found]
            languages += [language] * len(found)
    weight, bias = fitted(np.stack(means), np.array(languages))
    with np.load(folder / "heads.npz") as stored:
        heads = {k: stored[k] for k in stored.files}
    heads |= {"vector.weight": weight.astype(np.float16), "vector.bias": bias.astype(np.float16)}
    np.savez(folder / "heads.npz", **heads)  # type: ignore[arg-type]
    about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    about["recipe"]["vectors"] = {"sentences": len(means), "layer": MIDDLE, "units": UNITS, "smoothed": SMOOTHED}
    describe(folder, {k: v for k, v in about.items() if k != "checksum"})
    print(f"vectors of {UNITS} units fitted on {len(means)} sentences")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder", type=Path, help="folder of a built model")
    ap.add_argument("--corpus", nargs="+", type=Path, default=[Path("training/corpus")])
    ap.add_argument("--most", type=int, default=250, help="passages a language")
    a = ap.parse_args()
    fit(a.folder, a.corpus, a.most)


if __name__ == "__main__":
    main()
