"""Six weeks of invented news in four languages, read by the shipped model: what the board makes of them, day by day.

`scenario.jsonl` says of every article what it is there for. Threat A is told twice, feared, denied, reported, copied, reported by a second outlet and
answered; B's trigger is reported by outlets of a state alone and denied; C's is only feared, and things like it happen; nothing comes of D.
"""

import dataclasses
import json
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.desk.test_wires import threat
from tocsin.desk.steps import catch_up
from tocsin.store import Made, write
from tocsin.store.schema import BELLS, COPIES, WIRES

A, B, C, D = "ASSAULT by EGY", "by BLR", "groups:eln", "by ARM"
"""Words in the responses of a thread's tripwires. B's threat is one that model 1.3 does not see as such: it must not ring, either."""


@pytest.fixture(scope="module")
def read(reader):
    """The reports of the scenario, by their names."""
    rows = [json.loads(line) for line in (Path(__file__).parent / "scenario.jsonl").read_text(encoding="utf-8").splitlines()]
    return {
        r["id"]: reader.read(
            r["text"], **{k: r[k] for k in ("published", "language", "title", "url", "outlet")}, source_id=r["id"]
        )
        for r in rows
    }


@pytest.fixture
def told(engine, read):
    """Takes the archive on to an article of the scenario."""
    left = dict(read)

    def until(name):
        for k in [k for k in left if k <= name]:
            write(engine, [Made(left.pop(k))])
            catch_up(engine)

    return until


def states(engine, words):
    with engine.connect() as connection:
        return {r.state for r in connection.execute(select(WIRES)) if words in r.title.rpartition("then ")[2]}


def test_the_board_follows_six_weeks_of_news(engine, told):
    told("s09")
    assert states(engine, C) == states(engine, D) == {"standing"} >= states(engine, B)
    assert states(engine, A) == {"standing"}
    told("s10")
    assert states(engine, A) == {"approached"}
    told("s18")
    assert states(engine, A) == {"approached"}
    assert states(engine, B) <= {"standing", "approached"}
    told("s19")
    assert "triggered" in states(engine, A)
    told("s21")
    assert states(engine, A) == {"answered"}
    with engine.connect() as connection:
        assert len([r for r in connection.execute(select(WIRES)) if A in r.title.rpartition("then ")[2]]) == 1, (
            "told twice, one threat"
        )
    told("s28")
    assert not {"triggered", "answered"} & (states(engine, B) | states(engine, C) | states(engine, D))
    with engine.connect() as connection:
        assert len(connection.execute(select(COPIES)).all()) == 1
    late = dataclasses.replace(threat(id="9" * 16, published="2031-12-01"), outlet="Zor Herald")
    write(engine, [Made(late)])
    catch_up(engine)
    assert states(engine, D) == {"expired"}


def test_every_bell_says_why(engine, told):
    told("s28")
    with engine.connect() as connection:
        rows = connection.execute(select(BELLS)).all()
    assert len(rows) >= 4 and all(r.reason and r.before != r.state for r in rows)
    assert all(json.loads(r.evidence) for r in rows if r.state in ("triggered", "answered"))
