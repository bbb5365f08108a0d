"""Stories found online among others' articles: giveme5w1h's clusters in the order of their days, ECB+'s subtopics in one fixed order (they have no days).

Each set goes into an archive of its own, an article at a time, and B-cubed precision, recall and F1 are counted of the stories that stand at the end.
`python -m bench.stories [--data FOLDER] [--keep FOLDER] [--wrong]`; `--keep` keeps what the reader made of the articles for the next time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Figure, bcubed, lines
from tocsin import Reader
from tocsin.desk.steps import catch_up
from tocsin.intake.article import Article
from tocsin.reader.graph import Graph
from tocsin.report import Report
from tocsin.store import Made, opened, write
from tocsin.store.telling import stories

SETS = {"story_5w1h": "giveme5w1h_clusters", "story_ecb": "ecbplus"}
BATCH = 16
Gold = list[tuple[Made, str]]
"""Articles as they are stored, each with the happening that it tells."""


def read_set(reader: Reader, file: Path, kept: Path | None = None, most: int | None = None) -> Gold:
    """The articles of a set (the first `most`) with the happening of each; those that the file `kept` has are not read again."""
    records = lines(file)[:most]
    made = {m.report.source_id: m for m in _kept(kept)}
    todo = [d for d in records if d["id"] not in made]
    for n in range(0, len(todo), BATCH):
        some = [
            Article(d["text"], d["id"], d["id"], d.get("url"), d.get("outlet"), d.get("title"), d.get("language") or d.get("lang"),
                    (d.get("published") or d.get("date") or "")[:10] or None)
            for d in todo[n : n + BATCH]
        ]  # fmt: skip
        new = [Made(r, g) for r, g in reader.read_graphs(some) if isinstance(r, Report)]
        made |= {m.report.source_id: m for m in new}
        if kept:
            with kept.open("a", encoding="utf-8") as out:
                for m in new:
                    plain = {"report": m.report.to_dict(), "graph": m.graph.to_dict() if m.graph else None}
                    out.write(json.dumps(plain, ensure_ascii=False) + "\n")
    return [(made[d["id"]], str(d.get("story") or d["gold"]["story"])) for d in records if d["id"] in made]


def _kept(file: Path | None) -> Iterator[Made]:
    for d in lines(file) if file and file.exists() else []:
        yield Made(Report.from_dict(d["report"]), Graph.from_dict(d["graph"]) if d["graph"] else None)


def in_order(gold: Gold, seed: str = "") -> Gold:
    """By day; those of one day, or of none, by a hash of their ids, so that articles on one happening do not stand together."""
    return sorted(
        gold, key=lambda g: (g[0].report.published or "", hashlib.sha256(f"{seed}{g[0].report.source_id}".encode()).hexdigest())
    )


def online(gold: Gold) -> list[int]:
    """The story that each article stands in, after all have come to an archive in this order."""
    with tempfile.TemporaryDirectory() as folder:
        engine = opened(f"{folder}/stories.db")
        # One text twice is one article of the archive, and stands in one story.
        for n in range(0, len(gold), 100):
            write(engine, [m for m, _ in gold[n : n + 100]])
        catch_up(engine, ("copies", "stories"))
        with engine.connect() as connection:
            of = {a.id: s.id for s in stories(connection) for a in s.articles}
        engine.dispose()
    return [of[m.report.id] for m, _ in gold]


def figures(name: str, gold: Gold) -> list[Figure]:
    """B-cubed of one set."""
    own = in_order(gold)
    p, r, f = bcubed([g for _, g in own], online(own))
    note = "in the order of their days" if name == "story_5w1h" else "no days; in the order of a hash of their ids"
    return [
        Figure(f"{name} precision", p, len(own), note),
        Figure(f"{name} recall", r, len(own), note),
        Figure(name, f, len(own), f"B-cubed F1, {note}"),
    ]


def measure(reader: Reader, data: Path, keep: Path | None = None) -> list[Figure]:
    """All figures; a set that is not there is left out."""
    out = []
    for name, folder in SETS.items():
        file = data / "public" / folder / "dev.jsonl"
        if file.exists():
            out += figures(name, read_set(reader, file, keep / f"{folder}.jsonl" if keep else None))
    return out


def wrong(gold: Gold) -> Iterator[str]:
    """Stories that hold articles of several happenings, and happenings that lie in several stories."""
    own = in_order(gold)
    held, spread = defaultdict[int, Counter[str]](Counter), defaultdict[str, Counter[int]](Counter)
    for (_, g), s in zip(own, online(own), strict=True):
        held[s][g] += 1
        spread[g][s] += 1
    yield from (f"story {s} holds {dict(c)}" for s, c in held.items() if len(c) > 1)
    yield from (f"{g} lies in {dict(c)}" for g, c in spread.items() if len(c) > 1)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=Path("../shared/bench"), help="the benchmark folder")
    ap.add_argument("--keep", type=Path, help="a folder that keeps the reports")
    ap.add_argument("--wrong", action="store_true", help="list stories that mix happenings, and happenings in several stories")
    a = ap.parse_args()
    if a.keep:
        a.keep.mkdir(parents=True, exist_ok=True)
    reader = Reader()
    for f in measure(reader, a.data, a.keep):
        print(f"{f.name:24}{f.value:7.3f}  n={f.n:<5}{f.note}")
    if a.wrong:
        for folder in SETS.values():
            for line in wrong(
                read_set(reader, a.data / "public" / folder / "dev.jsonl", a.keep / f"{folder}.jsonl" if a.keep else None)
            ):
                print(line)


if __name__ == "__main__":
    main()
