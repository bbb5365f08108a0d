"""Which mentions are one participant, on graphs made by hand."""

from tocsin.compose import Settings, compose
from tocsin.reader.graph import Edge, Graph, Node, Window
from tocsin.report import Span


def clusters(text, mentions, edges=(), others=(), kind="group"):
    """The words of each participant's mentions; `mentions` are told apart by their places in the text."""
    nodes, at = [], 0
    for words in mentions:
        at = text.index(words, at)
        nodes.append(Node("entity", at, at + len(words), kind, 0.9))
        at += 1
    nodes += others
    graph = Graph(tuple(nodes), tuple(Edge("same_participant", a, b, p) for a, b, p in edges), (Window(0, len(text), {}),))
    made = compose(text, graph, (Span(0, len(text)),), (), "en", None, Settings(same_participant=0.4))
    return {tuple(text[m.start : m.end] for m in e.mentions) for e in made.entities}


def test_one_likely_edge_does_not_bridge_two_groups():
    text = "The gunners of Zor held the pass; those gunners fired. The weavers of Mur fled, the frightened weavers said."
    words = ["The gunners of Zor", "those gunners", "The weavers of Mur", "the frightened weavers"]
    sure = [(0, 1, 0.9), (2, 3, 0.9)]
    apart = {("The gunners of Zor", "those gunners"), ("The weavers of Mur", "the frightened weavers")}
    assert clusters(text, words, [*sure, (1, 2, 0.7)]) == apart
    assert clusters(text, words, [*sure, *((a, b, 0.7) for a in (0, 1) for b in (2, 3))]) == {tuple(words)}


def test_what_stands_inside_a_mention_is_somebody_else():
    text = "The air force of Zorland has no fuel."
    assert clusters(text, ["The air force of Zorland", "Zorland"], [(0, 1, 0.9)], kind="organization") == {
        ("The air force of Zorland",),
        ("Zorland",),
    }


def test_two_readings_of_one_mention_are_one():
    text = "The striking dockers of Zor, all of them, went home."
    assert len(clusters(text, ["The striking dockers of Zor", "striking dockers of Zor"])) == 1


def test_a_mention_does_not_run_over_a_cue_into_another():
    text = "Nobody may cross the bridge, said the mayor of Mur."
    cue = Node("cue", text.index("said"), text.index("said") + 4, None, 0.9)
    words = ["the bridge, said the mayor of Mur", "the mayor of Mur"]
    assert clusters(text, words, others=(cue,), kind="person") == {("the mayor of Mur",)}
