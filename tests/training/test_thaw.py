"""The shipped package as a network again: needs PyTorch (requirements-train.txt), skipped where it is missing."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("onnx")

from tocsin.reader.model import EncoderReader, model_folder  # noqa: E402
from training.thaw import thaw  # noqa: E402


def test_a_thawed_encoder_sees_what_the_shipped_one_sees():
    reader, network = EncoderReader(threads=1), thaw(model_folder()).eval()
    ids = np.array([reader._tokenizer.encode("Kyiv accused Moscow of shelling the town on Friday.").ids], np.int64)
    shipped, *_ = reader._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
    with torch.no_grad():
        ours = network.hidden(torch.tensor(ids), torch.ones_like(torch.tensor(ids))).numpy()
    cosine = (shipped * ours).sum() / np.linalg.norm(shipped) / np.linalg.norm(ours)
    assert cosine > 0.97


def test_another_graph_is_refused(tmp_path):
    from onnx import helper

    (tmp_path / "encoder.onnx").write_bytes(helper.make_model(helper.make_graph([], "x", [], [])).SerializeToString())
    with pytest.raises(ValueError, match="not an encoder"):
        thaw(tmp_path)
