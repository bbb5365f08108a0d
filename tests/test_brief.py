"""The brief of a shift."""

import datetime as dt

from sqlalchemy import update
from typer.testing import CliRunner

from tests.desk.test_bells import attacked
from tests.desk.test_incidents import stored, told
from tests.desk.test_wires import threat
from tocsin.cli import app
from tocsin.commands.brief import brief, moment
from tocsin.store import opened
from tocsin.store.schema import ARTICLES, BELLS

LONG_AGO = "2024-05-20T00:00:00+00:00"


def test_new_and_changed_acts_and_bells_are_told_apart(tmp_path):
    engine = opened(str(tmp_path / "news.db"))
    stored(engine, told(killed=3), threat(), told(id="9" * 16, kind="AID"))
    with engine.begin() as connection:
        connection.execute(update(ARTICLES).values(added=LONG_AGO))
        connection.execute(update(BELLS).values(at=LONG_AGO))
    stored(
        engine,
        attacked("c", "Mur Times"),
        told(id="d" * 16, outlet="Third Post", status="negated", when="2024-05-19"),
        told(id="e" * 16, kind="COERCE"),
    )
    with engine.connect() as connection:
        b = brief(connection, "2025-01-01T00:00:00+00:00")
    assert b.articles == 3 and [x["type"] for x in b.new] == ["COERCE"]
    assert [(stood, x["state"]) for stood, x in b.changed] == [("reported", "disputed")]
    assert [x[0] for x in b.bells] == ["triggered"]

    def run(*words):
        result = CliRunner().invoke(app, ["brief", "--db", str(tmp_path / "news.db"), *map(str, words)])
        return result.exit_code, result.stdout

    status, out = run("--since", "2025-01-01")
    assert status == 0 and "TRIGGERED" in out and "reported → disputed" in out and "3 articles" in out
    assert run("--since", "soon")[0] == 2
    status, out = run("--since", "2025-01-01", "--html", "-o", tmp_path / "b.html")
    assert status == 0 and "disputed" in (tmp_path / "b.html").read_text(encoding="utf-8")
    with engine.begin() as connection:
        connection.execute(update(ARTICLES).values(added=LONG_AGO))
    assert "nothing came in" in run("--since", "1h")[1]


def test_moments():
    now = dt.datetime(2024, 5, 17, 12, tzinfo=dt.UTC)
    assert moment("8h", now) == "2024-05-17T04:00:00+00:00" and moment("2d", now).startswith("2024-05-15")
    assert moment("2024-05-17T06:00+02:00", now) == "2024-05-17T04:00:00+00:00" and moment("tomorrow", now) is None
