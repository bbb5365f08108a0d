"""States of a tripwire, by what is reported of it."""

import dataclasses

from tests.desk.test_wires import EVERYBODY, event, report, threat
from tocsin.desk.board import Rule, Source, decide, hits, why
from tocsin.desk.fiction import fictional
from tocsin.desk.pattern import Pattern
from tocsin.desk.wires import of_report
from tocsin.report import Quoted, Span, Statement, Time

((_, WIRE),) = of_report(threat())
HERALD, TIMES, STATE = (
    Source("Zor Herald", False, False),
    Source("Mur Times", False, False),
    Source("Zor News Agency", True, False),
)


def attack(
    status="actual", day="2024-05-20", id="b" * 16, actors=("e3",), recipients=("e1",), confidence=0.9, kind="ASSAULT", **more
):
    v = dataclasses.replace(event("v1", kind, actors, recipients, status=status), confidence=confidence, **more)
    return report(v, entities=EVERYBODY, id=id, published=day)


def elsewhere(**more):
    """An attack on nobody in particular, in an article that names Ethiopia in other words."""
    r = attack(recipients=(), **more)
    return dataclasses.replace(r, entities=tuple(dataclasses.replace(e, mentions=(Span(9, 10),)) for e in r.entities))


def state(*told, rule=None, today="2024-06-01"):
    found = [h for r, source in told for h in hits(WIRE, r, source)]
    return decide(WIRE, found, rule or Rule(), today)


def test_two_independent_sources_ring_the_bell():
    assert state().state == "standing"
    verdict = state((attack(), HERALD), (attack(id="c" * 16), TIMES))
    assert (
        verdict.state == "triggered"
        and "2 independent sources (Mur Times, Zor Herald)" in verdict.reason
        and len(verdict.evidence) == 2
    )


def test_one_source_a_copy_or_outlets_of_a_state_do_not():
    assert state((attack(), HERALD)).state == "approached"
    copy = state((attack(), HERALD), (attack(id="c" * 16), Source("Mur Times", False, True)))
    assert copy.state == "approached" and "1 copies do not count" in copy.reason
    states = state((attack(), STATE), (attack(id="c" * 16), Source("Mur State Radio", True, False)))
    assert states.state == "approached" and "outlets of a state" in states.reason
    assert state((attack(), STATE), (attack(id="c" * 16), HERALD)).state == "triggered"
    assert state((attack(), HERALD), (attack(id="c" * 16), HERALD)).state == "approached"


def test_what_is_planned_feared_or_only_like_it_is_an_approach():
    assert "future" in state((attack("future"), HERALD)).reason
    assert "hypothetical" in state((attack("hypothetical"), HERALD), (attack("hypothetical"), TIMES)).reason
    partly = state((elsewhere(), HERALD), (elsewhere(), TIMES))
    assert partly.state == "approached" and "something like it" in partly.reason
    assert state((elsewhere(confidence=0.4), HERALD)).state == "standing"
    assert "less confidence" in state((attack(confidence=0.3), HERALD), (attack(confidence=0.3, id="c" * 16), TIMES)).reason
    assert state((attack(confidence=0.2), HERALD)).state == "standing"
    assert state((attack("negated"), HERALD)).state == "standing"


def test_two_sources_bear_each_other_out_where_they_can_tell_of_one_act():
    week = state((attack(), HERALD), (attack(day="2024-05-28", id="c" * 16), TIMES))
    assert week.state == "approached" and "1 of the 2" in week.reason
    assert state((attack(), HERALD), (attack(day="2024-05-24", id="c" * 16), TIMES)).state == "triggered"
    days_late = attack(day="2024-05-28", id="c" * 16, time=Time("a week ago", 0, 1, "2024-05-20"))
    assert state((attack(), HERALD), (days_late, TIMES)).state == "triggered"
    not_yet = attack(day="2024-05-21", id="c" * 16, time=Time("on Monday", 0, 1, "2024-05-27"))
    assert state((attack(), HERALD), (not_yet, TIMES)).state == "triggered"


