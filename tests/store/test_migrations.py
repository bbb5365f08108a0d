"""Archives of every older version taken forward: everything that was added since is there, made of what they held."""

import dataclasses

import pytest
from sqlalchemy import inspect, select

from tests.desk.test_wires import threat
from tests.store.older import UNDONE, taken_back
from tests.store.test_said import found, said
from tests.store.test_store import MAKER, made
from tocsin.desk.steps import catch_up
from tocsin.store import Made, opened, write
from tocsin.store.desk_index import INCIDENT_COUNTRIES, INCIDENT_KEYS, WIRE_KEYS
from tocsin.store.migrations import MIGRATIONS, VERSION
from tocsin.store.schema import DESK, INCIDENTS, META, METADATA
from tocsin.store.story_tables import STORY_ARTICLES


def rows(engine):
    with engine.connect() as connection:
        return [
            sorted(map(tuple, connection.execute(select(t))))
            for t in (INCIDENTS, INCIDENT_KEYS, INCIDENT_COUNTRIES, WIRE_KEYS, STORY_ARTICLES, DESK)
        ]


@pytest.mark.parametrize("version", range(1, VERSION))
def test_an_archive_of_every_version_is_taken_forward(db, engine, version):
    assert len(UNDONE) == len(MIGRATIONS)
    again = made(2, outlet="Mur Times", text="Zorland again shelled Mur on Monday.")
    threatens = Made(dataclasses.replace(threat(), made_by=MAKER))
    write(engine, [said(0, "Ivan Petrov", "the harbour stays closed"), made(1), again, threatens])
    catch_up(engine)
    before = rows(engine)
    assert all(before) and before[0][0][INCIDENTS.c.keys().index("sources")] == 2

    taken_back(engine, version)
    engine.dispose()
    newer = opened(db)
    assert set(METADATA.tables) <= set(inspect(newer).get_table_names())
    assert "wire_types" not in inspect(newer).get_table_names()
    with newer.connect() as connection:
        assert connection.execute(select(META.c.value).where(META.c.key == "schema")).scalar_one() == str(VERSION)
    catch_up(newer)
    assert rows(newer) == before and found(newer, "harbour", "petrov") == ["0"]
    write(newer, [said(3, "Ana Ruiz", "the harbour is open")])
    catch_up(newer)
    assert set(found(newer, "harbour")) == {"0", "3"}
    newer.dispose()
