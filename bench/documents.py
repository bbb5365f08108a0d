"""Others' documents of the public sets as articles: whole texts of several sentences, written by people. What goes in is the folder of sets, what comes out are articles
with the name of their set; sentences, records, summaries and machine-written stories are left out."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.measure import lines
from tocsin.intake.article import Article

SETS = (
    "muc4", "wikievents", "india_police_events", "giveme5w1h_gold", "giveme5w1h_clusters", "polnear", "german_wikinews_quotes", "lgl", "trnews", "geowebnews",
    "geovirus", "tempeval3", "krauts", "wikiwars_ua", "factrueval", "ecbplus", "meantime", "slavicner",
)  # fmt: skip
WORDS, SENTENCES = 60, 3
"""What a text needs at least to be a document."""
END = re.compile(r"[.!?…][\"”»)]*(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Document:
    """An article of a set; `key` is its own in all of them."""

    set: str
    key: str
    article: Article


def documents(public: Path, first: dt.date, days: int) -> Iterator[Document]:
    """Every document once. All are dated within so many days from `first`, each always on the same, and each that names no outlet is its own: as if
    nothing were too old to count and nobody copied from anybody."""
    seen: set[str] = set()
    for name in SETS:
        for file in sorted((public / name).glob("*.jsonl")):
            for d in lines(file):
                text = str(d["text"]).strip()
                if len(text.split()) < WORDS or len(END.findall(text)) < SENTENCES or text in seen:
                    continue
                seen.add(text)
                yield _document(name, f"{name}/{file.stem}/{d['id']}", text, d, first, days)


def _document(name: str, key: str, text: str, d: dict[str, Any], first: dt.date, days: int) -> Document:
    day = first + dt.timedelta(zlib.crc32(key.encode()) % days)
    outlet = next((str(d[k]) for k in ("outlet", "publisher", "domain") if d.get(k)), key)
    return Document(
        name, key, Article(text, name, key, f"https://{key}/", outlet, d.get("title"), d.get("lang"), day.isoformat())
    )
