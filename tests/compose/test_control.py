"""Who does the act inside a speech act, and speech acts that are statements too."""

import itertools

from tocsin.compose import Settings, compose
from tocsin.reader.graph import Edge, Graph, Node
from tocsin.report import Span

TEXT = "Freedonia demanded that Sylvania release the crew. The rebels promised a ceasefire on Monday. Bly threatened to close the port."


def node(layer, words, label=None, nth=0, **scores):
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return Node(layer, at, at + len(words), label, 0.9, {k.replace("__", ":"): v for k, v in scores.items()})


def act(words, kind, status="actual"):
    return node("trigger", words, kind, **{f"type__{kind}": 1.0, f"status__{status}": 0.9})


NODES = (
    node("entity", "Freedonia", "organization"),
    act("demanded", "REQUEST"),
    node("entity", "Sylvania", "organization"),
    act("release", "RETREAT", "hypothetical"),
    node("entity", "The rebels", "group"),
    act("promised", "CONCEDE"),
    act("ceasefire", "RETREAT", "future"),
    node("entity", "Bly", "person"),
    act("threatened", "THREATEN"),
    act("close the port", "COERCE", "hypothetical"),
)
EDGES = (
    Edge("actor", 1, 0, 0.9), Edge("actor", 3, 2, 0.9), Edge("actor", 5, 4, 0.9), Edge("actor", 8, 7, 0.9),
)  # fmt: skip
CUTS = [0, TEXT.index("The rebels"), TEXT.index("Bly"), len(TEXT)]
SENTENCES = tuple(Span(a, b) for a, b in itertools.pairwise(CUTS))


def composed(nodes=NODES, edges=EDGES):
    c = compose(TEXT, Graph(nodes, edges), SENTENCES, (), "en", None, Settings())
    names = {e.id: e.text for e in c.entities}
    of = {v.trigger.text: v for v in c.events}
    return c, names, of


def test_a_speech_act_with_an_act_inside_is_a_statement_too():
    c, names, of = composed()
    assert [(names[s.speaker], s.cue.text) for s in c.statements] == [
        ("Freedonia", "demanded"), ("The rebels", "promised"), ("Bly", "threatened"),
    ]  # fmt: skip
    first = c.statements[0].content[0]
    assert TEXT[first.start : first.end] == "that Sylvania release the crew"
    assert of["release"].according_to == (c.statements[0].id,)


def test_a_speech_act_whose_content_happened_is_left_an_act_alone():
    nodes = (*NODES[:3], act("release", "RETREAT"), *NODES[4:])
    assert [s.cue.text for s in composed(nodes)[0].statements] == ["promised", "threatened"]


def test_a_promise_is_kept_by_who_gives_it():
    _, names, of = composed()
    assert [names[a] for a in of["ceasefire"].actors] == ["The rebels"]
    assert [names[a] for a in of["close the port"].actors] == ["Bly"]


def test_a_demand_addresses_who_would_have_to_act():
    _, names, of = composed()
    assert [names[a] for a in of["demanded"].recipients] == ["Sylvania"]


def test_who_is_asked_does_what_is_asked():
    edges = (EDGES[0], Edge("recipient", 1, 2, 0.9), *EDGES[2:])
    _, names, of = composed(edges=edges)
    assert [names[a] for a in of["release"].actors] == ["Sylvania"]


def test_a_response_without_a_doer_is_the_issuers():
    edges = (*EDGES[:3], Edge("actor", 8, 7, 0.9), Edge("condition", 9, 3, 0.9))
    c, names, of = composed(edges=(*edges, Edge("speaker", 8, 7, 0.1)))
    (t,) = c.tripwires
    assert t.responses == (of["close the port"].id,)
    assert [names[a] for a in of["close the port"].actors] == ["Bly"]
