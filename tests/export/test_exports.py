"""Events in others' columns, and which of them leave."""

import csv
import dataclasses
import io
import json

import pytest
from typer.testing import CliRunner

from tests.store.test_store import made
from tocsin.cli import app
from tocsin.export.flat import COLUMNS, feature, row
from tocsin.export.plover import record
from tocsin.export.polecat import COLUMNS as POLECAT
from tocsin.export.polecat import rows
from tocsin.export.selection import Wanted, plover_type, told
from tocsin.report import Entity, Quoted, Span
from tocsin.store import Made, opened, write

REPORT = made().report
OTHER = Entity("e3", "group", "guards", 20, 26, (Span(20, 26),), None, "MUR", ("COP", "GOV"), None, False, None)


def one(report=REPORT, wanted=None, **event):
    changed = dataclasses.replace(report.events[0], **event)
    (t,) = told(
        [dataclasses.replace(report, entities=(*report.entities, OTHER), events=(changed,), tripwires=())], wanted or Wanted()
    )
    return t


def test_polecat_has_its_forty_columns_and_a_row_for_every_pair():
    assert len(POLECAT) == 40
    found = [dict(zip(POLECAT, r, strict=True)) for r in rows(one(recipients=("e2", "e3")))]
    assert [r["Recipient Name Raw"] for r in found] == ["Mur", "guards"]
    first = found[0]
    assert (first["Event Date"], first["Event Type"], first["Event Mode"], first["Quad Code"], first["Intensity"]) == ("2024-05-13", "ASSAULT", "heavy-weapons", "MATERIAL CONFLICT", "-9")  # fmt: skip
    assert (first["Actor Name"], first["Primary Actor Sector"], first["City"], first["Latitude"], first["GeoNames ID"]) == (
        "Zorland",
        "GOV",
        "Mur",
        "1.5",
        "5",
    )
    assert found[1]["Recipient Sectors"] == "COP;GOV" and first["Source"] == "Zor Herald"


def test_numbers_of_states_come_from_the_crosswalk():
    russia = dataclasses.replace(REPORT.entities[0], country="RUS")
    r = dataclasses.replace(REPORT, entities=(russia, REPORT.entities[1]))
    assert dict(zip(POLECAT, next(rows(one(r))), strict=True))["Actor COW"] == "365"


def test_plover_has_what_the_manual_requires_and_keeps_actors_in_one_list():
    r = record(one(actors=("e1", "e3")))
    assert r["id"] == f"{REPORT.id}-v1" and r["date"] == "2024-05-13" and r["event"] == ["ASSAULT"]
    assert (
        [e["code"] for e in r["actor"]] == ["ZOR", "MUR"]
        and r["event_loc"]["geonameid"] == 5
        and r["event_loc"]["resolution"] == 2
    )
    assert r["status"] == "actual" and r["according_to"] == ["Zorland"] and "text" not in r
    assert record(one(), text=True)["text"].startswith("Zorland shelled")


@pytest.mark.parametrize(
    ("kind", "status", "folded"),
    [("COOPERATE", "future", "AGREE"), ("AID", "future", "AGREE"), ("RETREAT", "future", "CONCEDE"), ("ASSAULT", "future", "ASSAULT"),
     ("COOPERATE", "actual", "COOPERATE"), ("ASSAULT", "negated", None), ("ASSAULT", "hypothetical", "ASSAULT")],
)  # fmt: skip
def test_announced_cooperation_is_agreement(kind, status, folded):
    assert plover_type(one(type=kind, status=status)) == folded


def test_what_is_only_threatened_is_no_second_event():
    threat = dataclasses.replace(REPORT.events[0], id="v2", type="THREATEN", trigger=Quoted("said", 0, 4))
    inside = dataclasses.replace(REPORT.events[0], status="hypothetical", trigger=Quoted("shelled", 8, 15))
    said = dataclasses.replace(REPORT.statements[0], content=(Span(5, 30),))
    r = dataclasses.replace(REPORT, events=(inside, threat), statements=(said,), tripwires=())
    assert [plover_type(t) for t in told([r], Wanted())] == [None, "THREATEN"]
    assert record(next(told([r], Wanted())), folded=False)["event"] == ["ASSAULT"]


def test_a_flat_row_has_all_columns_and_a_feature_its_longitude_first():
    t = one()
    assert list(row(t)) == list(COLUMNS) and row(t)["killed"] == 3 and row(t)["quad"] == 4
    assert feature(t)["geometry"]["coordinates"] == [2.5, 1.5]
    assert feature(one(place=None)) is None


@pytest.mark.parametrize(
    ("wanted", "n"),
    [(Wanted(types=frozenset({"ASSAULT"})), 1), (Wanted(types=frozenset({"AID"})), 0), (Wanted(actors=frozenset({"ZOR"})), 1),
     (Wanted(recipients=frozenset({"ZOR"})), 0), (Wanted(places=frozenset({"MUR"})), 1), (Wanted(since="2024-05-14"), 0), (Wanted(until="2024-05-13"), 1),
     (Wanted(confidence=0.95), 0), (Wanted(statuses=frozenset({"actual"})), 1)],
)  # fmt: skip
def test_only_what_is_asked_for_leaves(wanted, n):
    assert len(list(told([REPORT], wanted))) == n


def test_the_command_writes_every_format(tmp_path):
    db = str(tmp_path / "news.db")
    write(opened(db), [Made(REPORT), made(1)])

    def run(*words):
        result = CliRunner().invoke(app, ["export", *map(str, words)])
        return result.exit_code, result.stdout, result.stderr

    status, out, told_ = run(db, "-f", "plover")
    assert status == 0 and len([json.loads(x) for x in out.splitlines()]) == 2 and "2 written" in told_
    assert len(list(csv.DictReader(io.StringIO(run(db, "-f", "csv")[1])))) == 2
    assert run(db, "-f", "polecat")[1].splitlines()[0].split("\t") == list(POLECAT)
    assert len(json.loads(run(db, "-f", "geojson")[1])["features"]) == 2
    assert run(db, "-f", "seen")[1].splitlines() == ["day,outlet,articles", "2024-05-17,Zor Herald,2"]
    assert run(db, "--type", "AID")[0] == 1
    assert run(db, "--type", "WAR")[0] == 2 and "ASSAULT" in run(db, "--type", "WAR")[2]
    assert run(db, "-f", "parquet")[0] == 2
    assert run(tmp_path / "none.db")[0] == 3
    pq = pytest.importorskip("pyarrow.parquet")
    assert run(db, "-f", "parquet", "-o", tmp_path / "events.parquet")[0] == 0
    assert pq.read_table(tmp_path / "events.parquet").column_names == list(COLUMNS)
