"""Translations and distortions: our own set in ten languages (`translations.jsonl`; `translations.md` says what it is) and MEANTIME's 60 stories in four.

`python -m bench.translations [--fit] [--wrong]` prints the figures; `--fit` the weights of `desk/translations.yaml`, fitted on our own set; `--wrong` the
distortions that are found or missed wrongly. Neither set has a pair dated: MEANTIME's articles bear no day, and ours are read without theirs.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.measure import Figure, f1, lines
from tocsin import Reader
from tocsin.desk.alignment import align, centre, matrix
from tocsin.desk.distortions import Distortion, distortions
from tocsin.desk.marks import marks, rarity, shared
from tocsin.desk.translations import CANDIDATES, NAMED, NEAR, SHORT, enough, features, likely
from tocsin.intake.article import Article
from tocsin.reader.graph import Graph
from tocsin.reader.model import EncoderReader
from tocsin.report import Report

OWN = Path(__file__).with_name("translations.jsonl")
LANGUAGES = ("en", "es", "it", "nl")


@dataclass(frozen=True, slots=True)
class Read:
    """An article of a set: what it is of (two of one name are one article), its language, report and graph."""

    id: str
    of: str
    language: str
    report: Report
    graph: Graph


@dataclass(frozen=True, slots=True)
class Compared:
    """Two articles that came far enough to be compared: their places in the set, the features, and how many pairs of sentences were found."""

    one: int
    other: int
    values: tuple[float, float, float]
    pairs: int


def read(reader: Reader, records: Sequence[dict[str, Any]], language: str | None = None) -> list[Read]:
    """The articles of a set, read without day and title."""
    out = []
    for at in range(0, len(records), 20):
        own = records[at : at + 20]
        articles = [Article(d["text"], d["id"], source_id=d["id"], language=language or d["language"]) for d in own]
        for d, (r, g) in zip(own, reader.read_graphs(articles), strict=True):
            if isinstance(r, Report):
                out.append(Read(d["id"], d["family"], language or d["language"], r, g))
    return out


def ours() -> list[dict[str, Any]]:
    """Our own set; an independent article is of nothing but itself."""
    return [{**d, "family": d["id"] if d["kind"] == "independent" else d["story"]} for d in lines(OWN)]


def nearness(articles: Sequence[Read]) -> tuple[Any, dict[tuple[int, int], tuple[float, float]]]:
    """The cosines of all articles' vectors, and of every two in two languages (the later first) their nearness and the marks they share."""
    rows = matrix([centre(a.graph.vectors) or bytes(1) for a in articles])
    cosines, named = rows @ rows.T, [marks(a.report) for a in articles]
    rare, near = rarity(named), {}
    for i, a in enumerate(articles):
        for j, b in enumerate(articles[:i]):
            if a.language != b.language:
                both = shared(named[i], named[j], rare)
                near[i, j] = float(cosines[i, j]) + NAMED * both, both
    return cosines, near


def compared(articles: Sequence[Read], most: int) -> list[Compared]:
    """What the desk compares sentence by sentence: each article and the `most` nearest of those before it."""
    cosines, near = nearness(articles)
    out = []
    for i, a in enumerate(articles):
        ranked = sorted(((*near[i, j], j) for j in range(i) if (i, j) in near and near[i, j][0] >= NEAR), reverse=True)
        for _, both, j in ranked[:most]:
            found = align(a.graph.vectors, articles[j].graph.vectors)
            out.append(Compared(i, j, features(float(cosines[i, j]), found, both), len(found.pairs)))
    return out


def told(pairs: Sequence[Compared]) -> set[tuple[int, int]]:
    """The pairs that are called translations, surely enough without a day."""
    return {(c.one, c.other) for c in pairs if c.pairs >= SHORT and likely(c.values) >= enough(None)}


def _decided(name: str, articles: Sequence[Read], note: str) -> list[Figure]:
    found = told(compared(articles, CANDIDATES))
    gold = {
        (i, j) for i, a in enumerate(articles) for j, b in enumerate(articles[:i]) if a.language != b.language and a.of == b.of
    }
    first = {i for i, _ in gold}
    return [
        Figure(f"translations {name} F1", f1(len(found & gold), len(gold), len(found)), len(gold), note),
        Figure(f"translations {name} false pairs", len(found - gold), len(found), "of those told", higher=False),
        Figure(f"translations {name} articles found", len({i for i, _ in found & gold} & first) / max(1, len(first)), len(first),
               "articles that are told to be a translation of an earlier one"),
    ]  # fmt: skip


