"""`kill -9` at any moment: nothing lost that was told to be stored, nothing doubled, nothing half written."""

import os
import random
import signal
import subprocess
import sys
import time

from sqlalchemy import func, select

from tests.store.test_store import made
from tocsin.store import counts, opened, reports
from tocsin.store.schema import EVENTS, READINGS

WRITER = """
import sys
from tests.store.test_store import made
from tocsin.store import opened, write
engine = opened(sys.argv[1])
print("open", flush=True)
for n in range(0, 4000, 40):
    write(engine, [made(k) for k in range(n, n + 40)])
    print(n + 40, flush=True)
"""


def test_a_writer_killed_again_and_again_leaves_a_whole_archive(db, tmp_path):
    rng, told = random.Random(5), 0
    for _ in range(6):
        with (tmp_path / "told").open("w+") as out:
            writer = subprocess.Popen([sys.executable, "-c", WRITER, db], stdout=out, cwd=os.getcwd())
            until = time.monotonic() + 20
            while time.monotonic() < until and "open" not in (tmp_path / "told").read_text():
                time.sleep(0.01)
            time.sleep(rng.uniform(0.0, 0.4))
            os.kill(writer.pid, signal.SIGKILL)
            writer.wait()
        said = [int(x) for x in (tmp_path / "told").read_text().split() if x.isdigit()]
        told = max([told, *said])
        engine = opened(db)
        n = counts(engine)
        assert n["articles"] == n["readings"] == n["events"] == n["graphs"] >= told and n["articles"] % 40 == 0
        engine.dispose()
    engine = opened(db)
    assert told > 0
    for r in reports(engine):
        assert r == made(int(r.id, 16)).report
    with engine.connect() as connection:
        doubled = select(READINGS.c.article).group_by(READINGS.c.article).having(func.count() > 1)
        assert connection.execute(doubled).first() is None
        orphans = select(func.count()).select_from(EVENTS).where(EVENTS.c.reading.not_in(select(READINGS.c.n)))
        assert connection.execute(orphans).scalar_one() == 0
    engine.dispose()
