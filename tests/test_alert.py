"""`tocsin alert`: what rings, what is sent to a real server on this machine, once, and what happens when it does not answer."""

import dataclasses
import datetime as dt
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from lxml import etree
from sqlalchemy import select
from typer.testing import CliRunner

from tests.desk.test_bells import attacked
from tests.desk.test_incidents import BAHIR, stored, told
from tests.desk.test_wires import threat
from tests.store.test_store import made
from tocsin.cli import app
from tocsin.desk.ringing import AGAIN, ring
from tocsin.desk.rules import read
from tocsin.desk.steps import catch_up
from tocsin.send import targets
from tocsin.store import Made, opened, write
from tocsin.store.alert_tables import ALERT_DELIVERIES, ALERT_MESSAGES, ALERT_TABLES, ALERT_TARGETS, ALERTS, add_alert_tables
from tocsin.store.migrations import MIGRATIONS
from tocsin.store.schema import METADATA

NOW = dt.datetime(2031, 1, 1, tzinfo=dt.UTC)
STRIKES = "rules:\n  - id: strikes\n    title: Strikes\n    events: {dyad: [EGY, ETH], type: ASSAULT}\n    every: 0\n"


class Server:
    """Takes what apprise posts; answers 500 as long as it is `down`, and waits `slow` seconds after taking."""

    def __init__(self):
        self.got, self.tried, self.down, self.slow = [], 0, False, 0.0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.tried += 1
                if not outer.down:
                    outer.got.append(body)
                    time.sleep(outer.slow)
                try:
                    self.send_response(500 if outer.down else 200)
                    self.end_headers()
                except OSError:
                    pass

            def log_message(self, *words):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.url = f"json://127.0.0.1:{self.http.server_port}/"

    @property
    def messages(self):
        return [f"{b['title']}\n{b['message']}" for b in self.got]


@pytest.fixture
def server():
    found = Server()
    yield found
    found.http.shutdown()
    found.http.server_close()


@pytest.fixture
def rules(tmp_path):
    def written(text=STRIKES):
        (tmp_path / "r.yaml").write_text(text, encoding="utf-8")
        return read(tmp_path / "r.yaml")

    return written


def run(*words):
    result = CliRunner().invoke(app, ["alert", *map(str, words)])
    return result.exit_code, result.stdout, result.stderr


def later(**more):
    return NOW + dt.timedelta(**more)


def test_an_act_rings_once_with_its_evidence_and_again_when_it_is_denied(engine, rules, server):
    to, own = targets([server.url]), rules()
    stored(engine, dataclasses.replace(told(place=BAHIR), url="https://herald.example/1"), told(id="9" * 16, kind="AID"))
    done = ring(engine, own, to)
    (a,) = done.alerts
    assert done.sent == 1 and (a.state, a.before, a.sources, a.state_only) == ("reported", None, ("Zor Herald",), False)
    (m,) = server.messages
    for words in ("REPORTED", "ASSAULT: “e3” (EGY MIL) → “e1” (ETH GOV) in Bahir Dar, 2024-05-20", "1 independent source: Zor Herald", "confidence 0.90", "2024-05-20 Zor Herald: actual",
                  "https://herald.example/1", "tocsin incidents --type ASSAULT --country ETH"):  # fmt: skip
        assert words in m, (words, m)
    stored(engine, told(id="c" * 16, outlet="Mur Times", place=BAHIR))
    assert ring(engine, own, to).alerts == ()
    stored(engine, told(id="d" * 16, outlet="Third Post", place=BAHIR, status="negated", when="2024-05-19"))
    (a,) = ring(engine, own, to).alerts
    assert (a.state, a.before, len(a.sources)) == ("disputed", "reported", 3)
    assert {e.status for e in a.evidence} == {"actual", "negated"} and "reported, now disputed" in server.messages[-1]
    assert len(server.got) == 2 and ring(engine, own, to).sent == 0


