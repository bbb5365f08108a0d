"""ISO 3166-1 alpha-3 to the country numbers of Correlates of War and of Gleditsch and Ward (`knowledge/countries.tsv`)."""

from __future__ import annotations

from functools import cache

from tocsin.resolve.tables import lines, shipped


@cache
def _numbers() -> dict[str, tuple[str, str]]:
    return {cells[0]: (cells[3], cells[4]) for _, cells in lines(shipped() / "countries.tsv") if len(cells) > 4}


def cow(country: str | None) -> str | None:
    """Number of a state in Correlates of War, None where it has none."""
    return _numbers().get(country or "", ("", ""))[0] or None


def gleditsch_ward(country: str | None) -> str | None:
    """Number of a state in Gleditsch and Ward's list, None where it has none."""
    return _numbers().get(country or "", ("", ""))[1] or None
