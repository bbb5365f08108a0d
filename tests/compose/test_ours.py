"""Who "we" are, and where content begins that its cue follows."""

import pytest

from tocsin.compose import Settings, compose
from tocsin.compose.entities import Cast
from tocsin.compose.ours import first_person, side_of
from tocsin.compose.statements import whole_clause
from tocsin.reader.graph import Edge, Graph, Node
from tocsin.report import Entity, Noise, Span


@pytest.mark.parametrize(
    ("language", "said", "act", "wanted"),
    [
        ("en", "if they cross, we will strike", "will strike", True), ("en", "if they cross, others will strike", "will strike", False),
        ("it", "se passano, risponderemo", "risponderemo", True), ("it", "se passano, risponderanno", "risponderanno", False),
        ("de", "dann schließen die die Grenze", "schließen", False), ("de", "wir schließen die Grenze", "schließen", True),
        ("es", "cerraremos el paso", "cerraremos", True), ("pt", "fecharemos a fronteira", "fecharemos", True),
        ("pl", "zamkniemy granicę", "zamkniemy", True), ("ru", "мы ответим", "ответим", True), ("uk", "відповімо", "відповімо", True),
        ("ar", "نحن سنرد", "سنرد", True),
    ],
)  # fmt: skip
def test_the_first_person_plural_is_heard(language, said, act, wanted):
    at = said.index(act)
    assert (first_person(said, Span(at, at + len(act)), Span(0, len(said)), language) == "subject") is wanted


def test_a_ministers_we_is_his_state_where_it_is_named():
    text = 'Kyiv warned. "We will strike", the Ukrainian minister said.'
    nodes = (
        Node("entity", 0, 4, "organization", 0.9, {"sector:GOV": 0.9}),
        Node("content", 14, 28, None, 0.9),
        Node("trigger", 17, 28, "ASSAULT", 0.9, {"type:ASSAULT": 1.0, "status:future": 1.0}),
        Node("entity", 31, 53, "person", 0.9, {"sector:GOV": 0.9}),
        Node("cue", 54, 58, None, 0.9),
    )
    graph = Graph(nodes, (Edge("content", 4, 1, 0.9), Edge("speaker", 4, 3, 0.9)))
    made = compose(text, graph, (Span(0, 12), Span(13, 59)), (), "en", None, Settings())
    (actor,) = made.events[0].actors
    assert next(e.text for e in made.entities if e.id == actor) == "Kyiv"


def test_a_clause_before_its_cue_is_content_from_its_beginning():
    text = "RIGA - The army left, and two posts were burnt, police said. Later, it rained."
    whole = (Span(0, 60), Span(61, 78))
    said, cue = Span(26, 46), Span(55, 59)
    byline = (Noise(0, 6, "byline"),)
    assert text[26:46] == "two posts were burnt" and text[cue.start : cue.end] == "said"
    assert whole_clause(text, said, cue, (), whole, byline) == Span(7, 46)
    assert whole_clause(text, said, cue, (Span(11, 15),), whole, byline) == said
    assert whole_clause(text, Span(61, 66), cue, (), whole, byline) == Span(61, 66)


def test_a_union_man_speaks_for_those_of_his_kind_named_before_him():
    def one(id, words, kind, start, sectors):
        return Entity(id, kind, words, start, start + len(words), (), None, "PRT", sectors, None, False, None)

    cast = Cast(
        (
            one("e1", "fishermen of Tavira", "group", 0, ("LAB",)),
            one("e2", "gendarmes", "group", 30, ("COP",)),
            one("e3", "Joaquim Sedas", "person", 60, ("LAB",)),
            one("e4", "Rui Melo", "person", 80, ("EDU",)),
        ),
        {},
    )
    assert side_of(cast.all[2], cast) == "e1"
    assert side_of(cast.all[3], cast) == "e4"
