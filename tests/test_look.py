"""Looking things up on the command line: what was chosen, why, what else, and the exit status."""

from pathlib import Path

from typer.testing import CliRunner

from tocsin.cli import app


def run(*words):
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.output


def test_who_says_name_country_sectors_and_why():
    status, text = run("who", "the Houthis")
    assert status == 0 and "YEM" in text and "REB" in text and "because" in text


def test_who_says_what_to_do_where_nothing_is_known():
    status, text = run("who", "zxqv", "--language", "en")
    assert status == 1 and "--knowledge" in text


def test_where_lists_others_of_that_name_and_the_country_decides():
    status, text = run("where", "Tripoli")
    assert status == 0 and text.splitlines()[0].startswith("Tripoli, LBY") and "also" in text
    assert run("where", "Tripoli", "--near", "LBN")[1].startswith("Tripoli, LBN")
    assert run("where", "Tripoli", "--near", "Lebanon")[0] == 2
    status, text = run("where", "Zxqvtown")
    assert status == 1 and "tocsin gazetteer add" in text


def test_where_says_how_precise_a_place_is():
    assert "(vague" in run("where", "nel nord dell'Ucraina", "--language", "it")[1]
    assert run("where", "lugano")[1].startswith("Lugano, CHE")
    assert "(region" in run("where", "Lombardia", "--language", "it")[1]


def test_when_needs_a_day_for_relative_words():
    assert run("when", "lo scorso venerdì", "--published", "2024-05-15", "--language", "it")[1].startswith("2024-05-10")
    status, text = run("when", "yesterday", "--language", "en")
    assert status == 1 and "--published" in text


def test_check_counts_faults(tmp_path):
    assert run("knowledge", "check")[0] == 0
    (Path(tmp_path) / "groups.tsv").write_text("x\ty\n", encoding="utf-8")
    status, text = run("knowledge", "check", str(tmp_path))
    assert status == 1 and "groups.tsv:1:" in text and "1 faults" in text
    assert run("knowledge", "check", str(tmp_path / "none"))[0] == 2
