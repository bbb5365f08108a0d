"""Tokenised print is closed up for the encoder, and offsets still point at the text as it is."""

from tocsin.reader.spacing import closed_up, tokenised

PRINT = "Freedonia 's army , led by Bly , crossed the river . `` We won ( twice ) , '' she said ."


def test_tokenised_print_is_told_from_print():
    assert tokenised(PRINT)
    assert not tokenised("Freedonia's army, led by Bly, crossed the river. She left , they say.")
    assert not tokenised("« Oui », dit-il. Non !")


def test_spaces_are_closed_up_and_places_kept():
    text, place = closed_up(PRINT)
    assert text.startswith("Freedonia's army, led by Bly, crossed the river.") and "(twice)" in text
    assert len(place) == len(text) + 1
    assert all(PRINT[place[i]] == c for i, c in enumerate(text))


def test_a_reading_of_tokenised_print_has_true_offsets(reader):
    report = reader.read(
        "Freedonia expelled two Sylvanian diplomats on Monday , its foreign ministry said . Sylvania , too , denied spying .",
        published="2024-05-17",
    )
    assert report.statements
    for span in [*(s.cue for s in report.statements), *(v.trigger for v in report.events)]:
        assert report.text[span.start : span.end] == span.text
