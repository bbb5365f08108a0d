"""Real text without politics: how many events we see where there are none. Business, aviation, celebrity and sport stories.

Some of these stories do tell acts (strikes, lawsuits, convictions). `quiet.tsv` says of every event that was seen whether it is one, and why not; what nobody
has judged counts as false.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass
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


JUDGED = Path(__file__).parent / "quiet.tsv"
"""source, paragraph, place of the trigger in it, type, trigger, whether it is an act of the codebook (`true` or why not)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An event that was seen: where, what the judge said of it (empty: nothing), and the sentence it stands in."""

    source: str
    paragraph: int
    event: Event
    verdict: str
    clause: str


def verdicts() -> dict[tuple[str, int, int, str], str]:
    """(source, paragraph, start, type) → verdict."""
    if not JUDGED.exists():
        return {}
    rows = [line.split("\t") for line in JUDGED.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {(r[0], int(r[1]), int(r[2]), r[3]): r[5] for r in rows}


def found(reader: Reader, public: Path) -> list[tuple[str, int, int, list[Seen]]]:
    """Of every source: its name, paragraphs, sentences, and the events that were seen."""
    judged, rows = verdicts(), []
    for name, (language, own) in sources(public).items():
        seen, sentences = [], 0
        for n, r in enumerate(reader.read_all([Article(p, name, language=language) for p in own])):
            if isinstance(r, Report):
                sentences += len(r.sentences)
                seen += [
                    Seen(
                        name,
                        n,
                        v,
                        judged.get((name, n, v.trigger.start, v.type), ""),
                        r.text[v.start : v.end].replace("\n", " "),
                    )
                    for v in r.events
                ]
        rows.append((name, len(own), sentences, seen))
    return rows


def measure(reader: Reader, data: Path) -> list[Figure]:
    """Events in sixty sentences over all sources, and those of them that are none."""
    rows = found(reader, data / "public")
    if not rows:
        return []
    n, sentences = sum(r[1] for r in rows), sum(r[2] for r in rows)
    seen = [s for r in rows for s in r[3]]
    false = [s for s in seen if s.verdict != "true"]
    unjudged = sum(not s.verdict for s in seen)
    note = f"{n} paragraphs, {sentences} sentences; judged in bench/quiet.tsv, {unjudged} not yet judged and counted as false"
    return [
        Figure("events in 60 quiet sentences", 60 * len(seen) / max(1, sentences), n, "strikes, lawsuits and convictions among them are true", higher=False),
        Figure("false events in 60 quiet sentences", 60 * len(false) / max(1, sentences), n, note, higher=False),
    ]  # fmt: skip


def main() -> int:
    """`python -m bench.quiet`: every event seen, as `quiet.tsv` has it, with the sentence behind it."""
    ap = argparse.ArgumentParser(description=main.__doc__)
    ap.add_argument("--data", type=Path, default=Path("../shared/bench"))
    ap.add_argument("--unjudged", action="store_true", help="only what nobody has judged")
    a = ap.parse_args()
    for name, n, sentences, seen in found(Reader(), a.data / "public"):
        print(f"# {name}: {n} paragraphs, {sentences} sentences, {len(seen)} events")
        for s in seen:
            if not (a.unjudged and s.verdict):
                v = s.event
                print(
                    s.source,
                    s.paragraph,
                    v.trigger.start,
                    v.type,
                    v.trigger.text,
                    s.verdict or "?",
                    f"{v.status}: {s.clause[:300]}",
                    sep="\t",
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
