"""`tocsin watch` and `tocsin feeds` as a user calls them, against a real server."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import select

from tests.running import run
from tests.watch.small import HTML, XML, page, rss, serving
from tests.watch.test_folders import mail
from tocsin.store import ITEMS, opened, reports

TEXT = "Zorland expelled {} diplomats of Freedonia on Monday, its foreign ministry said. Freedonia condemned the decision and promised to answer in kind."


@pytest.fixture
def db(tmp_path):
    return tmp_path / "news.db"


def answers(root, n=3):
    links = [f"{root}/{k}" for k in range(n)]
    pages = {f"/{k}": (200, HTML, page(TEXT.format(k + 2))) for k in range(n)}
    return {"/feed": (200, {**XML, "etag": '"1"'}, rss(*((x, f"Title {k}", "Short.") for k, x in enumerate(links)))), **pages}


def test_a_round_stores_what_is_new_once_and_says_which_feeds_do_not_work(tmp_path, db):
    with serving({}) as (other, _), serving(made := {}) as (root, asked):
        made |= answers(root) | {"/2": (403, {}, b"")}
        (tmp_path / "list").write_text(f"{root}/feed  Zor Herald\n{other}/none\n")
        status, _, told = run("watch", tmp_path / "list", "--db", db, "--once", "--allow-private")
        assert (
            status == 1
            and "2 feeds asked, 1 in vain, 3 new items, 2 stored" in told
            and "1 feeds do not work" in told
            and "404" in told
        )
        found = list(reports(opened(str(db))))
        assert {r.url for r in found} == {f"{root}/0", f"{root}/1"} and {r.outlet for r in found} == {"Zor Herald"}
        assert {r.published for r in found} == {"2024-05-17T10:00:00+00:00"} and all(r.events for r in found)
        fetched = len(asked)
        (tmp_path / "list").write_text(f"{root}/feed  Zor Herald\n")
        status, _, told = run("watch", tmp_path / "list", "--db", db, "--once", "--allow-private")
        assert status == 0 and "1 feeds asked, 0 in vain, 0 new items, 0 stored" in told and len(asked) == fetched + 1
        with opened(str(db)).connect() as connection:
            refused = connection.execute(select(ITEMS).where(ITEMS.c.url == f"{root}/2")).one()
        assert refused.state == "failed" and "403" in refused.reason


def test_a_round_is_not_done_before_what_a_feed_brought_at_the_last_moment(tmp_path, db, monkeypatch):
    from tocsin.store import watching

    real = watching.next_due

    def slow(*words):
        time.sleep(0.5)
        return real(*words)

    monkeypatch.setattr(watching, "next_due", slow)
    with serving(made := {}) as (root, _):
        made |= answers(root)
        (tmp_path / "list").write_text(f"{root}/feed\n")
        status, _, told = run("watch", tmp_path / "list", "--db", db, "--once", "--allow-private")
    assert status == 0 and "3 stored; none waits" in told


def test_private_addresses_are_refused_by_default(tmp_path, db):
    with serving({}) as (root, asked):
        (tmp_path / "list").write_text(f"{root}/feed\n")
        status, _, told = run("watch", tmp_path / "list", "--db", db, "--once")
    assert status == 1 and "--allow-private" in told and not asked


def test_the_feeds_own_text_is_read_where_robots_forbid_the_page(tmp_path, db):
    own = (TEXT.format(2) + " ") * 2
    with serving(made := {}) as (root, asked):
        made |= {
            "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /\n"),
            "/feed": (200, XML, rss((f"{root}/0", "Title", own))),
        }
        (tmp_path / "list").write_text(f"{root}/feed\n")
        assert run("watch", tmp_path / "list", "--db", db, "--once", "--allow-private")[0] == 0
        assert "/0" not in [path for path, _ in asked]
    (found,) = reports(opened(str(db)))
    assert found.signals["from_feed"] == 1.0 and found.title == "Title" and found.outlet == "Zor Herald"


def test_folders_are_watched_like_feeds(tmp_path, db):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "a.txt").write_text(TEXT.format(2))
    (tmp_path / "box.mbox").write_bytes(b"From a@b Fri May 17 10:00:00 2024\n" + bytes(mail(1)) + b"\n")
    (tmp_path / "list").write_text("new\nbox.mbox\tAlerts\nnone\n")
    status, _, told = run("watch", tmp_path / "list", "--db", db, "--once")
    assert status == 1 and "2 new items, 2 stored" in told and "does not exist" in told
    assert {r.outlet for r in reports(opened(str(db)))} == {None, "Alerts"}
    status, out, _ = run("feeds", "--db", db)
    assert status == 0 and out.splitlines()[0].startswith("2 of 3 feeds work") and "FAILS" in out and "never worked" in out
    rows = [json.loads(x) for x in run("feeds", "--db", db, "--json")[1].splitlines()]
    assert [r["failures"] for r in rows] == [0, 0, 1] and not rows[2]["dead"]
    run("watch", tmp_path / "list", "--db", db, "--once")
    assert len(list(reports(opened(str(db))))) == 2


def test_dead_feeds_stand_in_the_brief(tmp_path, db):
    from tocsin.store import watching

    assert run("feeds", "--db", db)[0] == 3
    (tmp_path / "list").write_text("none\n")
    for _ in range(3):
        run("watch", tmp_path / "list", "--db", db, "--once")
        engine = opened(str(db))
        watching.failed(engine, 1, "does not exist", "2024-01-01", "2026-01-01T00:00:00+00:00")
    status, out, _ = run("feeds", "--db", db)
    assert status == 1 and out.startswith("1 of 1 feeds dead since") and "DEAD" in out
    status, out, _ = run("brief", "--db", db)
    assert (
        status == 0 and "1 of 1 feeds dead since" in out.splitlines()[0] and "Dead feeds\n  " in out and "does not exist" in out
    )
    assert "Dead feeds" in run("brief", "--db", db, "--html")[1]


def test_wrong_usage_is_told(tmp_path, db):
    (tmp_path / "list").write_text("ftp://x\n")
    for words, status, said in (
        (("watch", tmp_path / "none", "--db", db), 2, "an address a line"),
        (("watch", tmp_path / "list", "--db", db), 2, "list:1:"),
        (("watch", tmp_path / "list", "--db", db, "--every", "soon"), 2, "90s, 10m or 1h"),
        (("watch", tmp_path / "list", "--db", db, "--every", "0s"), 2, "90s, 10m or 1h"),
    ):
        found, _, told = run(*words)
        assert found == status and said in told, words
    (tmp_path / "list").write_text("new\n")
    assert run("watch", tmp_path / "list", "--db", tmp_path / "none" / "news.db")[0] == 3


@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
def test_it_goes_on_until_ctrl_c_and_says_what_was_done(tmp_path, db):
    with serving(made := {}) as (root, _):
        made |= answers(root, 2)
        (tmp_path / "list").write_text(f"{root}/feed\n")
        words = [
            sys.executable,
            "-m",
            "tocsin.cli",
            "watch",
            str(tmp_path / "list"),
            "--db",
            str(db),
            "--every",
            "1s",
            "--allow-private",
        ]
        watching = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
        engine = opened(str(db))
        until = time.monotonic() + 120
        while time.monotonic() < until and len(list(reports(engine))) < 2:
            time.sleep(0.2)
        made |= answers(root, 3) | {"/feed": (200, {**XML, "etag": '"2"'}, answers(root, 3)["/feed"][2])}
        while time.monotonic() < until and len(list(reports(engine))) < 3:
            time.sleep(0.2)
        watching.send_signal(signal.SIGINT)
        _, told = watching.communicate(timeout=30)
    assert watching.returncode == 0 and "3 stored; none waits" in told.splitlines()[-1] and "Traceback" not in told


def test_alerts_ring_after_a_round(tmp_path, db):
    rules, feed = tmp_path / "rules.yaml", tmp_path / "alerts.xml"
    rules.write_text("rules:\n  - id: expulsions\n    events: {type: SANCTION}\n")
    with serving(made := {}) as (root, _):
        made |= answers(root)
        (tmp_path / "list").write_text(f"{root}/feed  Zor Herald\n")
        words = ("watch", tmp_path / "list", "--db", db, "--once", "--allow-private", "--alert-feed", feed)
        status, _, told = run(*words, "--alerts", rules)
        assert status == 0 and "alert: " in told and f"{root}/0" in feed.read_text()
        assert run(*words)[0] == 2 and run(*words, "--alerts", tmp_path / "none.yaml")[0] == 2
        rules.write_text("rules:\n  - id: expulsions\n    events: {type: NOTHING}\n")
        status, _, told = run(*words, "--alerts", rules)
        assert status == 2 and "rules.yaml:3" in told
