"""What the passage that an act stands in says of it."""

from tocsin.compose import Settings, compose
from tocsin.compose.signals import political, topical
from tocsin.reader.graph import Graph, Node, Window
from tocsin.report import Span

TEXT = "Zephyr Air attacked the fares of its rival. Freedonia shelled the port of Sylvania. Two died in the shelling."
CUTS = [Span(0, 43), Span(44, 83), Span(84, len(TEXT))]


def node(layer, words, label=None, **scores):
    at = TEXT.index(words)
    return Node(layer, at, at + len(words), label, 0.8, {k.replace("__", ":"): v for k, v in scores.items()})


def graph(economic):
    return Graph(
        (
            node("entity", "Zephyr Air", "organization", sector__BUS=0.95),
            node("trigger", "attacked", "ASSAULT", type__ASSAULT=0.6, status__actual=0.9),
            node("entity", "Freedonia", "state", sector__GOV=0.9),
            node("trigger", "shelled", "ASSAULT", type__ASSAULT=0.95, status__actual=0.95),
            node("trigger", "the shelling", "ASSAULT", type__ASSAULT=0.9, status__actual=0.95),
        ),
        (),
        (
            Window(0, 43, {"context:economic": economic}),
            Window(44, 83, {"context:military": 0.9}),
            Window(84, len(TEXT), {"context:military": 0.2}),
        ),
    )


def triggers(g, **settings):
    return [v.trigger.text for v in compose(TEXT, g, CUTS, (), "en", None, Settings(**settings)).events]


def test_words_of_attack_in_business_news_are_held_less_likely():
    assert triggers(graph(0.95), confidence=0.3) == ["shelled", "the shelling"]
    assert triggers(graph(0.95), confidence=0.3, topical=0) == ["attacked", "shelled", "the shelling"]
    assert triggers(graph(0.1), confidence=0.3) == ["attacked", "shelled", "the shelling"]


def test_a_passage_is_not_blamed_for_naming_nobody():
    g = graph(0.95)
    assert topical(g, TEXT.index("shelled")) > 0.9
    assert topical(g, TEXT.index("the shelling")) == 1
    assert topical(g, 0) < 0.1
    assert topical(Graph(g.nodes, (), ()), 0) == 1


def test_an_article_is_as_political_as_its_actors_and_acts():
    assert 0 < political(graph(0.95), 3) < political(graph(0.0), 3) < 1
    assert political(Graph(), 3) == 0
