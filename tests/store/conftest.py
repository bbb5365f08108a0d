"""An archive in SQLite and one in a PostgreSQL server of the tests' own; without PostgreSQL's programs its half is skipped."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

import pytest

from tocsin.store import opened


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
    found = opened(db)
    yield found
    found.dispose()
