"""Shared by all tests: the reader loaded once, the samples, and where `../shared` lies, if it does; an archive in SQLite and
one in a PostgreSQL server of the tests' own (without PostgreSQL's programs its half is skipped)."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
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


def _program(name: str) -> str | None:
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / name).exists():
            return str(folder / name)
    return shutil.which(name)


@pytest.fixture(scope="session")
def postgresql():
    """The socket folder of a running server."""
    initdb, control = _program("initdb"), _program("pg_ctl")
    if not initdb or not control:
        pytest.skip("needs PostgreSQL (initdb, pg_ctl), which is not here")
    # The server refuses to run as root; its folder is short, for a socket's path may have a hundred letters.
    user = next((u.pw_name for u in pwd.getpwall() if u.pw_name in ("postgres", "nobody")), None) if os.getuid() == 0 else None
    if os.getuid() == 0 and (user is None or not shutil.which("runuser")):
        pytest.skip("PostgreSQL does not run as root, and there is no other user here")
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    if user:
        shutil.chown(folder, user)

    def run(*words: str) -> None:
        subprocess.run([*(["runuser", "-u", user, "--"] if user else []), *words], check=True, capture_output=True, timeout=60)

    try:
        run(initdb, "-D", f"{folder}/data", "-U", "tocsin", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        run(control, "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o", f"-c listen_addresses= -k {folder} -F", "start")
        yield folder
    finally:
        subprocess.run(
            [*(["runuser", "-u", user, "--"] if user else []), control, "-D", f"{folder}/data", "-m", "immediate", "stop"],
            capture_output=True,
        )
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request, tmp_path):
    """The address of a new archive."""
    if request.param == "sqlite":
        return str(tmp_path / "news.db")
    import psycopg

    folder = request.getfixturevalue("postgresql")
    name = f"t{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"host={folder} user=tocsin dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"postgresql://tocsin@/{name}?host={folder}"


@pytest.fixture
def engine(db):
    from tocsin.store import opened

    found = opened(db)
    yield found
    found.dispose()
