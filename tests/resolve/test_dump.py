"""A GeoNames dump of the user's own: added, found, listed, taken out, and what faults say. Every place here is invented."""

import zipfile

import pytest
from typer.testing import CliRunner

from tocsin.cli import app
from tocsin.resolve import gazetteer


def line(number, name, alternates="", kind="P", population="0"):
    cells = [
        number,
        name,
        name,
        alternates,
        "48.5",
        "37.25",
        kind,
        "PPL",
        "UA",
        "",
        "05",
        "",
        "",
        "",
        population,
        "",
        "",
        "Europe/Kyiv",
        "2024-01-01",
    ]
    return "\t".join(cells) + "\n"  # fmt: skip


@pytest.fixture
def fresh(tmp_path):
    """A clean index list before and after: it is cached for a whole process."""
    gazetteer._indexes.cache_clear(), gazetteer._index.cache_clear()
    yield tmp_path
    gazetteer._indexes.cache_clear(), gazetteer._index.cache_clear()


def run(*words):
    gazetteer._indexes.cache_clear(), gazetteer._index.cache_clear()
    result = CliRunner().invoke(app, ["gazetteer", *map(str, words)])
    gazetteer._indexes.cache_clear(), gazetteer._index.cache_clear()
    return result.exit_code, result.output


def test_a_village_is_found_once_it_is_added(fresh):
    (fresh / "UA.txt").write_text(
        line("900001", "Zyzhanivka", "Зижанівка,Зыжановка") + line("900002", "Zyzhan hill", kind="T"), encoding="utf-8"
    )
    assert gazetteer.cities("Zyzhanivka") == ()
    status, text = run("add", fresh / "UA.txt")
    assert status == 0 and "UA: 1 towns and villages" in text
    (village,) = gazetteer.cities("Зижанівка")
    assert (village.id, village.country, village.admin1, village.latitude) == (900001, "UA", "05", 48.5)
    assert "UA: 1 towns" in run("list")[1]
    assert run("remove", "UA")[0] == 0 and run("remove", "UA")[0] == 1
    assert gazetteer.cities("Zyzhanivka") == ()


def test_an_archive_with_its_readme_is_read_and_added_again_in_place(fresh):
    for name in ("Zyzhan One", "Zyzhan Two"):
        with zipfile.ZipFile(fresh / "XX.zip", "w") as archive:
            archive.writestr("readme.txt", "about this file")
            archive.writestr("XX.txt", line("900003", name))
        assert run("add", fresh / "XX.zip")[0] == 0
    assert gazetteer.cities("Zyzhan One") == () and len(gazetteer.cities("Zyzhan Two")) == 1


def test_faults_name_file_line_and_remedy_and_leave_what_was_there(fresh):
    (fresh / "UA.txt").write_text(line("900001", "Zyzhanivka"), encoding="utf-8")
    assert run("add", fresh / "UA.txt")[0] == 0
    (fresh / "UA.txt").write_text(line("900001", "Zyzhanivka") + "only\tthree\tcells\n", encoding="utf-8")
    status, text = run("add", fresh / "UA.txt")
    assert status == 2 and "UA.txt:2: 3 columns" in text and "download.geonames.org" in text
    (fresh / "hills.txt").write_text(line("900002", "Zyzhan hill", kind="T"), encoding="utf-8")
    assert "no towns or villages" in run("add", fresh / "hills.txt")[1]
    assert run("add", fresh / "none.txt")[0] == 2
    assert len(gazetteer.cities("Zyzhanivka")) == 1
