"""`python -m bench.board`: how often the tripwire board rings falsely on news in which nothing it waits for happens, beside a Boolean keyword alert of equal recall.

The tripwires are those that the threats of `tests/desk/scenario.jsonl` tell and those of `tripwires.yaml`; the news are `distractors.jsonl` and some eight thousand
documents of others, dated inside the scenario's six weeks (the hard way: by their own dates most would be expired). An article rings where it alone would take a
standing tripwire to approached; a bell is a change of state of the one board past which all go. `board.tsv` says of every article that rang whether its words do tell
the trigger; what nobody has judged counts as false. Reading is kept under `build/board`, and goes on where it was broken off.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import yaml
from sqlalchemy import select

from bench.documents import documents
from bench.measure import lines, sample
from tocsin import Reader
from tocsin.desk.bells import OURS, add
from tocsin.desk.board import Rule, Source, decide, hits
from tocsin.desk.steps import catch_up
from tocsin.desk.wires import Wire, of_report, read
from tocsin.intake.article import Article
from tocsin.report import Report
from tocsin.resolve.outlets import owner
from tocsin.store import Made, made_by_hash, opened, write
from tocsin.store.schema import BELLS, WIRES

DESK = Path("tests/desk")
WORK = Path("build/board")
JUDGED = Path(__file__).parent / "board.tsv"
"""article, tripwire, the first words of what rang it, whether they tell the trigger (`true` or why not)."""
FIRST, DAYS = dt.date(2031, 3, 8), 38
"""From the last threat to the end of the scenario."""
THREATS = ("s01", "s02", "s03", "s04", "s05")
TRUE = {"a": ("s10", "s16", "s17", "s19"), "b": ("s13", "s14"), "c": ("s18",)}
"""The articles of the scenario that tell a trigger, as feared, as done, or by a state's outlet."""
BATCH = 16
SHOWN = 6
"""Words of others' texts that are shown."""


@dataclass(frozen=True, slots=True)
class Ring:
    """An article that would take a tripwire to approached: which, by what words, and what the judge said (empty: nothing)."""

    article: str
    wire: str
    words: str
    verdict: str


def reports(reader: Reader, name: str, articles: Sequence[Article]) -> list[Report]:
    """Articles read, from the work folder where the same maker has read them before; those in letters that are not read are left out."""
    kept = WORK / made_by_hash(reader.made_by) / f"{name}.jsonl"
    kept.parent.mkdir(parents=True, exist_ok=True)
    text = kept.read_text(encoding="utf-8") if kept.exists() else ""
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        # The last line was cut off by a kill; its article is read anew.
        kept.write_text(whole, encoding="utf-8")
    have = {r.source_id: r for r in map(Report.from_json, whole.split("\n")[:-1])}
    left = (a for a in articles if a.source_id not in have)
    with kept.open("a", encoding="utf-8") as out:
        while some := list(islice(left, BATCH)):
            for r in reader.read_articles(some):
                if isinstance(r, Report):
                    have[r.source_id] = r
                    out.write(r.to_json() + "\n")
            out.flush()
            print(f"\r{name}: {len(have)} of {len(articles)} read", end="", file=sys.stderr)
    print(file=sys.stderr)
    return [have[a.source_id] for a in articles if a.source_id in have]


def own(file: Path) -> list[Article]:
    """The articles of a file of ours."""
    return [
        Article(d["text"], file.stem, d["id"], d["url"], d["outlet"], d["title"], d["language"], d["published"])
        for d in lines(file)
    ]


def source(r: Report) -> Source:
    return Source(r.outlet, owner(r.outlet, r.url) in OURS, False)


def rings(wires: Sequence[Wire], r: Report, judged: dict[tuple[str, str], str]) -> Iterator[Ring]:
    """The tripwires, all standing, that an article alone would take to approached."""
    for wire in wires:
        verdict = decide(wire, hits(wire, r, source(r)), Rule(), r.published)
        if verdict.state != "standing":
            words = " ".join(max(verdict.evidence, key=lambda h: (h.full, h.confidence)).words.split()[:SHOWN])
            yield Ring(r.source_id or "", wire.id, words, judged.get((r.source_id or "", wire.id), ""))


def bells(threats: Sequence[Report], news: Sequence[Report]) -> Counter[tuple[str, str]]:
    """(whose tripwire, state) → bells, all news past one board on which the threats stand, in the order of their days: `ours` are the scenario's and the written ones,
    `theirs` those that the news tell themselves."""
    with tempfile.TemporaryDirectory() as folder:
        engine = opened(f"{folder}/board.db")
        write(engine, [Made(r) for r in threats])
        catch_up(engine)
        with engine.begin() as connection:
            for wire in read(DESK / "tripwires.yaml"):
                add(connection, wire)
            ours = set(connection.execute(select(WIRES.c.id)).scalars())
        ordered = sorted(news, key=lambda r: r.published or "")
        for k in range(0, len(ordered), 200):
            write(engine, [Made(r) for r in ordered[k : k + 200]])
        catch_up(engine)
        with engine.connect() as connection:
            rung = connection.execute(select(BELLS.c.wire, BELLS.c.state)).all()
        engine.dispose()
    return Counter(("ours" if wire in ours else "theirs", state) for wire, state in rung)


