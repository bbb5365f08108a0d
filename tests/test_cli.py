"""The command line: formats, exit statuses, faults in words, output that is whole at every moment."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tocsin.cli import app

ROOT = Path(__file__).resolve().parent.parent
NEWS = "Freedonia expelled two Sylvanian diplomats on Monday, its foreign ministry said. Sylvania denied spying and threatened to close the border.\n"


def run(*args, stdin=None):
    done = subprocess.run(
        [sys.executable, "-m", "tocsin.cli", *map(str, args)], input=stdin, capture_output=True, text=True, encoding="utf-8"
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def news(tmp_path):
    f = tmp_path / "news.txt"
    f.write_text(NEWS, encoding="utf-8")
    return f


def test_text_has_a_gist_and_the_article_and_no_colour_when_piped(news):
    status, out, _err = run("read", news, "--published", "2024-05-17")
    assert status == 0 and "Events" in out and "Freedonia" in out and "\x1b[" not in out
    assert NEWS.strip() in out


def test_json_is_one_report_a_line_in_input_order(tmp_path):
    f = tmp_path / "a.jsonl"
    f.write_text("".join(json.dumps({"id": str(n), "text": NEWS, "published": "None"}) + "\n" for n in range(5)))
    status, out, err = run("read", f, "--format", "json")
    assert status == 0
    assert [json.loads(line)["source_id"] for line in out.splitlines()] == list("01234")
    assert "5 read, 0 skipped" in err


def test_one_skipped_is_status_1_and_names_file_line_and_remedy(tmp_path):
    f = tmp_path / "a.jsonl"
    f.write_text(json.dumps({"text": NEWS}) + "\n{broken\n")
    status, out, err = run("read", f, "--format", "json")
    assert status == 1 and len(out.splitlines()) == 1
    assert re.search(r"a\.jsonl:2: is not JSON .*; mend the line", err)


def test_nothing_readable_is_status_3(tmp_path):
    status, _, err = run("read", tmp_path / "none.txt")
    assert status == 3 and "does not exist" in err


def test_nothing_found_warns_and_fails_only_when_asked(tmp_path):
    f = tmp_path / "a.txt"
    f.write_text("0 1 2 3 4 5.\n")
    assert run("read", f)[0] == 0
    status, _, err = run("read", f, "--fail-on-empty")
    assert status == 4 and "no event" in err


@pytest.mark.parametrize(
    "args",
    [
        ("read",),
        ("read", "x.txt", "--format", "xml"),
        ("read", "x.txt", "--published", "2024-13-01"),
        ("read", "x.txt", "--min-confidence", "3"),
        ("nonsense",),
    ],
)
def test_wrong_usage_is_status_2(args):
    status, _, err = run(*args)
    assert status == 2 and err


def test_an_unwritable_output_is_told(news):
    status, _, err = run("read", news, "--output", "/no/such/folder/x.json", "--format", "json")
    assert status == 2 and "cannot be written" in err


def test_a_full_disk_is_told_and_what_was_written_is_whole(news):
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    status, _, err = run("read", news, "--output", "/dev/full", "--format", "json")
    assert status == 3 and "cannot be written" in err


def test_html_is_one_self_contained_page(news, tmp_path):
    out = tmp_path / "r.html"
    status, _, _ = run("read", news, "--format", "html", "--output", out)
    page = out.read_text(encoding="utf-8")
    assert status == 0 and page.startswith("<!doctype html>") and "expelled" in page
    assert not re.search(r"""(?:src|href)=["']https?:""", page) and "<script" not in page


def test_html_escapes_what_an_article_says(tmp_path):
    f = tmp_path / "a.txt"
    f.write_text("<script>alert(1)</script> Freedonia expelled two diplomats & more.")
    assert "<script>alert" not in run("read", f, "--format", "html")[1]


def test_several_pages_make_a_folder_with_an_index(tmp_path, samples):
    out = tmp_path / "pages"
    status, _, _err = run("read", samples, "--format", "html", "--output", out)
    assert status == 0 and (out / "index.html").exists() and len(list(out.glob("0*.html"))) == 12


def test_standard_input(news):
    status, out, _ = run("read", "-", "--format", "json", stdin=NEWS)
    assert status == 0 and json.loads(out)["text"] == NEWS


def test_min_confidence_leaves_out_events(news):
    few = json.loads(run("read", news, "--format", "json", "--min-confidence", "0.999")[1])
    many = json.loads(run("read", news, "--format", "json", "--min-confidence", "0")[1])
    assert len(few["events"]) < len(many["events"])


@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
def test_ctrl_c_leaves_a_valid_file(tmp_path):
    f, out = tmp_path / "a.jsonl", tmp_path / "out.jsonl"
    f.write_text("".join(json.dumps({"id": str(n), "text": NEWS * 10}) + "\n" for n in range(3000)))
    running = subprocess.Popen(
        [sys.executable, "-m", "tocsin.cli", "read", str(f), "--format", "json", "--output", str(out)],
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.time() + 60
    while time.time() < deadline and not (out.exists() and out.stat().st_size):
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130 and "whole" in err and "Traceback" not in err
    for line in out.read_text(encoding="utf-8").splitlines():
        json.loads(line)


def test_every_command_has_help_and_stands_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in app.registered_commands:
        name = command.name or command.callback.__name__
        result = CliRunner().invoke(app, [name, "--help"])
        assert result.exit_code == 0 and len(result.output) > 80
        assert f"tocsin {name}" in readme, name


def test_doctor_finds_nothing_wrong():
    status, out, _ = run("doctor")
    assert status == 0 and "checksum is right" in out and "sentences a second" in out


def test_an_unknown_model_is_told(news):
    status, _out, err = run("read", news, "--model", "nowhere/at-all")
    assert status == 3 and "no reader is called" in err and "no folder" in err


def test_a_folder_of_a_model_is_read_with(news):
    from tocsin.reader.model import model_folder

    status, out, _err = run("read", news, "--model", model_folder(), "--format", "json")
    assert status == 0 and json.loads(out)["made_by"]["checksum"]


def test_train_wants_passages_that_are_there(tmp_path):
    status, _out, err = run("train", tmp_path / "none", "--output", tmp_path / "out")
    assert status == 2 and ("no such file" in err or "requirements-train.txt" in err)
