"""Fine-tuning on a set's train file: needs PyTorch, skipped where it is missing."""

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("onnx")

from bench.tuned import Recipe, _best, classes, tags
from tocsin.reader.model import model_folder

FRIENDLY = [
    "Ann thanked Bob for the grain.",
    "Bob praised Ann in the hall.",
    "Ann and Bob signed the pact.",
    "Bob sent flour to Ann.",
]
HOSTILE = [
    "Ann shelled the camp at dawn.",
    "Bob bombed the bridge again.",
    "Ann killed two guards there.",
    "Bob set the mill on fire.",
]


def test_classes_are_learned_from_a_handful():
    train, gold = FRIENDLY[:3] + HOSTILE[:3], [0, 0, 0, 1, 1, 1]
    assert classes(model_folder(), train, gold, train, 2, Recipe(epochs=12)) == gold


def test_tags_are_learned_from_a_handful_and_keep_their_order():
    words = [s.rstrip(".").split() for s in FRIENDLY + HOSTILE]
    gold = [["B-S" if k == 0 else "O" for k, _ in enumerate(w)] for w in words]
    found = tags(model_folder(), words, gold, words[:2], Recipe(epochs=12))
    assert found == gold[:2]


def test_no_tag_goes_on_that_has_not_begun():
    names = ["B-S", "I-S", "O"]
    allowed = np.array([[0, 0, 0], [0, 0, 0], [0, -1e9, 0]], float)
    begins = np.array([0, -1e9, 0.0])
    assert _best([np.log([0.1, 0.8, 0.1]), np.log([0.1, 0.8, 0.1]), None], allowed, begins, names) == ["B-S", "I-S", "O"]
