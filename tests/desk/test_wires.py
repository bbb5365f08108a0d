"""Tripwires as patterns: from reports, from a person's file, and what fits them."""

import dataclasses

import pytest

from tests.store.test_store import made
from tocsin.desk.pattern import Party, Pattern, fit, of_event
from tocsin.desk.wires import WireError, of_report, read, repeated
from tocsin.report import Entity, Event, Quoted, Report, Span, Tripwire


def entity(id, country=None, sectors=(), kind="organization", name=None, knowledge=None):
    return Entity(id, kind, name or id, 0, 1, (Span(0, 1),), name, country, sectors, None, False, knowledge)


def event(id, kind, actors=(), recipients=(), place=None, status="actual", **more):
    return Event(id, kind, (), (), status, False, Quoted("x", 0, 1), actors, recipients, place, confidence=0.9, end=5, **more)


def report(*events, entities=(), tripwires=(), id="a" * 16, published="2024-05-17", outlet="Zor Herald"):
    return Report(
        id, "words of the report", published=published, outlet=outlet, entities=entities, events=events, tripwires=tripwires
    )


ETHIOPIA, EGYPT, ARMY = entity("e1", "ETH", ("GOV",)), entity("e2", "EGY", ("GOV",)), entity("e3", "EGY", ("MIL",))
REBELS = entity("e4", "ETH", ("REB",), name="Amhara militia")
EVERYBODY = (ETHIOPIA, EGYPT, ARMY, REBELS)


def threat(**more):
    return report(
        event("v1", "ASSAULT", ("e2",), ("e1",), status="hypothetical"), event("v2", "ASSAULT", ("e1",), ("e2",), status="hypothetical"),
        entities=EVERYBODY, tripwires=(Tripwire("t1", "e1", (), (), ("v1",), ("v2",), None),), **more,
    )  # fmt: skip


def test_a_state_is_meant_whichever_body_of_it_acts():
    assert Party(country="EGY").fits(EGYPT) and Party(country="EGY").fits(ARMY)
    assert not Party(country="ETH").fits(REBELS) and Party(country="ETH", sector="REB").fits(REBELS)
    assert Party(name="amhara militia").fits(REBELS) and Party(id="groups:x").fits(entity("e", knowledge="groups:x"))


def test_an_event_fits_fully_in_part_or_not_at_all():
    pattern = Pattern(("ASSAULT",), (Party(country="EGY"),), (Party(country="ETH"),))

    def of(*event_args, **more):
        r = report(event("v1", *event_args, **more), entities=EVERYBODY)
        return fit(pattern, r, r.events[0])

    assert of("ASSAULT", ("e3",), ("e1",)).full
    assert of("ASSAULT", ("e3",), ("e9",)).full, "a recipient named beside the act counts as told"
    assert not of("ASSAULT", ("e1",), ("e2",)).partial and not of("AID", ("e3",), ("e1",)).full
    assert not of("ASSAULT").partial


def test_whom_an_act_hits_is_looked_for_in_its_words_and_in_its_article():
    pattern = Pattern(("ASSAULT",), (Party(country="EGY"),), (Party(country="ETH"),))

    def of(*beside, elsewhere=()):
        far = [dataclasses.replace(e, mentions=(Span(9, 10),)) for e in elsewhere]
        r = report(event("v1", "ASSAULT", ("e3",)), entities=(ARMY, *beside, *far))
        return fit(pattern, r, r.events[0])

    assert of(ETHIOPIA).full
    assert of(elsewhere=[ETHIOPIA]).partial and not of(elsewhere=[ETHIOPIA]).full
    assert not of(REBELS, elsewhere=[ETHIOPIA]).partial, "somebody else is named there"
    assert not of().partial, "nobody names Ethiopia"
    town = dataclasses.replace(entity("e5", "ETH"), kind="place")
    assert not of(town).full, "where it is done does not say to whom"


def test_what_a_threat_leaves_unsaid_lies_between_the_two():
    bare = report(
        event("v1", "ASSAULT", (), (), status="hypothetical"), event("v2", "ASSAULT", ("e1",), (), status="hypothetical"),
        entities=EVERYBODY, tripwires=(Tripwire("t1", "e2", (), (), ("v2",), ("v1",), None),),
    )  # fmt: skip
    ((_, wire),) = of_report(bare)
    assert wire.title == "if ASSAULT by ETH against EGY, then ASSAULT by EGY against ETH"


