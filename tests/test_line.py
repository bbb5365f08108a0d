"""The Python interface: the user's first three lines, and what a report carries."""

import subprocess
import sys

import pytest

import tocsin
from tocsin.line import Unreadable, report_id

TEXT = "Freedonia expelled two Sylvanian diplomats on Monday, its foreign ministry said. Sylvania denied spying."


def test_the_first_three_lines(reader):
    report = tocsin.read(TEXT, published="2024-05-17")
    assert report.events and report.statements
    assert "events" in repr(report) and "<article" in report._repr_html_()
    assert "Reader" in repr(reader)


def test_a_report_says_what_made_it(reader):
    made = reader.read(TEXT).made_by
    assert made["tocsin"] == tocsin.__version__ and len(made["checksum"]) == 64 and made["settings"]["confidence"] > 0


def test_ids_are_stable_and_differ_by_address():
    assert report_id(TEXT, None) == report_id(TEXT, None) != report_id(TEXT, "https://a.example")


def test_an_impossible_date_is_refused(reader):
    with pytest.raises(ValueError, match="2024-02-31"):
        reader.read(TEXT, published="2024-02-31")


def test_a_script_that_is_not_read_is_declined_in_words(reader):
    with pytest.raises(Unreadable, match="Greek"):
        reader.read("Η κυβέρνηση δήλωσε ότι οι συνομιλίες θα συνεχιστούν.")


def test_another_language_is_read_by_transfer_and_says_so(reader):
    r = reader.read("Türkiye pazartesi günü iki diplomatı sınır dışı etti, dedi dışişleri bakanlığı.")
    assert r.language == "tr" and r.signals["by_transfer"] == 1.0


def test_reports_come_in_input_order(reader):
    from tocsin.intake.article import Article

    articles = [Article(f"{TEXT} Number {n}.", "x", source_id=str(n)) for n in range(40)]
    assert [r.source_id for r in reader.read_all(articles)] == [str(n) for n in range(40)]


def test_import_is_quick_and_loads_no_model():
    code = "import sys, tocsin; assert 'onnxruntime' not in sys.modules and 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_reading_line_uses_nothing_that_only_posix_has():
    from pathlib import Path

    for f in Path(tocsin.__file__).parent.rglob("*.py"):
        words = f.read_text(encoding="utf-8")
        assert not any(
            x in words for x in ("import fcntl", "import resource", "os.fork", "/tmp/", "import pwd", "signal.SIGALRM")
        ), f
