"""Places of the user's own: a GeoNames dump compiled into an index beside ours, kept in the user's data folder.

A dump (download.geonames.org/export/dump: `UA.txt`, or `UA.zip` with it) has nineteen columns behind tabs, a line a place. Towns and villages
(feature class P) are taken.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tocsin.resolve.gazetteer import added, compile_index, data_folder

COLUMNS = 19
POPULATED = "P"


class DumpError(ValueError):
    """A file that is no GeoNames dump, or a faulty line of one; the message names file, line and remedy."""


def add(dump: Path) -> tuple[str, int]:
    """Compile a dump into the user's data folder, in place of an earlier one of that name; its name and how many places it holds.

    Raises DumpError for a file that is no dump and OSError where the folder cannot be written; what was there before then stays.
    """
    name = dump.name.split(".")[0]
    where = data_folder() / "places"
    where.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=where, prefix=".") as fresh:
        with _opened(dump) as lines:
            rows = list(places(lines, dump.name))
        if not rows:
            raise DumpError(f"{dump.name}: no towns or villages in it (feature class P); take a country's dump, such as UA.zip")
        compile_index(rows, Path(fresh) / name)
        shutil.rmtree(where / name, ignore_errors=True)
        (Path(fresh) / name).replace(where / name)
    return name, len(rows)


def remove(name: str) -> bool:
    """Take an added dump out again; whether there was one of that name."""
    folder = data_folder() / "places" / name
    if folder not in added():
        return False
    shutil.rmtree(folder)
    return True


def places(lines: Iterable[str], file: str) -> Iterator[dict[str, Any]]:
    """The populated places of a dump's lines, as `compile_index` takes them."""
    for n, line in enumerate(lines, 1):
        cells = line.rstrip("\n").split("\t")
        if len(cells) != COLUMNS:
            raise DumpError(
                f"{file}:{n}: {len(cells)} columns where a GeoNames dump has {COLUMNS}; take a country's file from download.geonames.org/export/dump"
            )
        if cells[6] != POPULATED:
            continue
        try:
            yield {
                "geonameid": int(cells[0]), "name": cells[1], "alternatenames": [x for x in (cells[2], *cells[3].split(",")) if x],
                "latitude": float(cells[4]), "longitude": float(cells[5]), "countrycode": cells[8], "admin1code": cells[10],
                "population": int(cells[14] or 0),
            }  # fmt: skip
        except ValueError as fault:
            raise DumpError(f"{file}:{n}: {fault}; the line is not as GeoNames writes it") from fault


@contextmanager
def _opened(dump: Path) -> Iterator[Iterable[str]]:
    """The lines of a dump, or of the one inside a zip archive (which may hold a readme too)."""
    try:
        if zipfile.is_zipfile(dump):
            with zipfile.ZipFile(dump) as archive:
                own = [n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.lower()]
                if len(own) != 1:
                    raise DumpError(
                        f"{dump.name}: {len(own)} text files in it where a GeoNames archive has one beside its readme"
                    )
                with archive.open(own[0]) as raw:
                    yield io.TextIOWrapper(raw, encoding="utf-8")
        else:
            with dump.open(encoding="utf-8") as lines:
                yield lines
    except UnicodeDecodeError as fault:
        raise DumpError(f"{dump.name}: not UTF-8 text ({fault.reason}); GeoNames' files are") from fault
    except zipfile.BadZipFile as fault:
        raise DumpError(f"{dump.name}: a damaged archive ({fault}); fetch it again") from fault
