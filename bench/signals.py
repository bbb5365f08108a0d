"""The article signals: is it political, is it machine-translated."""

from __future__ import annotations

from pathlib import Path

from bench.measure import Figure, lines, roc_auc
from tocsin import Reader
from tocsin.intake.article import Article
from tocsin.report import Report
from training.markup import held_out, read

CORPUS = Path(__file__).parent.parent / "training" / "corpus"


def _scores(reader: Reader, texts: list[str], signal: str) -> list[float]:
    reports = reader.read_all([Article(t, "bench") for t in texts])
    return [float(r.signals[signal]) for r in reports if isinstance(r, Report)]


def measure(reader: Reader, data: Path) -> list[Figure]:
    """ROC-AUC of both signals; an article counts as machine-translated where the gold marks a nonsense author bio."""
    gold = [a for f in sorted((data / "articles").glob("dev.*.jsonl")) for a in lines(f)]
    figures = []
    meantime = data / "public" / "meantime"
    if meantime.is_dir():
        dull = [a["text"] for f in sorted(meantime.glob("*.dev.jsonl")) if not f.name.startswith("nl") for a in lines(f)]
        dull += [a["text"] for a in gold if not a["events"]]
        passages, _ = read(sorted(CORPUS.glob("*/*.txt")))
        dull += [p.text for p in passages if held_out(p) and not p.events]
        active = [a["text"] for a in gold if a["events"]]
        figures.append(
            Figure("political ROC-AUC", roc_auc(_scores(reader, active, "political"), _scores(reader, dull, "political")), len(active) + len(dull),
                   "dev articles with events against MEANTIME (en es it), dev articles without, and our own held-out quiet passages"))  # fmt: skip
    translated = [a["text"] for a in gold if any(n["kind"] == "author_bio" for n in a["noise"])]
    clean = [a["text"] for a in gold if not any(n["kind"] == "author_bio" for n in a["noise"])]
    value = roc_auc(_scores(reader, translated, "machine_translated"), _scores(reader, clean, "machine_translated"))
    figures.append(
        Figure(
            "machine_translated ROC-AUC", value, len(gold), "the dev article of each language that bears a nonsense author bio"
        )
    )
    return figures