def _ranked(articles: Sequence[Read]) -> Figure:
    """Of every article and language the true one among it and all other stories' articles in the three other languages, ranked first by nearness."""
    near = {pair: n for k, (n, _) in nearness(articles)[1].items() for pair in (k, k[::-1])}
    right = n = 0
    for i, a in enumerate(articles):
        for language in LANGUAGES:
            if language != a.language:
                others = [
                    j for j, b in enumerate(articles) if b.language != a.language and (b.of != a.of or b.language == language)
                ]
                right += articles[max(others, key=lambda j: near[i, j])].of == a.of
                n += 1
    return Figure(
        "translations MEANTIME ranked first", right / n, n, "the true one among the articles of 60 stories in 3 languages"
    )


def judged(articles: Sequence[Read]) -> Iterator[tuple[dict[str, Any], list[Distortion], list[dict[str, Any]]]]:
    """Of our own set every copy, the distortions found in it against its original, and those that were written into it."""
    by_id, records = {a.id: a for a in articles}, {d["id"]: d for d in lines(OWN)}
    for d in records.values():
        if d["of"]:
            here, there = by_id[d["id"]], by_id[d["of"]]
            found = distortions(here.report, there.report, align(here.graph.vectors, there.graph.vectors).pairs)
            yield d, found, d["distortions"]


def hits(d: dict[str, Any], x: Distortion, gold: dict[str, Any]) -> bool:
    """Whether a distortion that was found points at one that was written: its passage holds or touches the changed words."""
    at = d["text"].find(gold["here"])
    return at < x.pair.here.end and x.pair.here.start < at + len(gold["here"])


def _distorted(articles: Sequence[Read]) -> list[Figure]:
    right = found = gold = hit = 0
    for d, ours_, written in judged(articles):
        found += len(ours_)
        gold += len(written)
        right += sum(any(hits(d, x, w) for w in written) for x in ours_)
        hit += sum(any(hits(d, x, w) for x in ours_) for w in written)
    return [
        Figure("distortions precision", right / max(1, found), found, "told in a passage that holds one"),
        Figure("distortions recall", hit / max(1, gold), gold, "written into 15 of 80 copies"),
    ]


def measure(reader: Reader, data: Path) -> list[Figure]:
    """Figures of both sets; none where the reader gives no vectors."""
    own = read(reader, ours())
    if not any(a.graph.vectors for a in own):
        return []
    figures = _decided("own", own, "the weights were fitted on these pairs") + _distorted(own)
    folder = data / "public" / "meantime"
    if folder.is_dir():
        stories = [
            a
            for l in LANGUAGES
            for a in read(
                reader,
                [{**d, "id": f"{d['story']}-{l}", "family": str(d["story"])} for d in lines(folder / f"{l}.dev.jsonl")],
                l,
            )
        ]
        figures += [_ranked(stories), *_decided("MEANTIME", stories, "no article of it was looked at")]
    return figures


def fitted(pairs: Sequence[Compared], right: Sequence[bool], l2: float = 1e-3) -> list[float]:
    """Weights of the features and the constant, by regularised logistic regression (Newton's method)."""
    x, y = np.array([c.values for c in pairs]), np.array(right, float)
    middle, spread = x.mean(0), x.std(0) + 1e-9
    z = np.c_[(x - middle) / spread, np.ones(len(x))]
    w, less = np.zeros(z.shape[1]), l2 * len(y) * np.diag([1.0] * x.shape[1] + [0.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-z @ w))
        w -= np.linalg.solve((z * (p * (1 - p))[:, None]).T @ z + less + 1e-9 * np.eye(len(w)), z.T @ (p - y) + less @ w)
    return [*(w[:-1] / spread), w[-1] - float((w[:-1] * middle / spread).sum())]


def main() -> None:
    ap = argparse.ArgumentParser(
        prog="python -m bench.translations", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("--data", type=Path, default=Path("../shared/bench"))
    ap.add_argument("--model", type=Path, help="folder of another model than the installed one")
    ap.add_argument("--fit", action="store_true")
    ap.add_argument("--wrong", action="store_true")
    a = ap.parse_args()
    reader = Reader(reader=EncoderReader(a.model)) if a.model else Reader()
    if a.fit:
        articles = read(reader, ours())
        pairs = compared(articles, len(articles))
        for name, w in zip(
            ("centre", "passages", "marks", "none"),
            fitted(pairs, [articles[c.one].of == articles[c.other].of for c in pairs]),
            strict=True,
        ):
            print(f"{name}: {w:.1f}")
    elif a.wrong:
        for d, found, written in judged(read(reader, ours())):
            for x in found:
                if not any(hits(d, x, w) for w in written):
                    print(f"{d['id']}: not written: {x.kind}: {x.here} | {x.there}")
            for w in written:
                if not any(hits(d, x, w) for x in found):
                    print(f"{d['id']}: not found: {w['kind']}: {w['here']} | {w['there']}")
    else:
        for f in measure(reader, a.data):
            print(f"{f.name:42}{f.value:9.3f}  n={f.n:<6}{f.note}")


if __name__ == "__main__":
    main()
