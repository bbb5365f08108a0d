"""Sentences of two texts paired by their vectors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.alignment import Aligned, align, centre
from tocsin.reader.graph import Graph, Vector


def vectors(*sides, length=50):
    """Vectors of 8 units, each given as a mix of directions: {direction: weight}."""
    out = []
    for n, mix in enumerate(sides):
        v = np.zeros(8)
        for k, w in mix.items():
            v[k] = w
        out.append(Vector(n * length, (n + 1) * length - 1, np.round(127 * v / np.linalg.norm(v)).astype(np.int8).tobytes()))
    return out


def spans(found: Aligned):
    return [((p.here.start // 50, p.here.end // 50), (p.there.start // 50, p.there.end // 50)) for p in found.pairs]


A, B, C, D = ({k: 1.0} for k in range(4))


def test_sentences_of_one_meaning_are_paired_in_order():
    found = align(vectors(A, B, C), vectors(A, D, B, C))
    assert spans(found) == [((0, 0), (0, 0)), ((1, 1), (2, 2)), ((2, 2), (3, 3))]
    assert found.here == 1 and found.there == pytest.approx(0.75) and found.likeness > 0.99


def test_the_order_of_the_texts_is_kept():
    assert len(align(vectors(A, B), vectors(B, A)).pairs) == 1


def test_one_sentence_may_stand_for_two():
    found = align(vectors({0: 1.0, 1: 1.0}, C), vectors(A, B, C))
    assert spans(found) == [((0, 0), (0, 1)), ((1, 1), (2, 2))]


@pytest.mark.parametrize("here, there", [([], [A]), ([A], []), ([A, B], [C, D])])
def test_what_has_nothing_in_common_is_not_paired(here, there):
    found = align(vectors(*here), vectors(*there))
    assert found == Aligned(0.0, 0.0, ()) and found.likeness == 0


@given(st.lists(st.integers(0, 7), max_size=9), st.lists(st.integers(0, 7), max_size=9))
def test_pairs_never_cross_and_shares_are_shares(one, other):
    found = align(vectors(*({k: 1.0} for k in one)), vectors(*({k: 1.0} for k in other)))
    for a, b in zip(found.pairs, found.pairs[1:], strict=False):
        assert a.here.end <= b.here.start and a.there.end <= b.there.start
    assert 0 <= found.here <= 1 and 0 <= found.there <= 1


def test_an_article_has_the_mean_of_its_sentences():
    assert centre([]) is None
    whole = np.frombuffer(centre(vectors(A, B)) or b"", np.int8)
    assert whole[0] == whole[1] > 80 and not whole[2:].any()


def test_vectors_are_kept_with_the_graph():
    graph = Graph(vectors=tuple(vectors(A, {1: 0.6, 2: -0.8})))
    assert Graph.from_dict(graph.to_dict()) == graph and "vectors" not in Graph().to_dict()
