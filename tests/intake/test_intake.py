"""Intake: every kind of input becomes articles; every fault becomes one clear line, and the rest goes on."""

import http.server
import io
import json
import sys
import threading
from email.message import EmailMessage

import pytest

from tocsin.intake import Article, Skipped, articles
from tocsin.intake.article import clean, date_of

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Talks resume - The Daily Glim</title>
<meta property="og:site_name" content="The Daily Glim"><meta property="article:published_time" content="2024-05-16T08:00:00Z"></head>
<body><nav><a href="/">Home</a><a href="/sport">Sport</a></nav><article><h1>Talks resume</h1>
<p>Negotiators from Freedonia and Sylvania met on Thursday in the border town of Glim for the first time since the winter campaign ended.</p>
<p>The Sylvanian foreign ministry said the delegations had agreed to exchange prisoners before the end of the month, and praised the mediators.</p>
<p>A further round is planned for next week, according to a spokesman who declined to give details of the agenda.</p></article>
<footer>Copyright The Daily Glim</footer></body></html>"""


def of(*inputs, **more):
    return list(articles([str(i) for i in inputs], **more))


def test_plain_text_is_never_altered(tmp_path):
    f = tmp_path / "a.txt"
    f.write_bytes("Uno.\r\nDue — «tre»\u00a0…\n".encode())
    (a,) = of(f)
    assert isinstance(a, Article) and a.text == "Uno.\r\nDue — «tre»\u00a0…\n"


def test_a_byte_order_mark_is_dropped_and_nothing_else(tmp_path):
    f = tmp_path / "a.txt"
    f.write_bytes(b"\xef\xbb\xbfHello \xef\xbb\xbf there")
    assert of(f)[0].text == "Hello \ufeff there"


def test_nul_and_lone_surrogates_become_replacement_characters_one_for_one():
    assert clean("a\x00b\ud800c") == "a\ufffdb\ufffdc"


def test_another_encoding_is_detected_and_said(tmp_path):
    f = tmp_path / "a.txt"
    f.write_bytes(("Президент заявил, что переговоры продолжатся на следующей неделе в Минске. " * 5).encode("cp1251"))
    (a,) = of(f)
    assert a.text.startswith("Президент заявил") and a.signals["encoding"]


def test_utf16_is_read(tmp_path):
    f = tmp_path / "a.txt"
    f.write_bytes("Hello there".encode("utf-16"))
    assert of(f)[0].text == "Hello there"


@pytest.mark.parametrize(
    "raw", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, b"%PDF-1.7\n" + bytes(range(128, 256)) * 10, b"abc" + b"\x00" * 900]
)
def test_binary_files_are_skipped_with_a_remedy(tmp_path, raw):
    f = tmp_path / "a.txt"
    f.write_bytes(raw)
    (s,) = of(f)
    assert isinstance(s, Skipped) and "binary" in s.what and s.remedy


def test_an_empty_and_a_missing_file(tmp_path):
    (tmp_path / "a.txt").write_text(" \n")
    a, b = of(tmp_path / "a.txt", tmp_path / "b.txt")
    assert a.what == "is empty" and b.what == "does not exist"


def test_a_text_over_the_limit_is_declined_not_cut(tmp_path):
    (tmp_path / "a.txt").write_text("x" * 300)
    (s,) = of(tmp_path / "a.txt", max_bytes=100)
    assert isinstance(s, Skipped) and "more than 100" in s.what


def test_jsonl_skips_a_malformed_line_by_its_number(tmp_path):
    f = tmp_path / "a.jsonl"
    f.write_text('{"text": "One."}\n{"text": \n\n{"title": "x"}\n{"text": "Two.", "id": 7}\n[1]\n')
    one, broken, lacking, two, wrong = of(f)
    assert one.text == "One." and one.origin.endswith("a.jsonl:1")
    assert broken.origin.endswith(":2") and "not JSON" in broken.what
    assert lacking.origin.endswith(":4") and "has no text" in lacking.what
    assert two.source_id == "7" and "not an object" in wrong.what


@pytest.mark.parametrize(
    ("record", "wanted"),
    [
        (
            {
                "maintext": "T.",
                "date_publish": "2024-05-16 08:00:00",
                "source_domain": "glim.example",
                "title": "H",
                "language": "en",
            },
            ("2024-05-16T08:00:00", "glim.example"),
        ),
        ({"text": "T.", "date": "2024-05-16", "sitename": "Glim", "source": "https://glim.example/1"}, ("2024-05-16", "Glim")),
        ({"event_text": "T.", "pub_date": "2024-05-16", "id": "n1"}, ("2024-05-16", None)),
        ({"text": "T.", "published": "None", "outlet": "None"}, (None, None)),
    ],
)
def test_field_names_of_others_are_understood(tmp_path, record, wanted):
    f = tmp_path / "a.json"
    f.write_text(json.dumps(record))
    (a,) = of(f)
    assert (a.published, a.outlet) == wanted and not a.warnings


def test_an_impossible_date_is_told_and_the_article_read(tmp_path):
    f = tmp_path / "a.json"
    f.write_text(json.dumps({"text": "T.", "published": "2023-02-30"}))
    (a,) = of(f)
    assert a.published is None and "2023-02-30" in a.warnings[0]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [("20240516", "2024-05-16"), (1715846400, "2024-05-16T08:00:00+00:00"), ("Thu, 16 May 2024 08:00:00 +0200", "2024-05-16T08:00:00+02:00"),
     ("2024-05-16T08:00:00Z", "2024-05-16T08:00:00+00:00"), (None, None), ("nan", None)],
)  # fmt: skip
def test_dates_in_many_shapes(given, wanted):
    assert date_of(given) == (wanted, None)


def test_a_page_gives_its_article_title_date_and_outlet(tmp_path):
    f = tmp_path / "a.html"
    f.write_text(PAGE)
    (a,) = of(f)
    assert "Negotiators from Freedonia" in a.text and "Sport" not in a.text
    assert a.published == "2024-05-16" and a.outlet == "The Daily Glim" and "Talks resume" in a.title


def test_a_page_without_an_article_says_so(tmp_path):
    f = tmp_path / "a.html"
    f.write_text("<html><body><nav><a href=x>Home</a></nav></body></html>")
    (s,) = of(f)
    assert isinstance(s, Skipped) and "no article" in s.what


def test_mail_and_mbox(tmp_path):
    m = EmailMessage()
    m["Subject"], m["From"], m["Date"], m["Message-ID"] = (
        "Alert",
        "Glim Desk <desk@glim.example>",
        "Thu, 16 May 2024 08:00:00 +0000",
        "<1@glim>",
    )
    m.set_content("Troops withdrew.\n")
    (tmp_path / "a.eml").write_bytes(bytes(m))
    (a,) = of(tmp_path / "a.eml")
    assert (a.title, a.outlet, a.published, a.source_id) == ("Alert", "Glim Desk", "2024-05-16T08:00:00+00:00", "1@glim")
    (tmp_path / "b.mbox").write_bytes(b"".join(b"From x Thu May 16 08:00:00 2024\n" + bytes(m) + b"\n" for _ in range(3)))
    assert [x.text.strip() for x in of(tmp_path / "b.mbox")] == ["Troops withdrew."] * 3


def test_a_telegram_export(tmp_path):
    export = {"name": "Glim now", "type": "public_channel", "id": 5, "messages": [
        {"id": 1, "type": "service", "date": "2024-05-16T07:00:00", "text": ""},
        {"id": 2, "type": "message", "date": "2024-05-16T08:00:00", "from": "Glim now", "text": ["Troops ", {"type": "bold", "text": "withdrew"}, "."]},
        {"id": 3, "type": "message", "date": "2024-05-16T09:00:00", "text": ""}]}  # fmt: skip
    (tmp_path / "result.json").write_text(json.dumps(export))
    (a,) = of(tmp_path / "result.json")
    assert a.text == "Troops withdrew." and a.outlet == "Glim now" and a.source_id == "5/2"


def test_a_folder_reads_what_it_knows_and_names_what_it_does_not(tmp_path):
    (tmp_path / "b.txt").write_text("B.")
    (tmp_path / "a.txt").write_text("A.")
    (tmp_path / "c.docx").write_bytes(b"PK")
    found = of(tmp_path)
    assert [x.text for x in found if isinstance(x, Article)] == ["A.", "B."]
    assert [x.origin for x in found if isinstance(x, Skipped)] == [str(tmp_path / "c.docx")]


def test_standard_input_and_its_kind(monkeypatch):
    for raw, text in (
        (b"Just words.", "Just words."),
        (b'{"text": "From JSON."}', "From JSON."),
        (b"[AP] Words that begin with a bracket.", "[AP] Words that begin with a bracket."),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        assert [a.text for a in of("-")] == [text]


@pytest.fixture
def server():
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = {"/a": PAGE.encode(), "/big": b"<html>" + b"x" * 300_000, "/b.pdf": b"%PDF"}.get(self.path)
            self.send_response(200 if body else 404)
            self.send_header("content-type", "application/pdf" if self.path.endswith("pdf") else "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body or b"no")

        def log_message(self, *args):
            pass

    own = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=own.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{own.server_port}"
    own.shutdown()


def test_an_address_is_fetched_and_its_faults_are_told(server):
    (a,) = of(f"{server}/a")
    assert isinstance(a, Article) and a.url == f"{server}/a" and "Negotiators" in a.text
    assert "404" in of(f"{server}/none")[0].what
    assert "larger than" in of(f"{server}/big", max_bytes=20_000)[0].what
    assert "not a page" in of(f"{server}/b.pdf")[0].what
    assert "cannot be fetched" in of("http://127.0.0.1:9/x")[0].what


def test_a_dump_of_only_blank_lines_is_not_silent(tmp_path):
    (tmp_path / "a.jsonl").write_text("\n\n")
    assert of(tmp_path / "a.jsonl")[0].what == "is empty"
