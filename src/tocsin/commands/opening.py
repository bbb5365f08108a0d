"""What every command over an archive begins with: the archive opened, or said why not; a line on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine


def say(line: str) -> None:
    """One line on stderr."""
    print(line, file=sys.stderr, flush=True)


def with_archive(db: str, do: Callable[[Engine], int]) -> int:
    """Do something with an archive that is there; 3 where it is not."""
    from tocsin.store.database import opened
    from tocsin.store.schema import StoreError

    if "://" not in db and not Path(db).exists():
        say(f"tocsin: {db}: no such archive; make one with tocsin ingest")
        return 3
    try:
        return do(opened(db))
    except StoreError as fault:
        say(f"tocsin: {fault}")
        return 3
