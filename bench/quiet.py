"""Real text without politics: how many events we see where there are none. Business, aviation, celebrity and sport stories."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from bench.measure import Figure, lines, sample
from tocsin import Reader
from tocsin.intake.article import Article
from tocsin.report import Event, Report

ECB = {f"{n}{kind}" for n in (1, 2, 5, 6, 7, 10, 25, 29, 31) for kind in ("ecb", "ecbplus")}
"""ECB+ stories of film, awards and sport: rehabilitation, hosts, transfers, matches, injuries, none of them an act of the codebook."""
EACH = 60
"""Paragraphs taken of each source."""
CODE = re.compile(r"https?://|^\W*$")


def paragraphs(texts: list[str]) -> list[str]:
    """Paragraphs of running prose: at least two sentences' worth of letters, no lists of links."""
    return [
        p.strip()
        for t in texts
        for p in re.split(r"\n\s*\n|\n", t)
        if 160 <= len(p.strip()) <= 1200 and p.strip()[-1:] in '.!?»”"' and not CODE.search(p)
    ]


def sources(public: Path) -> dict[str, tuple[str, list[str]]]:
    """Name → (language, paragraphs)."""
    out: dict[str, tuple[str, list[str]]] = {}
    for language in ("en", "es", "it"):
        path = public / "meantime" / f"{language}.dev.jsonl"
        if path.exists():
            out[f"MEANTIME {language}"] = (language, paragraphs([d["text"] for d in lines(path)]))
    for language in ("ru", "uk", "pl"):
        path = public / "slavicner" / f"{language}.dev.jsonl"
        if path.exists():
            out[f"ryanair {language}"] = (language, paragraphs([d["text"] for d in lines(path) if d["topic"] == "ryanair"]))
    stories = [
        d["text"]
        for name in ("train", "dev")
        if (public / "ecbplus" / f"{name}.jsonl").exists()
        for d in lines(public / "ecbplus" / f"{name}.jsonl")
        if d["story"] in ECB
    ]
    if stories:
        out["ECB+ en"] = ("en", paragraphs(stories))
    return {k: (l, sample(p, EACH)) for k, (l, p) in out.items()}


def found(reader: Reader, public: Path) -> list[tuple[str, int, int, list[tuple[Event, str]]]]:
    """Of every source: its name, paragraphs, sentences, and the events that were seen with the sentence each stands in."""
    rows = []
    for name, (language, own) in sources(public).items():
        events, sentences = [], 0
        for r in reader.read_all([Article(p, name, language=language) for p in own]):
            if isinstance(r, Report):
                sentences += len(r.sentences)
                events += [(v, r.text[v.start : v.end].replace("\n", " ")) for v in r.events]
        rows.append((name, len(own), sentences, events))
    return rows


def measure(reader: Reader, data: Path) -> list[Figure]:
    """Events in sixty sentences, over all sources: an upper bound on false ones, for some of these stories do tell acts."""
    rows = found(reader, data / "public")
    n, sentences, events = (sum(x) for x in zip(*((p, s, len(e)) for _, p, s, e in rows), strict=True)) if rows else (0, 0, 0)
    if not n:
        return []
    note = f"{n} paragraphs, {sentences} sentences; true ones among them (airline strikes, lawsuits) are counted too: python -m bench.quiet lists all, nobody has judged them yet"
    return [Figure("events in 60 quiet sentences", 60 * events / max(1, sentences), n, note, higher=False)]


def main() -> int:
    """`python -m bench.quiet`: every event seen, to be judged by a person."""
    ap = argparse.ArgumentParser(description=main.__doc__)
    ap.add_argument("--data", type=Path, default=Path("../shared/bench"))
    a = ap.parse_args()
    for name, n, sentences, events in found(Reader(), a.data / "public"):
        print(f"## {name}: {n} paragraphs, {sentences} sentences, {len(events)} events")
        for v, clause in sorted(events, key=lambda x: -x[0].confidence):
            print(f"{v.confidence:.2f} {v.type} {v.status} [{v.trigger.text}] {clause[:300]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
