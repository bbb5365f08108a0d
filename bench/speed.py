"""Speed and size: sentences a second end to end, beside spaCy where it is installed; memory; cold start; package size."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from bench.measure import Figure, lines
from bench.tables import rows
from tocsin import Reader
from tocsin.intake.article import Article
from tocsin.reader.model import model_folder
from tocsin.resolve.gazetteer import FOLDER
from tocsin.resolve.knowledge import INDEX
from tocsin.resolve.who import _who, who

ROOT = Path(__file__).resolve().parent.parent


def _texts(data: Path) -> list[str]:
    articles = sorted((data / "articles").glob("dev.*.jsonl"))
    if articles:
        return [a["text"] for f in articles for a in lines(f)] * 2
    return [f.read_text(encoding="utf-8") for f in sorted((ROOT / "samples").glob("*.txt"))] * 8


def _spacy(texts: list[str]) -> float | None:
    """Sentences a second of spaCy's fr_core_news_sm, whole pipeline, on the same texts."""
    try:
        import spacy

        nlp = spacy.load("fr_core_news_sm")
    except (ImportError, OSError):
        return None
    began = time.perf_counter()
    n = sum(len(list(d.sents)) for d in nlp.pipe(texts))
    return n / (time.perf_counter() - began)


def _mentions() -> Figure:
    """Mentions resolved a second, on one core: those of our own table of names, in ten languages."""
    asked = [(words, language, kind, published) for language, (published, words, kind, *_) in rows("who")]
    # The tables' rows are unpacked once a process; what is timed is looking up mentions that no cache holds.
    for words, language, kind, published in asked:
        who(words, language, kind=kind, published=published)
    _who.cache_clear()
    began = time.perf_counter()
    for words, language, kind, published in asked:
        who(words, language, kind=kind, published=published)
    rate = len(asked) / (time.perf_counter() - began)
    return Figure("mentions resolved a second", rate, len(asked), "one core, caches of mentions empty, of rows warm")


def _index() -> int:
    """Bytes of the compiled tables and of the gazetteer."""
    return sum(f.stat().st_size for folder in (INDEX, FOLDER) for f in folder.glob("*.npy"))


def measure(reader: Reader, data: Path) -> list[Figure]:
    """Rows of speed, memory, start and size."""
    texts = _texts(data)
    articles = [Article(t, "bench") for t in texts]
    list(reader.read_all(articles[:8]))
    began, n = time.perf_counter(), 0
    for r in reader.read_all(articles):
        n += len(r.sentences) if not isinstance(r, Exception) else 0
    rate = n / (time.perf_counter() - began)
    figures = [Figure("sentences a second", rate, n, "end to end, all cores")]
    figures.append(_mentions())
    figures.append(
        Figure("resolver index MB", _index() / 1e6, 1, "knowledge and gazetteer, on disk and mapped into memory", higher=False)
    )
    peer = _spacy(texts)
    if peer:
        figures.append(
            Figure("speed over spaCy fr_core_news_sm", rate / peer, n, "same texts, same machine; spaCy at its default")
        )
    figures.append(Figure("import seconds", _timed("import tocsin"), 1, higher=False))
    figures.append(Figure("cold report seconds", _timed("import tocsin; tocsin.read('Sylvania expelled two diplomats.')"), 1, "a fresh interpreter to the first report", higher=False))  # fmt: skip
    peak = subprocess.run(
        # Not ru_maxrss: a child begins with its parent's.
        [sys.executable, "-c", "import re,sys,tocsin\nt=open(sys.argv[1],encoding='utf-8').read()\nr=tocsin.Reader()\n"
         "from tocsin.intake.article import Article\nlist(r.read_all([Article(t,'x')]*200))\n"
         "print(int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])/1024)", str(ROOT / "samples" / "en-wire.txt")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    figures.append(Figure("peak memory MB", float(peak.stdout), 200, "200 articles in one run", higher=False))
    figures.append(
        Figure(
            "model package MB", sum(f.stat().st_size for f in model_folder().iterdir() if f.is_file()) / 1e6, 1, higher=False
        )
    )
    return figures


def _timed(code: str) -> float:
    """The quickest of three fresh interpreters, in seconds, less an empty one."""
    best = []
    for c in (code, "pass"):
        times = []
        for _ in range(3):
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", c], check=True)
            times.append(time.perf_counter() - began)
        best.append(min(times))
    return max(0.0, best[0] - best[1])
