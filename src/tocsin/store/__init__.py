"""The archive: articles, readings of them and the graphs they were composed from, in SQLite or PostgreSQL. Decides nothing."""

from __future__ import annotations

from tocsin.store.asking import Hit, Kept, counts, graphs, maker_of, read_by, report, reports, reports_of_days, search, seen
from tocsin.store.database import opened
from tocsin.store.said import Said, search_said
from tocsin.store.schema import StoreError
from tocsin.store.watching import FEEDS, ITEMS
from tocsin.store.writing import Made, Written, made_by_hash, write

__all__ = [
    "FEEDS", "ITEMS", "Hit", "Kept", "Made", "Said", "StoreError", "Written", "counts", "graphs", "made_by_hash", "maker_of", "opened", "read_by", "report", "reports", "reports_of_days", "search", "search_said", "seen",
    "write",
]  # fmt: skip
