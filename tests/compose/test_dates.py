"""Acts that share a date, and acts of long ago."""

import pytest

from tocsin.compose import Settings, compose
from tocsin.reader.graph import Edge, Graph, Node, Window
from tocsin.report import Span

TEXT = "In 2021, Sylvania shelled the port and killed three. Freedonia mourned them."


def node(layer, words, label=None, **scores):
    at = TEXT.index(words)
    return Node(layer, at, at + len(words), label, 0.9, {k.replace("__", ":"): v for k, v in scores.items()})


NODES = (
    node("time", "In 2021"),
    node("entity", "Sylvania", "organization", sector__GOV=0.9),
    node("trigger", "shelled", "ASSAULT", type__ASSAULT=0.95, status__actual=0.95),
    node("trigger", "killed", "ASSAULT", type__ASSAULT=0.95, status__actual=0.95),
    node("trigger", "mourned", "PROTEST", type__PROTEST=0.95, status__actual=0.95),
)
EDGES = (Edge("time", 2, 0, 0.9), Edge("actor", 2, 1, 0.9), Edge("actor", 3, 1, 0.9))


def acts(published, edges=EDGES):
    made = compose(
        TEXT,
        Graph(NODES, edges, (Window(0, len(TEXT), {}),)),
        (Span(0, 52), Span(53, len(TEXT))),
        (),
        "en",
        published,
        Settings(),
    )
    return {v.trigger.text: (v.time.value if v.time else None, v.historical) for v in made.events}


def test_an_act_that_goes_on_has_the_date_of_the_first():
    told = acts("2021-05-01")
    assert told == {"shelled": ("2021", False), "killed": ("2021", False), "mourned": (None, False)}
    assert acts("2021-05-01", EDGES[:2])["killed"] == (None, False)


@pytest.mark.parametrize(("published", "old"), [("2022-07-02", True), ("2022-06-30", False), (None, False)])
def test_what_ended_half_a_year_before_is_history(published, old):
    assert acts(published)["killed"] == ("2021", old)
