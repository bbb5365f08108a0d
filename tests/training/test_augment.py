"""Names swapped in a passage: forms agree, marks move along, what is no name stays."""

import random

import pytest

from training.augment import Names, NamesError, rewritten, swapped, table
from training.markup import parse

SOURCE = """## xx-1 2024-05-17 wire military
[Freedonia|e1 org FRD GOV] [attacked|v1 ASSAULT actual a=e1 r=e2 t=t1] [Sylvania|e2 org SYL GOV] on [Monday|t1 2024-05-13]. "[Freedonian troops [advance|v2 MOBILIZE actual a=e1]|c=s1]", [said|s1 by=e3] [a guard|e3 person SYL MIL].
"""
ROWS = {"state": [("Freedonia", "Freedonian"), ("Sylvania", "Sylvanian"), ("Ruritania", "Ruritanian")]}
NAMES = Names(ROWS, {f: ("state", r, c) for r, row in enumerate(ROWS["state"]) for c, f in enumerate(row)})


def passage():
    (p,), faults = parse(SOURCE, "x.txt", "xx")
    assert not faults
    return p


def words(p):
    return {k: p.text[x.mentions[0].start : x.mentions[0].end] for k, x in (*p.entities.items(), *p.events.items())}


def test_names_are_exchanged_consistently_and_marks_move_along():
    p, seen = passage(), set()
    for seed in range(20):
        q = swapped(p, random.Random(seed), NAMES)
        w = words(q)
        seen.add(w["e1"])
        assert w["e1"] in {"Freedonia", "Sylvania", "Ruritania"} and w["e1"] != w["e2"]
        assert w["v1"] == "attacked" and w["e3"] == "a guard" and w["v2"] == "advance"
        content = q.statements["s1"].content[0]
        assert q.text[content.start : content.end] == f"{w['e1']}n troops advance"
    assert seen == {"Freedonia", "Sylvania", "Ruritania"}


def test_an_edit_that_a_mark_begins_inside_is_left_out():
    p = passage()
    start = p.entities["e2"].mentions[0].start
    assert rewritten(p, [(start - 2, start + 3, "X")]).text == p.text


def test_a_language_without_a_table_is_left_as_it_is():
    p = passage()
    assert swapped(p, random.Random(0)) is p


@pytest.mark.parametrize("language", ["en", "it", "ru", "uk", "fr", "es", "de", "pl", "pt", "ar"])
def test_every_taught_language_has_a_sound_table(language):
    names = table(language)
    assert len(names.of) > 100
    assert all(len(set(map(len, rows))) == 1 for rows in names.rows.values())


def test_a_fault_in_a_table_names_the_line(tmp_path, monkeypatch):
    monkeypatch.setattr("training.augment.NAMES", tmp_path)
    (tmp_path / "zz.tsv").write_text("# names\nstate\tA\tB\nstate\tC\n", encoding="utf-8")
    with pytest.raises(NamesError, match=r"zz\.tsv:3"):
        table("zz")