Query = dict[str, re.Pattern[str]]


def queries() -> dict[str, Query]:
    """Tripwire → the lists of its Boolean query, each as a pattern."""
    table = yaml.safe_load((DESK / "keywords.yaml").read_text(encoding="utf-8"))
    return {
        wire: {
            part: re.compile("|".join(rf"\b{re.escape(w[:-1])}" if w.endswith("*") else rf"\b{re.escape(w)}\b" for w in words), re.IGNORECASE)
            for part, words in lists.items()
        }
        for wire, lists in table.items()
    }  # fmt: skip


def asked(query: Query, r: Report | Article, parts: Sequence[str] = ()) -> bool:
    """Whether an article has a word of every list (of some lists only, where `parts` names them)."""
    words = f"{r.title or ''}\n{r.text}"
    return all(p.search(words) for name, p in query.items() if not parts or name in parts)


def told(name: str, news: Sequence[Report], wires: Sequence[Wire], threats: Sequence[Report], show: bool) -> None:
    """Print the figures of one lot of news."""
    judged = verdicts()
    rung = [ring for r in news for ring in rings(wires, r, judged)]
    loud, false = {g.article for g in rung}, {g.article for g in rung if g.verdict != "true"}
    unjudged = {g.article for g in rung if not g.verdict}
    board = bells(threats, news)
    per = 10_000 / max(1, len(news))
    print(f"{name}: {len(news)} articles")
    print(
        f"  articles that ring the board: {len(loud)}, false {len(false)} ({len(false) * per:.0f} per 10,000; {len(unjudged)} not judged, counted as false)"
    )
    for whose in ("ours", "theirs"):
        said = ", ".join(
            f"{state} {board[whose, state]} ({board[whose, state] * per:.0f} per 10,000)"
            for state in ("approached", "triggered", "answered")
        )
        print(f"  bells of {'the scenario’s tripwires' if whose == 'ours' else 'tripwires that these articles tell'}: {said}")
    alerted(news)
    if show:
        for g in rung:
            print("\t".join((g.article, g.wire, g.words, g.verdict)))


def alerted(news: Sequence[Report | Article]) -> None:
    """Print how many articles ring the keyword alert; it needs no reading."""
    per, lists = 10_000 / max(1, len(news)), queries().values()
    whole = sum(any(asked(q, r) for q in lists) for r in news)
    two = sum(any(asked(q, r, ("actor", "act")) for q in lists) for r in news)
    print(
        f"  articles that ring the keywords: {whole} ({whole * per:.0f} per 10,000); with actor and act alone {two} ({two * per:.0f})"
    )


def verdicts() -> dict[tuple[str, str], str]:
    """(article, tripwire) → verdict."""
    rows = [line.split("\t") for line in JUDGED.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {(r[0], r[1]): r[3] for r in rows}


def main() -> int:
    ap = argparse.ArgumentParser(
        prog="python -m bench.board", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("--data", type=Path, default=Path("../shared/bench"), help="the benchmark folder")
    ap.add_argument("--sample", type=int, default=0, metavar="N", help="only so many documents, the same every time")
    ap.add_argument("--own", action="store_true", help="only our own articles")
    ap.add_argument("--rings", action="store_true", help="list what rang, as board.tsv has it")
    ap.add_argument(
        "--keywords", action="store_true", help="only the keyword alert past others' documents, without reading them"
    )
    a = ap.parse_args()
    if not a.own and not (a.data / "public").is_dir():
        print(f"bench: {a.data} is not the benchmark folder (it has no public/); give --data", file=sys.stderr)
        return 2
    found = [] if a.own else list(documents(a.data / "public", FIRST, DAYS))
    if a.keywords:
        print(f"others' documents: {len(found)} articles")
        alerted([d.article for d in found])
        return 0
    reader = Reader()
    scenario = {r.source_id: r for r in reports(reader, "scenario", own(DESK / "scenario.jsonl"))}
    threats = [scenario[x] for x in THREATS]
    written = list(read(DESK / "tripwires.yaml"))
    known = {w.triggers for w in written}
    wires = [*written, *{w.id: w for r in threats for _, w in of_report(r) if w.triggers not in known}.values()]
    true = [(wire, x) for wire, names in TRUE.items() for x in names]
    board = sum(any(g.wire == wire for g in rings(written, scenario[x], {})) for wire, x in true)
    print(
        f"recall on the {len(true)} articles of the scenario that tell a trigger: board {board}, keywords {sum(asked(queries()[w], scenario[x]) for w, x in true)}"
    )
    told("distractors", reports(reader, "distractors", own(DESK / "distractors.jsonl")), wires, threats, a.rings)
    if a.own:
        return 0
    chosen = sample(found, a.sample) if a.sample else found
    by_set = Counter(d.set for d in chosen)
    print(f"documents by set: {', '.join(f'{k} {n}' for k, n in by_set.items())}")
    told("others' documents", reports(reader, "documents", [d.article for d in chosen]), wires, threats, a.rings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
