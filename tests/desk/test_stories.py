"""Which articles tell one happening, across outlets and languages, in both databases."""

import dataclasses
import json
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.desk.test_bells import MAKER
from tocsin.desk.steps import catch_up
from tocsin.desk.stories import WINDOW
from tocsin.report import Report
from tocsin.store import Made, opened, search, write
from tocsin.store.schema import METADATA
from tocsin.store.story_tables import STORIES, STORY_ARTICLES, STORY_TERMS, TABLES, add_story_tables
from tocsin.store.telling import stories

SHELLED = "Artillery of Zorland shelled the harbour of Mur on Monday night, and forty cranes burned, the harbour master Anselm Okoye said. "
AGAIN = "The harbour of Mur burned after Zorland's artillery had shelled it; Anselm Okoye, the harbour master, counted forty cranes lost. "
CHEESE = "A cheese of sheep's milk from the valley of Orn has won the gold medal at the fair in Lisbon, beating ninety others. "


def article(n, text, day="2030-05-06", language="en", outlet=None, title=None):
    return Report(
        id=f"{n:016x}", text=text, made_by=MAKER, outlet=outlet or f"Outlet {n}", title=title, language=language, published=day
    )


def stored(engine, *reports):
    write(engine, [Made(r) for r in reports])
    catch_up(engine)


def told(engine):
    """The stories, as sets of the numbers of their articles."""
    with engine.connect() as connection:
        return sorted(sorted(int(a.id, 16) for a in s.articles) for s in stories(connection))


def test_articles_on_one_happening_gather_and_others_stand_alone(engine):
    stored(engine, article(1, SHELLED), article(2, CHEESE), article(3, AGAIN, "2030-05-07"))
    assert told(engine) == [[1, 3], [2]]


def test_what_is_told_long_after_is_another_happening(engine):
    stored(engine, article(1, SHELLED), article(2, AGAIN, "2030-09-07"))
    assert told(engine) == [[1], [2]]


def test_new_articles_join_old_stories_whose_days_grow(engine):
    stored(engine, article(1, SHELLED, "2030-05-08"))
    stored(engine, article(2, AGAIN, "2030-05-06"))
    stored(engine, article(3, AGAIN + CHEESE, "2030-05-10"))
    with engine.connect() as connection:
        (s,) = [s for s in stories(connection) if len(s.articles) > 1]
    assert (s.first, s.last) == ("2030-05-06", "2030-05-10")
    assert s.articles[0].day == "2030-05-06" and len(s.articles) == 3


def test_undated_articles_gather_by_the_day_they_were_stored(engine):
    stored(engine, article(1, SHELLED, None), article(2, AGAIN, None), article(3, AGAIN, "1999-05-10"))
    assert told(engine) == [[1, 2], [3]]


def test_a_copy_stands_where_its_original_stands(engine):
    text = SHELLED + AGAIN
    stored(
        engine, article(1, text), article(2, f"AGENCY - {text}", "2030-05-08"), article(3, f"{text} All rights.", "2030-08-08")
    )
    with engine.connect() as connection:
        rows = {s.id: s for s in stories(connection)}
    (both,) = [s for s in rows.values() if len(s.articles) == 2]
    assert (
        both.articles[1].reason == f"verbatim copy of {1:016x}" and both.articles[1].copy_of == f"{1:016x}" and both.copies == 1
    )
    assert len(rows) == 2, "a text that is printed anew every quarter makes no story"


def test_how_many_come_in_at_once_does_not_change_the_stories(tmp_path):
    reports = [
        article(n, t, f"2030-05-{6 + n:02d}") for n, t in enumerate((SHELLED, CHEESE, AGAIN, CHEESE + SHELLED, AGAIN + CHEESE))
    ]

    def rows(name, pieces):
        engine = opened(str(tmp_path / name))
        for some in pieces:
            stored(engine, *some)
        with engine.connect() as connection:
            return connection.execute(select(STORY_ARTICLES).order_by(STORY_ARTICLES.c.article)).all()

    assert rows("whole.db", [reports]) == rows("pieces.db", [[r] for r in reports])


def test_terms_are_counted_once_an_article(engine):
    stored(engine, article(1, SHELLED), article(2, AGAIN))
    with engine.connect() as connection:
        n = {(r.language, r.term): r.n for r in connection.execute(select(STORY_TERMS))}
    assert n["en", ""] == n["*", ""] == 2 and n["en", "harbour"] == 2 and n["en", "counted"] == 1


def test_an_archive_of_before_gets_its_stories(engine):
    write(engine, [Made(article(1, SHELLED)), Made(article(2, AGAIN))])
    with engine.begin() as connection:
        METADATA.drop_all(connection, tables=TABLES)
        add_story_tables(connection)
    catch_up(engine)
    assert told(engine) == [[1, 2]]


def test_a_search_says_of_a_hit_which_story_it_stands_in(engine):
    stored(engine, article(1, SHELLED), article(2, AGAIN))
    hits = search(engine, "cranes")
    assert {h.story_size for h in hits} == {2} and len({h.story for h in hits}) == 1


def test_questions_choose_by_language_outlet_day_and_size(engine):
    stored(engine, article(1, SHELLED, outlet="Zor Herald"), article(2, AGAIN, language="en"), article(3, CHEESE, "2030-06-01"))
    with engine.connect() as connection:
        assert len(stories(connection, least=2)) == 1 and len(stories(connection, since="2030-05-20")) == 1
        assert len(stories(connection, outlet="Zor Herald")) == 1 and stories(connection, language="uk") == []
        (s,) = stories(connection, least=2)
        assert s.outlets == ("Zor Herald", "Outlet 2") and s.languages == ("en",)
        assert connection.execute(select(STORIES.c.size).where(STORIES.c.n == s.id)).scalar_one() == 2


@pytest.fixture(scope="module")
def read(reader):
    """Twenty-eight invented articles on eleven happenings in eight languages, read by the shipped model; several happenings are alike."""
    rows = [json.loads(x) for x in (Path(__file__).parent / "stories.jsonl").read_text(encoding="utf-8").splitlines()]
    keep = ("published", "language", "title", "outlet")
    return [(r["story"], reader.read(r["text"], **{k: r[k] for k in keep}, source_id=r["id"])) for r in rows]


def test_two_languages_meet_by_names_places_and_days_without_vectors(engine, read):
    stored(engine, *[dataclasses.replace(r, made_by=MAKER) for _, r in read])
    gold = {r.id: story for story, r in read}
    with engine.connect() as connection:
        found = stories(connection)
    pairs = [
        (gold[a.id] == gold[b.id], a.language != b.language)
        for s in found
        for i, a in enumerate(s.articles)
        for b in s.articles[:i]
    ]
    ids = list(gold)
    asked = sum(gold[a] == gold[b] for i, a in enumerate(ids) for b in ids[:i])
    right = sum(same for same, _ in pairs)
    assert right / len(pairs) >= 0.85 and right / asked >= 0.7, (right, len(pairs), asked)
    assert all(across for _, across in pairs)
    assert WINDOW >= 7
