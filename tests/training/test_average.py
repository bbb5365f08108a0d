"""The mean of networks; needs PyTorch (`make .venv/.train`)."""

import pytest

torch = pytest.importorskip("torch")

from training.average import mean  # noqa: E402


def test_the_mean_of_three_networks():
    states = [{"w": torch.tensor([x, 2 * x]), "n": torch.tensor([7])} for x in (1.0, 2.0, 6.0)]
    found = mean(*states)
    assert found["w"].tolist() == [3.0, 6.0] and found["n"].tolist() == [7]


def test_weights_of_two_networks_have_no_mean():
    with pytest.raises(ValueError, match="not weights of one network"):
        mean({"w": torch.zeros(2)}, {"w": torch.zeros(3)})
