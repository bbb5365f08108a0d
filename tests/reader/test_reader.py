"""The shipped reader: true offsets whatever comes in, windows that overlap, graphs that survive JSON."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.reader import load
from tocsin.reader.graph import LAYERS, RELATIONS, Graph
from tocsin.reader.model import ModelError
from tocsin.report import Report, Span
from tocsin.tidy import split


def test_a_graph_keeps_to_its_type(reader, samples):
    text = (samples / "en-wire.txt").read_text(encoding="utf-8")
    (graph,) = reader.reader.read([text], [split(text, "en")])
    assert graph.nodes and graph.edges and graph.windows
    for n in graph.nodes:
        assert n.layer in LAYERS and 0 <= n.start < n.end <= len(text) and 0 <= n.score <= 1
        assert not text[n.start].isspace()
    for e in graph.edges:
        a, b = RELATIONS[e.relation]
        assert graph.nodes[e.head].layer == a and graph.nodes[e.tail].layer == b and 0 <= e.score <= 1
    again = Graph.from_dict(graph.to_dict())
    assert [(n.layer, n.start, n.end, n.label) for n in again.nodes] == [
        (n.layer, n.start, n.end, n.label) for n in graph.nodes
    ]


def test_reading_alone_and_in_a_batch_finds_the_same(reader, samples):
    texts = [f.read_text(encoding="utf-8") for f in sorted(samples.glob("*.txt"))]
    together = reader.reader.read(texts, [split(t, "en") for t in texts])
    alone = reader.reader.read(texts[:1], [split(texts[0], "en")])[0]
    assert alone == together[0]


def test_an_unknown_reader_is_told_with_the_known_ones():
    with pytest.raises(ModelError, match="installed are encoder"):
        load("no-such-reader")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=400))
def test_arbitrary_unicode_never_crashes_and_offsets_stay_true(reader, text):
    from tocsin.intake.article import Article, clean

    text = clean(text)
    (report,) = reader.read_articles([Article(text, "x")])
    if isinstance(report, Report):
        assert report.text == text
        check_offsets(report)


def check_offsets(r: Report) -> None:
    for e in r.entities:
        assert r.text[e.start : e.end] == e.text and all(0 <= m.start < m.end <= len(r.text) for m in e.mentions)
    for q in [*(v.trigger for v in r.events), *(s.cue for s in r.statements), *(v.time for v in r.events if v.time)]:
        assert r.text[q.start : q.end] == q.text
    ids = {e.id for e in r.entities}
    for v in r.events:
        assert set(v.actors) | set(v.recipients) <= ids and (v.place is None or v.place in ids)
        assert set(v.according_to) <= {s.id for s in r.statements} and 0 <= v.confidence <= 1
    for t in r.tripwires:
        assert set(t.triggers) | set(t.responses) <= {v.id for v in r.events}


def test_every_sample_has_true_offsets(reader, samples):
    for f in sorted(samples.glob("*.txt")):
        check_offsets(reader.read(f.read_text(encoding="utf-8"), published="2024-05-17"))


def test_a_sentence_of_200000_characters_is_read(reader):
    report = reader.read("the army of Freedonia attacked and " * 5800, language="en")
    assert len(report.text) > 200_000
    check_offsets(report)


def test_no_sentences_no_graph(reader):
    assert reader.reader.read([""], [()]) == [Graph()]
    assert reader.reader.read([], []) == []
    assert reader.reader.read(["x"], [(Span(0, 1),)])[0].windows
