"""The committed list of hard sentence boundaries, `hard_cases.txt`."""

from pathlib import Path


def cases() -> list[tuple[str, list[str]]]:
    """(language, sentences) of every line."""
    lines = (Path(__file__).parent / "hard_cases.txt").read_text(encoding="utf-8").splitlines()
    return [(l.split("\t")[0], l.split("\t")[1].split(" || ")) for l in lines if l and not l.startswith("#")]
