"""`tocsin gazetteer add`, `list` and `remove`: villages of the user's own, from GeoNames dumps."""

from __future__ import annotations

import sys
from pathlib import Path

from tocsin.resolve.dump import DumpError, add, remove
from tocsin.resolve.gazetteer import added, data_folder, installed


def run_add(dump: Path) -> int:
    """Add a dump; 0 added, 2 no dump or no room."""
    try:
        name, places = add(dump)
    except (DumpError, OSError) as fault:
        print(f"tocsin: {fault}", file=sys.stderr)
        return 2
    print(f"{name}: {places:,} towns and villages, from now on looked up with ours; kept in {data_folder() / 'places' / name}")
    return 0


def run_list() -> int:
    """What there is; always 0."""
    print(f"{installed():,} towns come with tocsin")
    for folder in added():
        print(f"{folder.name}: {installed(folder):,} towns and villages ({folder})")
    return 0


def run_remove(name: str) -> int:
    """Take a dump out again; 0 gone, 1 there was none."""
    if remove(name):
        print(f"{name} is taken out")
        return 0
    print(f"tocsin: no added places called {name}; tocsin gazetteer list names them", file=sys.stderr)
    return 1
