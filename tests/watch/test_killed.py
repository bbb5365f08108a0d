"""Fifty feeds, of which ten misbehave, watched for two simulated hours by a process that is killed again and again: every article that can be had is stored once,
and memory stays flat. The short form runs the clock fast; the long one is `python -m pytest -m long tests/watch`."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import func, select

from tests.watch.server import BAD, BARREN, Server, sites
from tocsin.store import FEEDS, ITEMS, opened
from tocsin.store.schema import ARTICLES, READINGS

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="sends a POSIX signal")


def started(folder, db, began, pace, seconds):
    words = [sys.executable, "-m", "tests.watch.simulated", folder / "feeds.txt", db, began, pace, seconds]
    with (folder / "told").open("a") as told:
        return subprocess.Popen([str(w) for w in words], stdout=told, stderr=told)


def memory(process):
    """Megabytes of a process that lie in memory."""
    with open(f"/proc/{process.pid}/statm") as numbers:
        return int(numbers.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def stored(engine):
    with engine.connect() as connection:
        return dict(connection.execute(select(ARTICLES.c.url, func.count()).group_by(ARTICLES.c.url)).all())


def wanted(made):
    return {s.url(k) for s in made if s.kind not in BARREN for k in range(len(s.minutes))}


def watches(folder):
    return (folder / "told").read_text().count("watching 50 feeds")


def watched(folder, pace, seconds, lives, each=20.0):
    """Two hours at a pace, killed after each of `lives` (once it watches and has stored so many articles more, and so many real seconds), then left alone until all is stored: the sites, the archive, how many
    articles it held at the last kill, and megabytes once it is left alone."""
    made, began = sites(each=each), time.time() + 1
    used, db, midway = [], str(folder / "news.db"), 0
    with Server(made, lambda: (time.time() - began) * pace / 60):
        (folder / "feeds.txt").write_text("".join(f"{s.root}/feed\n" for s in made))
        engine = opened(db)
        for n, (more, seconds_more) in enumerate(lives):
            process = started(folder, db, began, pace, seconds)
            patience = time.time() + 180
            while (
                time.time() < patience
                and process.poll() is None
                and (watches(folder) == n or len(stored(engine)) < midway + more)
            ):
                time.sleep(0.05)
            time.sleep(seconds_more)
            assert process.poll() is None, (folder / "told").read_text()
            process.kill()
            process.wait()
            midway = len(stored(engine))
        process = started(folder, db, began, pace, seconds)
        # A busy machine may take its time, as long as something comes.
        patience, there = time.time() + 120, midway
        while time.time() < patience and (time.time() - began < 7200 / pace or len(stored(engine)) < len(wanted(made))):
            time.sleep(0.5)
            if time.time() - began < 7200 / pace or len(stored(engine)) > there:
                patience, there = time.time() + 120, len(stored(engine))
            used.append(memory(process))
            assert process.poll() is None, (folder / "told").read_text()
        # Long enough for whatever would be doubled.
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    return made, engine, midway, used


def checked(folder, made, engine):
    told = (folder / "told").read_text()
    assert stored(engine) == dict.fromkeys(wanted(made), 1), told[-3000:]
    assert "Traceback" not in told and "stopped: " in told.splitlines()[-1]
    with engine.connect() as connection:
        readings = connection.execute(select(func.count()).select_from(READINGS)).scalar_one()
        feeds = {f.address: f for f in connection.execute(select(FEEDS))}
        states = dict(connection.execute(select(ITEMS.c.state, func.count()).group_by(ITEMS.c.state)).all())
    assert readings == len(wanted(made)) and states == {"stored": len(wanted(made))}
    by = {s.kind: feeds[f"{s.root}/feed"] for s in made if s.kind in BAD}
    assert len(feeds) == 50 and all(by[k].failures and by[k].error for k in BARREN)
    assert "500" in by["error"].error and "seconds" in by["hang"].error and "bytes" in by["endless"].error
    assert "XML bombs" in by["bomb"].error and "redirects" in by["loop"].error and "bytes" in by["gzip"].error
    assert "XML is broken" in by["broken"].note and "could be read" in by["broken"].note and "cp1251" in by["charset"].note
    assert not any(feeds[f"{s.root}/feed"].failures for s in made if s.kind == "good")


def test_killed_again_and_again_it_stores_every_article_once(tmp_path):
    chance = random.Random(3)
    lives = [(0, chance.uniform(0, 1)), *((chance.randint(1, 9), chance.uniform(0, 1.5)) for _ in range(6))]
    made, engine, midway, _ = watched(tmp_path, 120.0, 6.0, lives, each=50.0)
    assert midway >= 6
    checked(tmp_path, made, engine)


@pytest.mark.long
def test_two_hours_at_length(tmp_path):
    chance = random.Random(4)
    # Every three to six simulated minutes, for nine in ten minutes of the two hours.
    lives = [(chance.randint(0, 9), chance.uniform(150, 300) / 12) for _ in range(24)]
    made, engine, midway, used = watched(tmp_path, 12.0, 10.0, lives)
    assert midway > 100
    checked(tmp_path, made, engine)
    print(f"\n{watches(tmp_path) - 1} kills, {len(stored(engine))} articles, {max(used):.0f} MB at most")


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="needs /proc")
@pytest.mark.long
def test_memory_stays_flat(tmp_path):
    made, engine, _, used = watched(tmp_path, 30.0, 5.0, [])
    checked(tmp_path, made, engine)
    third = len(used) // 3
    early, late = sorted(used[third : 2 * third])[third // 2], sorted(used[-third:])[third // 2]
    print(
        f"\n{early:.0f} MB in the second third, {late:.0f} MB in the last, {max(used):.0f} MB at most, {len(stored(engine))} articles"
    )
    assert late < early + 30 and max(used) < 900
