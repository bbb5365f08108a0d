"""Bytes of feeds to items, with what real feeds do wrong."""

import json

import pytest

from tests.watch.server import BOMB
from tests.watch.small import rss
from tocsin.watch.dates import as_utc, moment
from tocsin.watch.feeds import FeedError, parse
from tocsin.watch.markup import plain
from tocsin.watch.opml import ListError, Source, sources

HERE = "http://paper.example/feed"


def test_rss_atom_and_json_say_the_same():
    atom = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Zor Herald</title><entry><id>http://paper.example/1</id><link href="/1#top"/>
      <title>Expelled</title><updated>2024-05-17T10:00:00Z</updated><content type="html">&lt;p&gt;Two diplomats.&lt;/p&gt;</content></entry></feed>"""
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Zor Herald", "items": [
        {"id": "http://paper.example/1", "url": "/1", "title": "Expelled", "date_published": "2024-05-17T10:00:00Z", "content_html": "<p>Two diplomats.</p>"}]}  # fmt: skip
    found = [
        parse(raw, HERE)
        for raw in (rss(("http://paper.example/1", "Expelled", "Two diplomats.")), atom.encode(), json.dumps(feed).encode())
    ]
    assert {f.title for f in found} == {"Zor Herald"} and all(f.note is None for f in found)
    for f in found:
        (i,) = f.items
        assert (i.url, i.title, i.text, i.published) == (
            "http://paper.example/1",
            "Expelled",
            "Two diplomats.",
            "2024-05-17T10:00:00+00:00",
        )
    assert len({f.items[0].key for f in found}) == 1


def test_broken_xml_gives_what_can_be_read_and_says_so():
    whole = rss(("http://a/1", "One & two", "<b>Bold"), ("http://a/2", "Two", "x"), ("http://a/3", "Three", "y"))
    found = parse(whole, HERE)
    assert (
        [i.url for i in found.items] == ["http://a/1", "http://a/2", "http://a/3"]
        and "XML is broken" in found.note
        and "3 items" in found.note
    )
    # Of an item in which a feed was cut off the address may be cut off too.
    cut = parse(whole[: whole.index(b"http://a/3</link>") + 8], HERE)
    assert [i.url for i in cut.items] == ["http://a/1", "http://a/2"]
    assert len(parse(rss(("http://a/1", "Bell \x07 rings", "x"), ("http://a/2", "Two", "y")), HERE).items) == 2


def test_a_wrong_charset_is_read_and_said():
    russian = "<?xml version='1.0' encoding='utf-8'?>" + rss(("http://a/1", "Полиция задержала рыбаков", "Министерство внутренних дел сообщило об этом в четверг")).decode().partition("?>")[2]  # fmt: skip
    found = parse(russian.encode("windows-1251"), HERE, "utf-8")
    assert found.items[0].title == "Полиция задержала рыбаков" and "cp1251" in found.note
    assert parse(russian.encode("utf-8"), HERE, "iso-8859-1").items[0].title == "Полиция задержала рыбаков"
    declared = russian.replace("utf-8", "windows-1251").encode("windows-1251")
    assert (
        parse(declared, HERE, "iso-8859-1").items[0].title == "Полиция задержала рыбаков" and parse(declared, HERE).note is None
    )


@pytest.mark.parametrize(
    ("raw", "words"),
    [(BOMB.encode(), "XML bombs"), (BOMB.encode("utf-16"), "XML bombs"), (b"", "nothing"), (b"<html><body>Hello</body></html>", "web page"), (b"{}", "no JSON Feed"),
     (b"{", "broken"), (b"\x89PNG\r\n\x1a\n\x00\x00\xff", "binary"), (b"plain words", "no item can be read|no feed"), (b"[" * 100_000, "no item|no feed")],
)  # fmt: skip
def test_what_is_no_feed_is_told(raw, words):
    with pytest.raises(FeedError, match=words):
        parse(raw, HERE)


def test_addresses_that_are_no_page_of_an_item_are_not_taken_for_one():
    found = parse(
        rss(
            ("http://a/", "Home", "x"),
            ("http://a/same", "One", "x"),
            ("javascript:alert(1)", "Two", "y"),
            ("http://a/own", "Own", "z"),
        ),
        HERE,
    )
    assert [i.url for i in found.items] == [None, "http://a/same", None, "http://a/own"]
    shared = rss(("http://a/live", "One", "x"), ("http://a/live", "Two", "y")).replace(b"<guid>http://a/live</guid>", b"", 1)
    assert [i.url for i in parse(shared.replace(b"<guid>http://a/live", b"<guid>2"), HERE).items] == [None, None]


def test_dates_in_words_of_many_languages():
    same = (
        "пт, 17 мая 2024 10:00:00 +0300",
        "ven, 17 mag 2024 10:00:00 +0300",
        "Fr, 17 Mai 2024 10:00:00 +0300",
        "pt., 17 maja 2024 10:00:00 +0300",
    )
    assert {as_utc(moment(w, "en")) for w in same} == {"2024-05-17T07:00:00+00:00"}
    assert (
        moment("vendredi 17 mai 2024", "fr")
        == moment("17.05.2024 10:00", "ru")
        == moment("الجمعة، 17 مايو 2024", "ar")
        == "2024-05-17"
    )
    assert moment("soon") is None and as_utc("never") is None


def test_markup_becomes_paragraphs():
    assert (
        plain("<p>One <b>bold</b> word</p><script>x()</script><ul><li>two</li></ul>three &amp; four")
        == "One bold word\ntwo\nthree & four"
    )
    assert plain("&lt;p&gt;Twice&lt;/p&gt;&lt;p&gt;escaped&lt;/p&gt;") == "Twice\nescaped" and plain("a < b") == "a < b"


def test_lists(tmp_path):
    (tmp_path / "a.opml").write_text(
        '<opml version="2.0"><body><outline text="x"><outline text="Z" xmlUrl="https://z.example/feed" outlet="Zor Herald"/><outline xmlUrl="feed:https://z.example/feed"/>'
        '<outline xmlURL="feed://https://y.example/"/></outline></body></opml>'
    )
    assert sources(tmp_path / "a.opml") == [Source("https://z.example/feed", "Zor Herald"), Source("https://y.example/")]
    (tmp_path / "a.txt").write_text("# mine\n\nhttps://z.example/feed Zor Herald\nmy mail/box.mbox\tAlerts\n")
    assert sources(tmp_path / "a.txt") == [
        Source("https://z.example/feed", "Zor Herald"),
        Source(str(tmp_path / "my mail/box.mbox"), "Alerts"),
    ]
    for words, told in (
        ("", "names no feed"),
        ("ftp://x/y\n", r"list:1: ftp"),
        ("<opml><body>", r"list:1: is not well-formed"),
        ("<opml/>", "names no feed"),
    ):
        (tmp_path / "list").write_text(words)
        with pytest.raises(ListError, match=told):
            sources(tmp_path / "list")
