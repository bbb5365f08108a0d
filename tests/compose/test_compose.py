"""Compose: what follows from a graph, shown on a graph made by hand."""

from tocsin.compose import Settings, compose
from tocsin.reader.graph import Edge, Graph, Node, Window
from tocsin.report import Span

TEXT = 'General Ann Bly said on Thursday that "if Sylvania crosses the river, Freedonia will strike". Sylvania denied massing troops. Bly left.'


def node(layer, words, label=None, score=0.9, nth=0, **scores):
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return Node(layer, at, at + len(words), label, score, {k.replace("__", ":"): v for k, v in scores.items()})


NODES = (
    node("entity", "General Ann Bly", "person", sector__MIL=0.9),
    node("cue", "said"),
    node("time", "on Thursday"),
    node("content", '"if Sylvania crosses the river, Freedonia will strike"'),
    node("entity", "Sylvania", "organization", sector__GOV=0.9),
    node("trigger", "crosses the river", "ASSAULT", type__ASSAULT=1.0, status__hypothetical=0.9, status__actual=0.1),
    node("entity", "Freedonia", "organization", sector__GOV=0.9),
    node("trigger", "will strike", "ASSAULT", type__ASSAULT=0.95, status__hypothetical=0.9, mode__aerial=0.8),
    node("entity", "Sylvania", "organization", nth=1),
    node("cue", "denied"),
    node("content", "massing troops"),
    node("trigger", "massing troops", "MOBILIZE", type__MOBILIZE=0.9, status__negated=0.9, mode__troops=0.9),
    node("entity", "Bly", "person", nth=1),
)
EDGES = (
    Edge("speaker", 1, 0, 0.9), Edge("content", 1, 3, 0.9), Edge("said_time", 1, 2, 0.9), Edge("actor", 5, 4, 0.9), Edge("recipient", 5, 6, 0.9),
    Edge("actor", 7, 6, 0.9), Edge("recipient", 7, 4, 0.8), Edge("condition", 7, 5, 0.9), Edge("speaker", 9, 8, 0.9), Edge("content", 9, 10, 0.9),
    Edge("actor", 11, 8, 0.9),
)  # fmt: skip


def composed(edges=EDGES, **changed):
    graph = Graph(NODES, edges, (Window(0, len(TEXT), {"context:military": 0.9}),))
    cut = TEXT.index(". ") + 1
    return compose(TEXT, graph, (Span(0, cut), Span(cut + 1, len(TEXT))), (), "en", "2024-05-17", Settings(**changed))


def by_words(c, words):
    return next(v for v in c.events if v.trigger.text == words)


def test_a_tripwire_has_its_halves_its_issuer_and_its_statement():
    c = composed()
    (t,) = c.tripwires
    assert t.triggers == (by_words(c, "crosses the river").id,)
    assert t.responses == (by_words(c, "will strike").id,)
    assert next(e for e in c.entities if e.id == t.issuer).text == "General Ann Bly"
    assert t.statement == c.statements[0].id


def test_a_statement_knows_speaker_content_directness_and_day():
    s = composed().statements[0]
    assert s.direct and s.time.value == "2024-05-16"
    assert TEXT[s.content[0].start : s.content[0].end].startswith("if Sylvania")


def test_an_act_is_known_from_the_statement_that_holds_it():
    c = composed()
    assert by_words(c, "massing troops").according_to == (c.statements[1].id,)
    assert by_words(c, "massing troops").status == "negated"


def test_mentions_of_one_participant_are_one_entity():
    c = composed()
    assert [len(e.mentions) for e in c.entities if e.text == "Sylvania"] == [2]
    assert [len(e.mentions) for e in c.entities if e.text == "General Ann Bly"] == [2]


def test_modes_are_those_of_the_type():
    assert by_words(composed(), "will strike").modes == ("aerial",)


def test_a_higher_confidence_leaves_out_the_less_certain():
    assert len(composed(confidence=0.99).events) < len(composed(confidence=0.1).events) == 3


def test_who_would_be_both_is_what_is_likelier():
    c = composed((*EDGES, Edge("recipient", 11, 8, 0.95)))
    v = by_words(c, "massing troops")
    assert v.actors == () and len(v.recipients) == 1