def test_words_and_speakers_stand_in_the_evidence(engine, rules):
    write(engine, [made(0)])
    catch_up(engine)
    (a,) = ring(engine, rules("rules:\n  - id: a\n    events: {place: {latitude: 1.6, longitude: 2.4, km: 30}}\n")).alerts
    assert a.evidence[0].words == "Zorland shelled Mur on Monday." and a.evidence[0].said_by == "Zorland"
    assert a.headline.startswith("ASSAULT: Zorland → Mur, 2024-05-13")


def test_two_sources_are_waited_for_and_a_states_outlets_are_told_and_do_not_make_two(engine, rules):
    two = STRIKES.replace("type: ASSAULT", "type: ASSAULT, sources: 2")
    both = rules(two + STRIKES.removeprefix("rules:\n").replace("strikes", "one"))
    stored(engine, told(outlet="TASS"))
    (a,) = ring(engine, both).alerts
    assert a.rule == "one" and a.state_only and a.state_outlets == ("TASS",)
    stored(engine, told(id="c" * 16, outlet="Xinhua"))
    assert ring(engine, both).alerts == ()
    stored(engine, told(id="d" * 16, outlet="Zor Herald"))
    (a,) = ring(engine, both).alerts
    assert a.rule == "strikes" and not a.state_only and len(a.sources) == 3


def test_acts_without_two_of_who_whom_and_where_ring_too_and_only_once(engine, rules):
    place = rules("rules:\n  - id: tana\n    events: {place: {name: Lake, latitude: 12, longitude: 37.3, km: 60}}\n")
    blast = {"actors": (), "recipients": (), "place": BAHIR}
    stored(engine, told(**blast))
    (a,) = ring(engine, place).alerts
    assert a.key.startswith("act:") and "somebody in Bahir Dar" in a.headline
    stored(engine, told(id="c" * 16, outlet="Mur Times", **blast))
    assert ring(engine, place).alerts == ()
    stored(engine, told(id="d" * 16, outlet="Third Post", day="2024-06-20", **blast))
    assert len(ring(engine, place).alerts) == 1


def test_an_archive_that_had_no_alerts_yet_is_taken_forward(engine, rules):
    assert add_alert_tables in MIGRATIONS
    stored(engine, told())
    with engine.begin() as connection:
        METADATA.drop_all(connection, tables=list(ALERT_TABLES))
        add_alert_tables(connection)
    assert len(ring(engine, rules()).alerts) == 1 and ring(engine, rules()).alerts == ()


def test_copies_ring_for_nothing(engine, rules):
    words = " ".join(f"word{n}" for n in range(80))
    for k, outlet in (("b", "Zor Herald"), ("c", "Mur Times")):
        write(engine, [Made(dataclasses.replace(told(id=k * 16, outlet=outlet), text=words, made_by={"model": "m"}, url=f"https://{k}.example"))])  # fmt: skip
        catch_up(engine)
    (a,) = ring(engine, rules()).alerts
    assert a.sources == ("Zor Herald",)


def test_changes_of_tripwires_ring_by_state_and_level(engine, rules):
    board = rules("rules:\n  - id: board\n    tripwires: {state: [approached, triggered]}\n    every: 0\n  - id: high\n    tripwires: {level: high}\n")  # fmt: skip
    stored(engine, threat())
    assert ring(engine, board).alerts == ()
    stored(engine, attacked("b", "Zor Herald"))
    (a,) = ring(engine, board).alerts
    assert (a.rule, a.state, a.before) == ("board", "approached", "standing")
    stored(engine, attacked("c", "Mur Times"))
    (a,) = ring(engine, board).alerts
    assert a.state == "triggered" and set(a.sources) == {"Zor Herald", "Mur Times"} and len(a.evidence) == 2
    assert a.look.startswith("tocsin tripwire why ") and "2 independent sources" in a.why
    assert ring(engine, board).alerts == ()
    (a,) = ring(engine, rules("rules:\n  - id: late\n    tripwires: {}\n")).alerts
    assert (a.before, a.state) == ("standing", "triggered")


