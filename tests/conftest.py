"""Shared by all tests: the reader loaded once, the samples, and where `../shared` lies, if it does."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def _no_places_of_the_users_own(monkeypatch, tmp_path):
    """What whoever runs the tests has added to their gazetteer stays out of them."""
    monkeypatch.setenv("TOCSIN_DATA", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def reader():
    """The shipped reader, loaded once."""
    from tocsin import Reader

    return Reader()


@pytest.fixture(scope="session")
def samples() -> Path:
    return ROOT / "samples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The benchmark folder beside the repository; tests that need it are skipped where it is missing."""
    if not (SHARED / "bench" / "articles").is_dir():
        pytest.skip("needs ../shared, which is not here")
    return SHARED
