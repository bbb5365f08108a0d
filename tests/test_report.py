"""The record: lossless to and from JSON, its schema equal to the committed one, its reports true to their text."""

import json
from pathlib import Path

import jsonschema
import pytest

from tocsin.report import Casualties, Entity, Event, Noise, Place, Quoted, Report, Span, Statement, Time, Tripwire, json_schema

ROOT = Path(__file__).resolve().parent.parent


def full_report() -> Report:
    text = "Freedonia said Sylvania shelled Glim on Monday."
    return Report(
        id="0" * 16, text=text, source_id="a1", made_by={"tocsin": "0"}, language="en", published="2024-05-17",
        noise=(Noise(0, 3, "byline"),), signals={"political": 0.9}, sentences=(Span(0, 47),),
        entities=(Entity("e1", "place", "Glim", 32, 36, (Span(32, 36),), "Glim", "FRD", (), Place("Glim", "FRD", None, 1, 1.5, 2.5, "city"), True, "x"),),
        statements=(Statement("s1", "e1", None, Quoted("said", 10, 14), (Span(15, 46),), False, Time("Monday", 40, 46, "2024-05-13"), 0, 47),),
        events=(Event("v1", "ASSAULT", ("heavy-weapons",), ("military",), "actual", False, Quoted("shelled", 24, 31), ("e1",), (), "e1",
                      Time("Monday", 40, 46), Casualties(1, None, None), ("s1",), 0.5, 0, 47),),
        tripwires=(Tripwire("t1", "e1", ("e1",), (), ("v1",), ("v1",), "s1", 0, 47),),
    )  # fmt: skip


def test_a_report_survives_json_unchanged():
    report = full_report()
    assert Report.from_json(report.to_json()) == report


def test_fields_stand_in_the_order_of_the_contract():
    assert list(full_report().to_dict())[:4] == ["schema", "id", "source_id", "made_by"]


def test_a_report_fits_its_schema():
    jsonschema.validate(full_report().to_dict(), json_schema())


def test_the_committed_schema_is_the_generated_one():
    committed = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
    assert committed == json_schema(), "run: tocsin schema > docs/report.schema.json"


def test_a_schema_refuses_what_is_no_report():
    broken = full_report().to_dict()
    broken["events"][0]["trigger"]["start"] = "three"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, json_schema())


def test_a_wrong_type_is_named_by_its_place():
    broken = full_report().to_dict()
    broken["events"][0]["actors"] = "e1"
    with pytest.raises(ValueError, match=r"report\.events\[0\]\.actors should be a list"):
        Report.from_dict(broken)


def test_a_missing_field_is_named():
    with pytest.raises(ValueError, match="lacks text"):
        Report.from_dict({"id": "x"})


def test_unknown_fields_are_ignored_so_that_records_can_grow():
    assert Report.from_dict({"id": "x", "text": "y", "new_field": 1}).text == "y"


def test_a_report_says_what_it_holds():
    assert "1 events, 1 statements, 1 tripwires" in repr(full_report())


def test_lookups_by_id():
    r = full_report()
    assert r.entity("e1").text == "Glim" and r.event("v9") is None and r.statement("s1").cue.text == "said"
