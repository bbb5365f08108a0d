"""The feed: what RFC 4287 asks of it, ids that stay, and letters that XML has no place for."""

import uuid

from lxml import etree

from tests.desk.test_incidents import stored, told
from tocsin.desk.alerts import Alert, Evidence
from tocsin.desk.ringing import ENTRIES, ring, write_feed
from tocsin.desk.rules import read
from tocsin.render.atom import Entry, feed

ID = "c0ffee00-0000-4000-8000-000000000000"
NAMES = {"a": "http://www.w3.org/2005/Atom"}


def alert(words="Zorland shelled Mur.", url="https://herald.example/?a=1&b=2"):
    told_by = Evidence("a" * 16, "v1", words, "Zor Herald", False, "2024-05-20", "actual", 0.9, "Zorland", "Shelling", url)
    return Alert("strikes", "event", "incident:1", "reported", None, f"ASSAULT: {words}", "reported", ("Zor Herald",), (), 0.9, (told_by,), "tocsin incidents")  # fmt: skip


def entry(n, **more):
    return Entry(str(uuid.UUID(int=n)), "2024-05-20T10:00:00+00:00", f"2024-05-20T11:00:{n:02d}+00:00", alert(**more))


def test_a_feed_has_what_the_standard_asks_for():
    root = etree.fromstring(feed(ID, [entry(2), entry(1)], "0.1"))
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    for part in (root, *root.findall("a:entry", NAMES)):
        assert all(len(part.findall(f"a:{name}", NAMES)) == 1 for name in ("id", "title", "updated"))
        assert part.findtext("a:id", namespaces=NAMES).startswith("urn:uuid:")
    assert root.findtext("a:author/a:name", namespaces=NAMES) and root.findtext("a:updated", namespaces=NAMES).endswith(
        "11:00:02+00:00"
    )
    one = root.find("a:entry", NAMES)
    assert one.find("a:link[@rel='alternate']", NAMES).get("href") == "https://herald.example/?a=1&b=2"
    content = one.find("a:content", NAMES)
    assert content.get("type") == "html" and "according to Zorland: “Zorland shelled Mur.”" in content.text
    assert '<a href="https://herald.example/?a=1&amp;b=2">' in content.text


def test_only_pages_are_linked():
    root = etree.fromstring(feed(ID, [Entry(ID, "2024-05-20", "2024-05-20", alert(url="javascript:alert(1)"))], "0.1"))
    assert root.find("a:entry/a:link", NAMES) is None and "<a " not in root.findtext("a:entry/a:content", namespaces=NAMES)


def test_letters_that_xml_has_no_place_for_and_markup_do_no_harm():
    root = etree.fromstring(feed(ID, [entry(1, words="a\x00b\x1b <b>&amp;\ufffe \ud800 ٱ 🚨")], "0.1"))
    assert "a\ufffdb\ufffd &lt;b&gt;&amp;amp;" in root.findtext("a:entry/a:content", namespaces=NAMES)


def test_an_empty_feed_is_one_and_always_the_same():
    assert feed(ID, [], "0.1") == feed(ID, [], "0.1") and etree.fromstring(feed(ID, [], "0.1")) is not None


def test_ids_stay_as_alerts_come_and_the_file_is_never_half_written(engine, tmp_path):
    (tmp_path / "r.yaml").write_text(
        "rules:\n  - id: all\n    events: {type: [ASSAULT, AID]}\n    every: 0\n    most: 500\n", encoding="utf-8"
    )
    rules, file = read(tmp_path / "r.yaml"), tmp_path / "a.xml"

    def ids():
        return [e.text for e in etree.parse(file).findall("{*}entry/{*}id")], etree.parse(file).findtext("{*}id")

    stored(engine, told())
    ring(engine, rules, feed=file)
    (one,), own = ids()
    stored(engine, told(id="c" * 16, kind="AID"))
    ring(engine, rules, feed=file)
    assert ids()[0][1] == one and len(ids()[0]) == 2 and ids()[1] == own
    before = file.read_bytes()
    write_feed(engine, file)
    assert file.read_bytes() == before and [f.name for f in tmp_path.glob("*.new")] == []
    stored(engine, *(told(id=f"d{k:015x}", when=f"{1900 + k}-05-20") for k in range(ENTRIES)))
    ring(engine, rules, feed=file)
    assert len(ids()[0]) == ENTRIES