def test_an_empty_graph_composes_to_nothing():
    c = compose("", Graph(), (), (), "en", None, Settings())
    assert c.events == c.statements == c.entities == c.tripwires == ()


def test_two_responses_to_one_condition_are_one_tripwire():
    c = composed((*EDGES, Edge("condition", 11, 5, 0.9), Edge("condition", 11, 7, 0.8)))
    assert [len(t.responses) for t in c.tripwires if by_words(c, "massing troops").id in t.responses] == [1]
    for t in c.tripwires:
        assert t.triggers == (by_words(c, "crosses the river").id,)


def test_who_has_no_country_in_words_takes_that_of_those_in_one_state_with_him():
    text = "Kyiv spoke. The ministry agreed."
    nodes = (
        Node("entity", 0, 4, "organization", 0.9, {"sector:GOV": 0.9}),
        Node("entity", 12, 24, "organization", 0.9, {"sector:GOV": 0.9}),
        Node("trigger", 25, 31, "AGREE", 0.9, {"type:AGREE": 1.0, "status:actual": 1.0}),
    )

    def country(score):
        graph = Graph(nodes, (Edge("actor", 2, 1, 0.9), Edge("same_country", 0, 1, score)))
        made = compose(text, graph, (Span(0, 11), Span(12, 32)), (), "en", None, Settings())
        return next(e.country for e in made.entities if e.text == "The ministry")

    assert country(0.9) == "UKR"
    assert country(0.2) is None


def test_a_pronoun_left_alone_joins_the_likeliest_mention():
    text = "The mayor spoke. She resigned, and they cheered."
    nodes = (
        Node("entity", 0, 9, "person", 0.9, {"sector:GOV": 0.9}),
        Node("entity", 17, 20, "person", 0.9),
        Node("trigger", 21, 29, "RETREAT", 0.9, {"type:RETREAT": 1.0, "status:actual": 1.0}),
    )
    graph = Graph(nodes, (Edge("actor", 2, 1, 0.9), Edge("same_participant", 0, 1, 0.15)))
    made = compose(text, graph, (Span(0, 16), Span(17, 48)), (), "en", None, Settings())
    (mayor,) = made.entities
    assert mayor.text == "The mayor" and len(mayor.mentions) == 2 and made.events[0].actors == (mayor.id,)


def test_a_trigger_that_is_joined_twice_stands_once():
    (t,) = composed((*EDGES, Edge("condition", 7, 5, 0.7))).tripwires
    assert len(t.triggers) == 1


def test_a_surname_taken_for_a_body_is_the_persons():
    text = "Alexei Polishchuk spoke. Polishchuk warned."
    nodes = (
        Node("entity", 0, 17, "person", 0.9),
        Node("entity", 25, 35, "organization", 0.95),
        Node("trigger", 36, 42, "THREATEN", 0.9, {"type:THREATEN": 1.0, "status:actual": 1.0}),
    )
    made = compose(text, Graph(nodes, (Edge("actor", 2, 1, 0.9),)), (Span(0, 24), Span(25, 43)), (), "en", None, Settings())
    (person,) = made.entities
    assert person.name == "Alexei Polishchuk" and made.events[0].actors == (person.id,)


def test_all_sides_of_a_meeting_act_and_whoever_is_accused_is_named():
    def made(kind, role, p):
        text = "Chad met Mali."
        nodes = (
            Node("entity", 0, 4, "organization", 0.9),
            Node("trigger", 5, 8, kind, 0.9, {f"type:{kind}": 1.0, "status:actual": 1.0}),
            Node("entity", 9, 13, "organization", 0.9),
        )
        graph = Graph(nodes, (Edge("actor", 1, 0, 0.9), Edge(role, 1, 2, p)))
        settings = Settings(actor=0.8, actor_mutual=0.45, recipient=0.8, recipient_alone=0.5, recipient_addressed=0.2)
        (event,) = compose(text, graph, (Span(0, len(text)),), (), "en", None, settings).events
        return len(event.actors), len(event.recipients)

    assert made("CONSULT", "actor", 0.5) == (2, 0)
    assert made("ASSAULT", "actor", 0.5) == (1, 0)
    assert made("ACCUSE", "recipient", 0.3) == (1, 1)
    assert made("ASSAULT", "recipient", 0.3) == (1, 0)
