"""Tables a person edits, the index made of them, and what a user's own lines do."""

import pytest

from tocsin.resolve.knowledge import KnowledgeError, compile_tables, knowledge
from tocsin.resolve.nouns import refers
from tocsin.resolve.phrases import Phrases, pattern_of
from tocsin.resolve.sounds import capital_like
from tocsin.resolve.tables import read, shipped
from tocsin.resolve.who import who


def test_the_shipped_tables_are_sound():
    rows, faults = read(shipped())
    assert not faults and len(rows) > 10_000


@pytest.mark.parametrize(
    ("name", "line", "words"),
    [
        ("groups.tsv", "x\tThe X\tX\tXXX\tREB\t\t\t", "XXX is no ISO alpha-3 code"),
        ("groups.tsv", "x\tThe X\tX\tSYR\tREX\t\t\t", "REX is no sector"),
        ("groups.tsv", "x\tThe X\tX\tSYR\tREB\tlast year\t\t", "write a day, month or year"),
        ("groups.tsv", "x\tThe X\tX\tSYR\tREB\t2020\t2010\t", "after its end"),
        ("groups.tsv", "x\tThe X", "has 2 columns"),
        ("groups.tsv", "x\tThe X\tab*\tSYR\tREB\t\t\t", "at least three letters"),
        ("roles/en.tsv", "army\tthing\tMIL\tarmy", "it may be group, organization, person"),
        ("roles/xx.tsv", "army\tgroup\tMIL\tarmy", "not one of the languages"),
        ("people.tsv", "x\ty", "is no table"),
    ],
)
def test_a_fault_names_file_line_and_remedy(tmp_path, name, line, words):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"# a table\n{line}\n", encoding="utf-8")
    rows, faults = read(tmp_path)
    assert len(faults) == 1 and words in str(faults[0])
    assert str(faults[0]).startswith(f"{path}:") and (not rows or "three letters" in words)


def test_a_form_may_end_in_any_way_where_the_table_says_so():
    index = Phrases.compile([{"n": 0}, {"n": 1}], [("ru", "министерств* обороны", 0), ("*", "NATO", 1)])
    hits = index.hits(["в", "министерстве", "обороны"], "ru")
    assert [(h.start, h.end, h.row) for h in hits] == [(1, 3, 0)]
    assert index.hits(["nato"], "uk")[0].row == 1 and not index.hits(["nat"], "uk")
    assert pattern_of("al-Shabaab*") == ("al", "shabaab*")


def test_the_index_is_the_same_from_disk(tmp_path):
    made = compile_tables(read(shipped())[0][-200:])
    made.save(tmp_path)
    again = Phrases.load(tmp_path)
    assert len(again) == len(made) and again.row(7) == made.row(7)


def test_a_users_line_is_added_or_stands_in_place_of_ours(tmp_path):
    (tmp_path / "groups.tsv").write_text(
        "front-x\tFront X\tfronte X\tITA\tREB\t2020\t\t\nhezbollah\tHizb\tHezbollah\tLBN\tPTY\t\t\t\n", encoding="utf-8"
    )
    mine = who("il fronte X", "it", "organization", None, tmp_path)
    assert mine and (mine.name, mine.country, mine.sectors) == ("Front X", "ITA", ("REB",))
    assert who("Hezbollah", "it", "organization", None, tmp_path).name == "Hizb"
    assert who("Hezbollah", "it", "organization").name != "Hizb"


def test_faulty_tables_of_a_user_are_refused_with_every_fault(tmp_path):
    (tmp_path / "groups.tsv").write_text("x\ty\nz\tz\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as fault:
        knowledge(tmp_path)
    assert str(fault.value).count("groups.tsv:") == 2


def test_a_phrase_that_only_refers_back():
    assert refers("il Paese", "it") == "country" and refers("the ministry", "en") == "ministry"
    assert refers("the ministry of defence of Ukraine", "en") is None


@pytest.mark.parametrize(
    ("word", "country"),
    [("Kaif", "UKR"), ("Каиф", "UKR"), ("Moscau", "RUS"), ("Hezbollah", None), ("Berlin", None), ("kaif", None)],
)
def test_a_name_that_sounds_like_a_capital(word, country):
    assert capital_like(word) == country


def test_a_garbled_capital_is_doubtful():
    found = who("Kaif", "it")
    assert found and found.doubtful and (found.name, found.country, found.sectors) == ("Kyiv", "UKR", ("GOV",))
