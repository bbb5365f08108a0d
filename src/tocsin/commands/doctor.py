"""`tocsin doctor`: what is installed, whether the model is whole, how fast it reads here, what to do about each fault."""

from __future__ import annotations

import os
import platform
import sys
import time
from importlib.metadata import PackageNotFoundError, requires, version

import tocsin

SAMPLE = (
    "The foreign ministry of Freedonia summoned the ambassador of Sylvania on Monday over the shelling of a border village. "
    "A spokesman told reporters that any further attack would be answered with force. Sylvania denied that its troops had fired. "
    "Talks between the two governments are planned for next week. "
)


def _packages() -> list[tuple[str, str | None]]:
    out: list[tuple[str, str | None]] = []
    for line in requires("tocsin") or []:
        if "extra ==" in line:
            continue
        name = line.split(";")[0].split(">")[0].split("<")[0].split("=")[0].split("~")[0].strip()
        try:
            out.append((name, version(name)))
        except PackageNotFoundError:
            out.append((name, None))
    return out


def run_doctor() -> int:
    """Print the findings, one a line; 0 where nothing is wrong."""
    faults = 0

    def line(right: bool, what: str, remedy: str = "") -> None:
        nonlocal faults
        faults += not right
        print(f"{'ok  ' if right else 'FAIL'}  {what}" + (f"\n      {remedy}" if not right and remedy else ""))

    line(
        sys.version_info >= (3, 11),
        f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "install Python 3.11 or later",
    )
    line(True, f"tocsin {tocsin.__version__}")
    for name, found in _packages():
        line(found is not None, f"{name} {found or 'is not installed'}", f"pip install {name}")
    from tocsin.reader.model import EncoderReader, ModelError, checksum, model_folder

    try:
        folder = model_folder()
        reader = EncoderReader(folder)
        right = checksum(folder) == reader.about.get("checksum")
        line(True, f"model {reader.name}, {sum(f.stat().st_size for f in folder.iterdir() if f.is_file()) / 1e6:.0f} MB")
        line(
            right,
            "model checksum is right" if right else "the model's files are not the ones its checksum was made of",
            "pip install --force-reinstall tocsin-model",
        )
    except (ModelError, OSError) as fault:
        line(False, str(fault), "pip install --force-reinstall tocsin-model")
        print(f"\n{faults} faults")
        return 1
    from tocsin.resolve import gazetteer

    line(
        gazetteer.installed() > 0,
        f"gazetteer of {gazetteer.installed():,} places"
        if gazetteer.installed()
        else "the gazetteer is not there: cities are not placed",
        "pip install --force-reinstall tocsin, or run make in the source tree",
    )
    from tocsin.line import Reader
    from tocsin.tidy.language import TAUGHT

    line(True, f"reads {', '.join(TAUGHT)}; other languages in Latin, Cyrillic or Arabic letters by transfer")
    whole = Reader(reader=reader)
    whole.read(SAMPLE, published="2024-05-17")
    began, sentences = time.perf_counter(), 0
    while time.perf_counter() - began < 2:
        from tocsin.intake.article import Article

        for r in whole.read_articles([Article(SAMPLE * 4, "sample")] * 8):
            sentences += len(r.sentences) if not isinstance(r, Exception) else 0
    rate = sentences / (time.perf_counter() - began)
    line(
        rate > 20,
        f"{rate:.0f} sentences a second here",
        "another program keeps the processor busy, or it lacks AVX2; try again when it is idle",
    )
    report = whole.read(SAMPLE, published="2024-05-17")
    line(
        bool(report.events and report.statements),
        f"the sample gives {len(report.events)} events and {len(report.statements)} statements",
        "the model does not fit this version of tocsin; upgrade both",
    )
    print(f"\n{faults} faults" if faults else "\nall well")
    return 1 if faults else 0
