"""The codebook: sixteen types, their modes, and one table for everything."""

from tocsin.codebook import codebook
from tocsin.reader.labels import heads


def test_sixteen_types_in_four_quad_classes():
    types = codebook().types
    assert len(types) == 16
    assert {t.quad for t in types.values()} == {1, 2, 3, 4}


def test_scores_are_within_the_scale():
    assert all(-10 <= t.score <= 10 for t in codebook().types.values())


def test_modes_belong_to_one_type_or_are_shared_by_name():
    assert "drone" in codebook().types["ASSAULT"].modes
    assert codebook().types["AGREE"].modes == ()


def test_the_model_heads_follow_the_table():
    h = heads()
    assert h["type"][1:] == tuple(codebook().types)
    assert h["mode"] == codebook().modes
    assert h["sector"] == tuple(codebook().sectors)