def acts(n, first="b"):
    """Acts that are told apart by their towns, ten degrees from one another."""
    for k in range(n):
        at = dataclasses.replace(BAHIR.place, name=f"Town {k}", latitude=-60.0 + 7 * k)
        yield told(id=f"{first}{k:015x}", place=dataclasses.replace(BAHIR, name=f"Town {k}", place=at))


def test_what_a_rule_rings_in_one_round_is_one_message_and_what_is_too_much_waits(engine, rules, server):
    own, to = rules(STRIKES.replace("every: 0", "every: 1h\n    most: 4")), targets([server.url])
    stored(engine, *acts(10))
    done = ring(engine, own, to, since="2000-01-01", now=NOW)
    assert len(done.alerts) == 10 and len(done.messages) == 1 and done.held == {"strikes": 6}
    assert "Strikes: 4 alerts" in server.messages[0] and "6 more are held back" in server.messages[0]
    assert ring(engine, own, to, now=later(minutes=30)).messages == ()
    for k in (1, 2, 3):
        done = ring(engine, own, to, now=later(hours=k))
    assert done.held == {} and len(server.got) == 3
    assert sorted(re.findall(r"in (Town \d+)", " ".join(server.messages))) == sorted(f"Town {k}" for k in range(10))


def test_a_target_that_does_not_answer_is_told_left_in_peace_and_gets_everything_later(engine, rules, server):
    other = Server()
    own, to = rules(), targets([server.url, other.url])
    server.down = True
    stored(engine, *acts(1))
    done = ring(engine, own, to, since="2000-01-01", now=NOW)
    (u,) = done.unsent
    assert done.sent == 1 and len(other.got) == 1 and u.messages == 1 and u.name in to[0].name and u.fault
    tried = server.tried
    stored(engine, *acts(2, "c"))
    done = ring(engine, own, to, now=later(seconds=AGAIN[0] // 2))
    assert server.tried == tried and len(done.unsent) == 1
    ring(engine, own, to, now=later(seconds=AGAIN[0] + 1))
    assert server.tried > tried
    tried, server.down = server.tried, False
    ring(engine, own, to, now=later(seconds=AGAIN[0] + AGAIN[1] // 2))
    assert server.tried == tried
    done = ring(engine, own, to, now=later(hours=1))
    assert done.unsent == () and sorted(server.messages) == sorted(other.messages)
    assert ring(engine, own, to, now=later(hours=2)).sent == 0
    with engine.connect() as connection:
        assert connection.execute(select(ALERT_TARGETS.c.failures)).scalars().all() == [0, 0]
    other.http.shutdown()
    other.http.server_close()


def test_one_message_that_is_always_refused_does_not_hold_up_the_others(engine, rules, server):
    own, to = rules(), targets([server.url])
    server.down = True
    stored(engine, *acts(1))
    ring(engine, own, to, since="2000-01-01", now=NOW)
    server.down = False
    stored(engine, told(id="e" * 16, place=None, day="2024-08-01"))
    ring(engine, own, to, now=later(seconds=AGAIN[0] + 1))
    assert len(server.got) == 2 and "2024-08" in server.messages[0]


WATCHER = """
import sys
from pathlib import Path
from tocsin.desk.ringing import ring
from tocsin.desk.rules import read
from tocsin.send import targets
from tocsin.store import opened
print(ring(opened(sys.argv[1]), read(Path(sys.argv[2])), targets([sys.argv[3]]), since="2000-01-01").sent)
"""


@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
def test_killed_between_send_and_mark_nothing_is_lost_and_one_message_at_most_comes_twice(tmp_path, rules, server):
    one = STRIKES.removeprefix("rules:\n")
    rules("rules:\n" + "".join(one.replace("strikes", f"rule{k}").replace("Strikes", f"Rule {k}") for k in range(4)))
    db = str(tmp_path / "news.db")
    engine = opened(db)
    stored(engine, *acts(1))
    server.slow = 1.0
    process = subprocess.Popen([sys.executable, "-c", WATCHER, db, str(tmp_path / "r.yaml"), server.url])
    until = time.monotonic() + 30
    while time.monotonic() < until and len(server.got) < 2:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    server.slow = 0.0
    assert len(server.got) == 2
    with engine.connect() as connection:
        rows = connection.execute(select(ALERT_DELIVERIES)).all()
        assert len(rows) == 4 and sum(r.sent is not None for r in rows) == 1
    own, to = read(tmp_path / "r.yaml"), targets([server.url])
    ring(engine, own, to)
    # Two that nobody had begun to send went out; the one that was cut off is tried after its rest.
    assert len(server.got) == 4
    ring(engine, own, to, now=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=10))
    times = Counter(b["title"] for b in server.got)
    assert len(times) == 4 and sorted(times.values()) == [1, 1, 1, 2]
    engine.dispose()


def test_two_at_once_send_nothing_twice(tmp_path, rules, server):
    rules()
    db = str(tmp_path / "news.db")
    stored(opened(db), *acts(3))
    server.slow = 0.2
    both = [subprocess.Popen([sys.executable, "-c", WATCHER, db, str(tmp_path / "r.yaml"), server.url], stdout=subprocess.PIPE, text=True) for _ in "ab"]  # fmt: skip
    said = [p.communicate(timeout=60)[0] for p in both]
    assert [p.returncode for p in both] == [0, 0] and len(server.got) == sum(map(int, said)) == 1


def test_the_command_prints_sends_and_says_what_waits(tmp_path, rules, server):
    rules()
    file, db, feed = tmp_path / "r.yaml", tmp_path / "news.db", tmp_path / "a.xml"
    stored(opened(str(db)), *acts(2))
    status, out, told_ = run(file, "--db", db, "--to", server.url, "--dry-run")
    assert status == 0 and "Strikes: 2 alerts" in out and "nothing sent" in told_ and not server.got
    server.down = True
    status, out, told_ = run(file, "--db", db, "--to", server.url, "--feed", feed, "--json")
    assert status == 1 and "1 messages wait" in told_ and "tried again" in told_ and "first run" in told_
    assert [json.loads(x)["kind"] for x in out.splitlines()] == ["event", "event"]
    assert len(etree.parse(feed).findall("{*}entry")) == 2
    status, _, told_ = run(file, "--db", db)
    assert status == 1 and "give it with --to" in told_
    with opened(str(db)).connect() as connection:
        assert len(connection.execute(select(ALERTS)).all()) == 2 and len(connection.execute(select(ALERT_MESSAGES)).all()) == 1


def test_wrong_usage_is_told_and_secrets_are_not(tmp_path, rules):
    rules()
    file, db = tmp_path / "r.yaml", tmp_path / "news.db"
    assert run(file, "--db", db)[0] == 3
    opened(str(db))
    assert run(tmp_path / "none.yaml", "--db", db)[0] == 2 and run(file, "--db", db, "--since", "soon")[0] == 2
    status, _, told_ = run(file, "--db", db, "--to", "nonsense://user:secret@host")
    assert status == 2 and "apprise" in told_ and "secret" not in told_
    status, _, told_ = run(file, "--db", db, "--feed", tmp_path / "none" / "a.xml")
    assert status == 1 and "feed cannot be written" in told_
    file.write_text("rules:\n  - id: a\n    events: {type: WAR}\n", encoding="utf-8")
    status, _, told_ = run(file, "--db", db)
    assert status == 2 and "r.yaml:3: type: WAR is none of" in told_
    (named,) = targets(["json://user:secret@127.0.0.1:9/"])
    assert "secret" not in named.name


def test_without_apprise_the_remedy_is_told(tmp_path, rules):
    rules()
    opened(str(tmp_path / "news.db"))
    code = "import sys; sys.modules['apprise'] = None; from tocsin.cli import main; sys.argv[0] = 'tocsin'; main()"
    words = ["alert", str(tmp_path / "r.yaml"), "--db", str(tmp_path / "news.db")]
    done = subprocess.run([sys.executable, "-c", code, *words, "--to", "json://127.0.0.1:9/"], capture_output=True, text=True)
    assert done.returncode == 2 and "pip install 'tocsin[alerts]'" in done.stderr
    assert subprocess.run([sys.executable, "-c", code, *words], capture_output=True).returncode == 0