def test_a_forecast_a_plan_and_an_answer_to_the_victim_are_no_threats():
    sudan = entity("e6", "SDN", ("GOV",))

    def wires(issuer, trigger, response):
        r = report(
            event("v1", "ASSAULT", *response, status="hypothetical"), event("v2", "ASSAULT", *trigger, status="hypothetical"),
            entities=(*EVERYBODY, sudan), tripwires=(Tripwire("t1", issuer, (), (), ("v2",), ("v1",), None),),
        )  # fmt: skip
        return list(of_report(r))

    egypt_answers = (("e2",), ("e1",))
    assert wires("e2", (("e1",), ("e2",)), egypt_answers)
    assert not wires("e6", (("e1",), ("e2",)), egypt_answers), "Sudan says what Egypt would do"
    assert not wires("e2", (("e2",), ("e1",)), egypt_answers), "after an act of its own"
    assert not wires("e6", (("e2",), ("e1",)), (("e6",), ("e1",))), "the answer hits the victim"


def test_reports_that_tell_the_same_tripwire_give_the_same_one():
    ((_, one),), ((_, again),) = of_report(threat()), of_report(threat(id="b" * 16, published="2024-06-01", outlet="Mur Times"))
    assert one.id == again.id and one.issuer == "ETH" and str(one.triggers[0]) == "ASSAULT by EGY against ETH"
    both = repeated(one, again)
    assert both.since == "2024-05-17" and both.until > one.until


def test_a_place_that_says_no_more_than_the_recipient_is_not_asked():
    r = report(event("v1", "ASSAULT", ("e2",), ("e1",), "e9"), entities=(*EVERYBODY, entity("e9", "ETH", kind="place")))
    assert of_event(r, r.events[0]).places == ()
    assert of_event(made().report, made().report.events[0]).recipients


GOOD = """
- id: dam
  title: Attack on the dam
  level: high
  trigger: {type: ASSAULT, actor: EGY, place: [ETH]}
  response: {type: [ASSAULT, MOBILIZE], actor: ETH MIL}
  window: 90
  since: 2024-05-01
  references: [https://example.org/dam]
- id: strait
  trigger: {type: [COERCE], actor: [groups:houthis]}
  status: withdrawn
"""


def test_a_persons_file_is_read(tmp_path):
    (tmp_path / "wires.yaml").write_text(GOOD, encoding="utf-8")
    dam, strait = read(tmp_path / "wires.yaml")
    assert (dam.id, dam.level, dam.window, dam.until) == ("dam", "high", 90, "2024-07-30")
    assert dam.triggers[0] == Pattern(("ASSAULT",), (Party(country="EGY"),), (), ("ETH",))
    assert dam.responses[0].actors == (Party(country="ETH", sector="MIL"),)
    assert (
        strait.withdrawn
        and strait.title == "if COERCE by groups:houthis"
        and strait.triggers[0].actors == (Party(id="groups:houthis"),)
    )


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("- id: a\n  trigger: {type: WAR, actor: EGY}\n", 2, "WAR is none of"),
        ("- id: a\n  trigger: {type: ASSAULT}\n", 2, "half the news"),
        ("- trigger: {type: ASSAULT, actor: EGY}\n", 1, "id is missing"),
        ("- id: a\n  trigger: {type: ASSAULT, actor: EGY}\n  level: huge\n", 3, "huge is none of"),
        ("- id: a\n  trigger: {type: ASSAULT, actor: EGY}\n  colour: red\n", 3, "no field colour"),
        ("- id: a\n  trigger: {type: ASSAULT, who: EGY}\n", 2, "no who in a pattern"),
        ("- id: a\n  trigger: {type: ASSAULT, actor: EGY}\n  window: soon\n", 3, "number of days"),
        ("- id: a\n  trigger: {type: ASSAULT, actor: EGY}\n  since: spring\n", 3, "since is a day"),
        ("- id: a\n  trigger: {type: ASSAULT, actor: EGY}\n- id: a\n  trigger: {type: AID, actor: EGY}\n", 3, "given twice"),
        ("id: a\n", 1, "a list of tripwires"),
        ("- [a, b\n", 2, "YAML"),
    ],
)
def test_faults_name_their_line(tmp_path, text, line, said):
    (tmp_path / "w.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(WireError) as fault:
        read(tmp_path / "w.yaml")
    assert f"w.yaml:{line}:" in str(fault.value) and said in str(fault.value)


def test_all_faults_are_told_at_once(tmp_path):
    (tmp_path / "w.yaml").write_text(
        "- id: a\n  trigger: {type: WAR}\n- id: b\n  level: huge\n  trigger: {type: AID, actor: EGY}\n", encoding="utf-8"
    )
    with pytest.raises(WireError) as fault:
        read(tmp_path / "w.yaml")
    assert len(str(fault.value).splitlines()) == 3


def test_patterns_come_back_from_plain_values():
    ((_, wire),) = of_report(threat())
    assert Pattern.from_dict(wire.triggers[0].to_dict()) == wire.triggers[0]
    assert dataclasses.is_dataclass(wire)
