"""The corpus markup: what it holds, and that its faults say where they are and what to do."""

from pathlib import Path

import pytest

from training.markup import attribution, parse, read

PASSAGE = """## en-1 2024-05-17 wire military,diplomatic
[The army of [Freedonia|e2 org FRD GOV]|e1 org FRD MIL] [said|s1 by=e1 t=t1] [on Thursday|t1 2024-05-16] that [if [Sylvania|e3 org SYL GOV] [crosses|v1 ASSAULT hypothetical a=e3 r=e2] the river, it [will respond|v2 ASSAULT+aerial hypothetical if=v1 a=e1 r=e3]|c=s1].
[READ MORE \\[here\\]|n boilerplate]
"""


def one(source: str):
    passages, faults = parse(source, "x.txt", "en")
    return passages, [str(f) for f in faults]


def test_a_passage_holds_all_that_the_record_records():
    (p,), faults = one(PASSAGE)
    assert not faults
    assert p.text.startswith("The army of Freedonia said on Thursday that if Sylvania crosses the river")
    assert p.entities["e1"].sectors == ("MIL",) and p.entities["e2"].country == "FRD"
    assert p.events["v2"].conditions == ("v1",) and p.events["v2"].modes == ("aerial",)
    s = p.statements["s1"]
    assert p.text[s.content[0].start : s.content[0].end].startswith("if Sylvania")
    assert p.times["t1"].value == "2024-05-16"


def test_escaped_brackets_are_text():
    (p,), _ = one(PASSAGE)
    span, kind = p.noise[0]
    assert p.text[span.start : span.end] == "READ MORE [here]" and kind == "boilerplate"


def test_attribution_follows_from_content():
    (p,), _ = one(PASSAGE)
    assert attribution(p, p.events["v2"]) == ("s1",)


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("## en-1 2024-05-17 wire -\n[a|v1 FIGHT actual]", "unknown type FIGHT"),
        ("## en-1 2024-05-17 wire -\n[a|v1 ASSAULT]", "a status must follow"),
        ("## en-1 2024-05-17 wire -\n[a|v1 AGREE+drone actual]", "AGREE has no mode drone"),
        ("## en-1 2024-05-17 wire -\n[a|v1 AGREE actual a=e7]", "names e7, which is no participant"),
        ("## en-1 2024-05-17 wire -\n[a|e1]", "never described"),
        ("## en-1 2024-05-17 wire -\n[a|s1 by=-]", "no content"),
        ("## en-1 2024-05-17 wire -\n[a", "never closed"),
        ("## en-1 2024-05-17 wire -\na] b", "without attributes"),
        ("## en-1 17.5.2024 wire -\na", "begins with"),
        ("## en-1 2024-05-17 wire war\na", "unknown context war"),
        ("## en-1 2024-05-17 poem -\na", "unknown style"),
        ("## en-1 2024-05-17 wire -\n[ a|e1 org FRD]", "begins or ends with a blank"),
    ],
)
def test_faults_name_the_line_and_what_is_wrong(broken, told):
    passages, faults = one("\n" + broken)
    assert not passages
    assert faults[0].startswith("x.txt:2: ") and told in faults[0]


def test_one_faulty_passage_does_not_lose_the_others():
    passages, faults = one("## en-0 2024-05-17 wire -\n[a|v1 X actual]\n\n" + PASSAGE)
    assert [p.id for p in passages] == ["en-1"] and len(faults) == 1


LEAST = 640
"""Passages a language has at least, a third of them without an event; the plan is 700. Raise it with the corpus, never lower it."""


def test_the_committed_corpus_is_sound():
    files = sorted((Path(__file__).parents[2] / "training" / "corpus").glob("*/*.txt"))
    passages, faults = read(files)
    assert not faults
    by_language = {}
    for p in passages:
        by_language.setdefault(p.language, []).append(p)
    assert set(by_language) == {"ar", "de", "en", "es", "fr", "it", "pl", "pt", "ru", "uk"}
    for language, own in by_language.items():
        assert len(own) >= LEAST, language
        assert len({p.id for p in own}) == len(own), language
        assert sum(not p.events for p in own) >= len(own) / 3, language
