"""Our own gold: the dev articles, read by the shipped line and scored by the benchmark's own script."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.measure import Figure, lines
from tocsin import Reader
from tocsin.intake.article import Article
from tocsin.report import Report

WANTED = ("trigger", "event", "who_whom", "country_dyad", "mode", "date", "place", "casualty", "attribution", "statement_found", "statement",
          "via", "tripwire", "noise", "status_macro", "name", "sector", "actors", "recipients", "speaker", "ece", "false_per_quiet",
          "text_kept", "offsets_true", "ids_true", "language")  # fmt: skip
LESS = {"ece", "false_per_quiet"}


def read_gold(reader: Reader, files: list[Path]) -> list[Report]:
    """Reports of the gold articles, language detected, date given."""
    articles = [
        Article(a["text"], a["id"], source_id=a["id"], title=a["title"], published=a["published"])
        for f in files
        for a in lines(f)
    ]
    reports = list(reader.read_all(articles))
    return [r for r in reports if isinstance(r, Report)]


def measure(reader: Reader, data: Path) -> list[Figure]:
    """All figures of `score_articles.py`, and event F1 of every language."""
    files = sorted((data / "articles").glob("dev.*.jsonl"))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.jsonl"
        out.write_text("".join(r.to_json() + "\n" for r in read_gold(reader, files)), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(data / "score_articles.py"), "score", str(out), *map(str, files), "--json", "--by-language"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    scores = json.loads(done.stdout)
    figures = []
    for name in WANTED:
        f = scores["all"].get(name)
        if f:
            figures.append(
                Figure(f"articles {name}", f.get("f1", f.get("share")), f.get("gold", f.get("n", 0)), higher=name not in LESS)
            )
    languages = {k: v for k, v in scores.items() if k != "all"}
    for language, f in sorted(languages.items()):
        figures.append(Figure(f"articles event {language}", f["event"]["f1"], f["event"]["gold"]))
    return figures
