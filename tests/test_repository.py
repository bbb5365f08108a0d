"""The repository's own rules: no benchmark text, no floor fallen, weights within their limit."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_no_benchmark_text_stands_in_the_repository(shared):
    done = subprocess.run([sys.executable, str(shared / "bench" / "check_leaks.py"), str(ROOT)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_no_figure_of_the_articles_has_fallen_below_its_floor(shared, reader):
    from bench import articles, signals, times
    from bench.floors import fallen

    figures = [
        *articles.measure(reader, shared / "bench"),
        *signals.measure(reader, shared / "bench"),
        *times.measure(shared / "bench"),
    ]
    assert not fallen(figures)


def test_floors_refuse_to_be_lowered(tmp_path, monkeypatch):
    import bench.floors as floors
    from bench.measure import Figure

    monkeypatch.setattr(floors, "FLOORS", tmp_path / "floors.json")
    assert floors.updated([Figure("a", 0.8, 1), Figure("b", 0.2, 1, higher=False)], lower=False) == 0
    assert not floors.fallen([Figure("a", 0.8, 1), Figure("b", 0.2, 1, higher=False)])
    assert floors.updated([Figure("a", 0.5, 1)], lower=False) == 1
    assert len(floors.fallen([Figure("a", 0.5, 1), Figure("b", 0.4, 1, higher=False)])) == 2
    assert floors.updated([Figure("a", 0.5, 1)], lower=True) == 0
    assert not floors.fallen([Figure("a", 0.5, 1)])


def test_the_model_package_is_within_70_mb():
    from tocsin.reader.model import checksum, model_folder

    folder = model_folder()
    assert sum(f.stat().st_size for f in folder.iterdir() if f.is_file()) <= 70_000_000
    import json

    assert json.loads((folder / "model.json").read_text(encoding="utf-8"))["checksum"] == checksum(folder)
