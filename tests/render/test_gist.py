"""The words of the gist."""

from tocsin.tables import load


def test_every_phrase_of_the_gist_is_words():
    for kind, phrase in load("tocsin.render", "gist.yaml").items():
        assert all(isinstance(part, str) for part in phrase), f"{kind}: YAML reads a bare `on` as true; quote it"
