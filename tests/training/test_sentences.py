"""Passages cut into sentences."""

from pathlib import Path

from training.markup import read
from training.sentences import sentences


def test_marks_stay_with_the_words_they_mark():
    folder = Path(__file__).parents[2] / "training" / "corpus" / "en"
    found, faults = read(sorted(folder.glob("*.txt"))[:1])
    assert not faults
    for p in found[:40]:
        own = sentences(p)
        assert own and all(x.text for x in own)
        for x in own:
            at = p.text.index(x.text)
            for kept, whole in ((x.entities, p.entities), (x.events, p.events)):
                for key, value in kept.items():
                    words = {p.text[s.start : s.end] for s in whole[key].mentions}
                    assert {x.text[s.start : s.end] for s in value.mentions} <= words
            for key, s in x.statements.items():
                if s.cue:
                    cue = p.statements[key].cue
                    assert cue and p.text[cue.start : cue.end] == x.text[s.cue.start : s.cue.end]
                for c in s.content:
                    assert x.text[c.start : c.end] and any(
                        g.start <= at + c.start and at + c.end <= g.end for g in p.statements[key].content
                    )


def test_no_mark_is_in_two_sentences():
    folder = Path(__file__).parents[2] / "training" / "corpus" / "de"
    found, _ = read(sorted(folder.glob("*.txt"))[:1])
    for p in found[:40]:
        own = sentences(p)
        for key, event in p.events.items():
            assert sum(len(x.events[key].mentions) for x in own if key in x.events) <= len(event.mentions)
        assert sum(len(x.text) for x in own) <= len(p.text)