def test_what_an_article_denies_itself_is_no_fact_unless_the_accused_denies_it():
    def told(*said, by=None):
        r = attack(id="c" * 16)
        denied = dataclasses.replace(r.events[0], id="v2", status="negated", according_to=said)
        return dataclasses.replace(
            r, events=(*r.events, denied), statements=(Statement("s1", by, None, Quoted("said", 0, 1), ()),)
        )

    verdict = state((attack(), HERALD), (told(), TIMES))
    assert verdict.state == "approached"
    assert "disputed" in state((told(), HERALD)).reason
    assert state((attack(), HERALD), (told("s1", by="e1"), TIMES)).state == "approached"
    assert state((attack(), HERALD), (told("s1", by="e3"), TIMES)).state == "triggered"


def test_what_happened_before_or_long_after_does_not_count():
    assert state((attack(day="2024-05-01"), HERALD), (attack(day="2024-05-02", id="c" * 16), TIMES)).state == "standing"
    assert (
        state((attack(day="2025-05-20"), HERALD), (attack(day="2025-05-20", id="c" * 16), TIMES), today="2025-05-21").state
        == "expired"
    )
    assert state((attack(historical=True), HERALD), (attack(historical=True, id="c" * 16), TIMES)).state == "standing"


def test_the_response_answers():
    both = (attack(), HERALD), (attack(id="c" * 16), TIMES)
    answer = [
        (attack(id=x * 16, actors=("e1",), recipients=("e2",), day="2024-05-25"), s) for x, s in (("d", HERALD), ("e", TIMES))
    ]
    assert state(*both, *answer).state == "answered"
    assert state(*both, answer[0]).state == "triggered"
    assert state(*answer).state == "standing"


def test_the_threat_itself_its_repetition_and_old_age():
    assert state((threat(id="f" * 16, published="2024-05-30"), TIMES)).state == "standing"
    assert state(today="2025-01-01").state == "expired" and state(today=None).state == "standing"
    assert decide(dataclasses.replace(WIRE, withdrawn=True), [], Rule(), None).state == "withdrawn"


def test_articles_of_no_known_outlet_count_once_together():
    nobody = Source(None, False, False)
    assert state((attack(), nobody), (attack(id="c" * 16), nobody)).state == "approached"
    assert state((attack(), nobody), (attack(id="c" * 16), HERALD)).state == "triggered"


def test_a_trigger_that_names_nobody_never_rings():
    vague = dataclasses.replace(WIRE, triggers=(Pattern(("ASSAULT",)),))
    found = [h for x, s in (("b", HERALD), ("c", TIMES)) for h in hits(vague, attack(id=x * 16), s)]
    assert found == [] or all(h.half == "response" for h in found)
    verdict = decide(vague, found, Rule(), "2024-06-01")
    assert verdict.state == "standing" and "nothing can be held against it" in verdict.reason


def test_a_rule_may_ask_for_more_or_less():
    told = (attack(), HERALD), (attack(id="c" * 16), TIMES)
    assert state(*told, rule=Rule(sources=3)).state == "approached"
    assert state(told[0], rule=Rule(sources=1)).state == "triggered"
    assert state((attack(), STATE), rule=Rule(sources=1)).state == "approached"


def test_why_says_what_speaks_against_each_hit():
    found = [
        h for r, s in ((attack("future"), HERALD), (attack(id="c" * 16), Source("X", True, True))) for h in hits(WIRE, r, s)
    ]
    lines = why(WIRE, found, Rule(), "2024-06-01")
    assert (
        lines[0].startswith("approached")
        and "told as future" in lines[1]
        and "a copy" in lines[2]
        and "state's outlet" in lines[2]
    )


def test_what_a_film_or_a_book_tells_is_no_act():
    r = dataclasses.replace(attack(), text="In the film Egypt attacks Ethiopia.", language="en")
    told = dataclasses.replace(r, events=(dataclasses.replace(r.events[0], end=35),))
    assert not hits(WIRE, told, HERALD)
    assert hits(WIRE, dataclasses.replace(told, text="In the night Egypt attacks Ethiopia"), HERALD)
    assert fictional("Dans la bande dessinée, l'armée bombarde", "fr") and fictional(
        "В первой сцене фильма обстреливают", "ru-RU"
    )
    assert not fictional("He played a role in the attack", "en") and not fictional("Das Römische Reich", "de")
    assert not fictional("in the film", "nl") and not fictional("in the film", None)
