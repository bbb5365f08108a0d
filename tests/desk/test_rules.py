"""A user's rules for alerts: what a file says, and faults with their lines."""

import pytest

from tocsin.desk.pattern import Party
from tocsin.desk.rules import OfEvents, OfLevel, OfRise, OfTripwires, RuleError, read
from tocsin.desk.watchlist import Area

GOOD = """
watch:
  gulf:
    place: [YEM, {latitude: 26.57, longitude: 56.25, km: 120}, {name: Kyiv, km: 80}]
    actor: groups:houthis
    dyad: [[IRN, USA], [ISR, IRN]]
    type: [ASSAULT, COERCE]
rules:
  - id: board
    tripwires: {state: triggered, level: [medium, high]}
  - id: strikes
    title: Strikes on Ethiopia
    events: {watch: gulf, type: ASSAULT, actor: EGY, recipient: [ETH, ETH REB], mode: aerial, status: [actual, negated], confidence: 0.6, sources: 2}
    every: 1h
    most: 5
  - id: many
    level: {dyad: [EGY, ETH], above: 3, days: 14}
  - id: rising
    rise: {type: [ASSAULT, COERCE], windows: 8, chance: 0.01, least: 4}
"""


def test_a_file_of_rules_is_read(tmp_path):
    (tmp_path / "r.yaml").write_text(GOOD, encoding="utf-8")
    board, strikes, many, rising = read(tmp_path / "r.yaml")
    assert board.ask == OfTripwires(("triggered",), ("medium", "high")) and (board.title, board.most) == ("board", 20)
    assert isinstance(strikes.ask, OfEvents) and (strikes.title, strikes.every, strikes.most) == (
        "Strikes on Ethiopia",
        3600,
        5,
    )
    w = strikes.ask.wanted
    assert (w.types, w.modes, w.statuses, w.confidence, w.sources) == (
        ("ASSAULT",), ("aerial",), ("actual", "negated"), 0.6, 2,
    )  # fmt: skip
    assert w.actors == (Party(country="EGY"),) and w.recipients == (Party(country="ETH"), Party(country="ETH", sector="REB"))
    (gulf,) = w.watch
    assert gulf.places[:2] == (Area("YEM", "YEM"), Area("26.57, 56.25", "", 26.57, 56.25, 120.0))
    assert gulf.places[2].name == "Kyiv" and abs(gulf.places[2].latitude - 50.45) < 0.1 and gulf.places[2].km == 80
    assert gulf.dyads[1] == (Party(country="ISR"), Party(country="IRN")) and gulf.actors == (Party(id="groups:houthis"),)
    assert (board.every, many.every, rising.every) == (600, 21600, 21600)
    assert isinstance(many.ask, OfLevel) and (many.ask.days, many.ask.above) == (14, 3) and len(many.ask.wanted.dyads) == 1
    assert isinstance(rising.ask, OfRise) and (rising.ask.windows, rising.ask.chance, rising.ask.least) == (8, 0.01, 4)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("- id: a\n", 1, "a mapping with rules:"),
        ("rules:\n", 1, "a list of rules"),
        ("rules: []\n", 1, "a list of rules"),
        ("rules:\n  - events: {type: ASSAULT}\n", 2, "id is missing"),
        ("rules:\n  - id: a\n", 2, "one of tripwires, events, level, rise"),
        ("rules:\n  - id: a\n    events: {type: ASSAULT}\n    tripwires: {}\n", 3, "this one has tripwires and events"),
        ("rules:\n  - id: a\n    events: {type: WAR}\n", 3, "WAR is none of"),
        ("rules:\n  - id: a\n    events: {confidence: 0.5}\n", 3, "everything would ring"),
        ("rules:\n  - id: a\n    events:\n      type: AID\n      confidence: 7\n", 5, "a number, 0 to 1"),
        ("rules:\n  - id: a\n    events:\n      type: AID\n      sources: many\n", 5, "a whole number, 1 or more"),
        ("rules:\n  - id: a\n    events:\n      type: AID\n      colour: red\n", 5, "no colour in events"),
        ("rules:\n  - id: a\n    events: {type: AID}\n    every: soon\n", 4, "write it as 30m, 6h"),
        ("rules:\n  - id: a\n    events: {dyad: [EGY, ETH, SDN]}\n", 3, "a dyad is two parties"),
        ("rules:\n  - id: a\n    events:\n      place:\n        - Nowhereville\n", 5, "no place that tocsin knows"),
        ("rules:\n  - id: a\n    events:\n      place: Tigray\n", 4, "Tigray is no town"),
        ("rules:\n  - id: a\n    events:\n      place: {latitude: 3, km: 4}\n", 4, "latitude, longitude"),
        ("rules:\n  - id: a\n    events:\n      place: {latitude: 91, longitude: 4, km: 4}\n", 4, "-90 to 90"),
        ("rules:\n  - id: a\n    events: {watch: gulf}\n", 3, "the file has none"),
        ("watch:\n  gulf: {type: AID}\nrules:\n  - id: a\n    events: {watch: golf}\n", 5, "golf is none of gulf"),
        ("watch:\n  gulf: {}\nrules:\n  - id: a\n    events: {type: AID}\n", 2, "the list gulf is empty"),
        (
            "watch:\n  gulf: {type: AID}\nrules:\n  - id: a\n    events: {watch: gulf, type: ASSAULT}\n",
            5,
            "nothing would ever ring",
        ),
        ("rules:\n  - id: a\n    events: {actor: PKK}\n", 3, "tocsin who PKK"),
        ("rules:\n  - id: a\n    events: {dyad: [ETH RBE, EGY]}\n", 3, "RBE is no sector"),
        ("rules:\n  - id: a\n    level: {type: AID}\n", 3, "above is missing"),
        ("rules:\n  - id: a\n    rise: {type: AID, windows: 3}\n", 3, "6 to 104"),
        ("rules:\n  - id: a\n    tripwires: {state: ringing}\n", 3, "ringing is none of"),
        ("rules:\n  - id: a\n    events: {type: AID}\n  - id: a\n    events: {type: AID}\n", 4, "given twice"),
        ("rules:\n  - id: a\n    events: {type: AID}\n    every: 1h\n    every: 2h\n", 5, "given twice"),
        ("rules: [a, b\n", 2, "YAML"),
    ],
)
def test_faults_name_their_line(tmp_path, text, line, said):
    (tmp_path / "r.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as fault:
        read(tmp_path / "r.yaml")
    assert f"r.yaml:{line}:" in str(fault.value) and said in str(fault.value), fault.value


def test_all_faults_are_told_at_once(tmp_path):
    (tmp_path / "r.yaml").write_text(
        "rules:\n  - id: a\n    events: {type: WAR, mode: x, confidence: 2}\n  - id: b\n    rise: {}\n", encoding="utf-8"
    )
    with pytest.raises(RuleError) as fault:
        read(tmp_path / "r.yaml")
    assert len(str(fault.value).splitlines()) == 4
