"""The region: from its file, as its event carries it, and as each process knows it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from services.reporting.app import create_app
from services.reporting.settings import Settings
from shared import events
from shared.db import Database, is_away
from shared.region import Region, RegionIsWrong
from shared.region_content import KnownRegion
from shared.service import EXTENSION, service
from shared.settings import load
from tests.events import handed

FILE = """
name = "Värmland"
office = "Kursrådet"
email = "kurs@varmland.example"
phone = "054"
areas = ["Ledarskap"]
municipalities = [{code = "1780", name = "Karlstad", staff = 900, tile = [1, 2]}]
"""


@pytest.fixture
def app(fresh_database: Callable[[str, str], str]) -> Iterator[Flask]:
    """A service that hears of the region."""
    url = fresh_database("reporting", "sqlite")
    app: Flask = create_app(load(Settings, database_url=url, secret_key="k" * 40, log_level="error"))
    yield app
    app.extensions[EXTENSION].database.dispose()


def _told(region: Region, version: int, name: str) -> events.RegionChanged:
    content = region.as_content()
    content["municipalities"][0]["name"] = name
    return events.RegionChanged(region.slug, version=version, content=content)


def _first_name(app: Flask) -> str:
    with app.app_context():
        service().known_region.ask_again()
        return service().region.municipalities[0].name


@pytest.mark.parametrize("name", ["stockholm", "jonkoping"])
def test_a_region_is_the_same_after_its_way_through_an_event(name: str) -> None:
    region = Region.load(name)
    assert region.with_lists(region.as_content()) == region


def test_a_third_county_is_one_file(tmp_path: Path) -> None:
    path = tmp_path / "varmland.toml"
    path.write_text(FILE, encoding="utf-8")
    assert Region.load(str(path)).staff(2030) == 900
    path.write_text(FILE.replace("staff", "people"), encoding="utf-8")
    with pytest.raises(RegionIsWrong, match="'staff' is missing"):
        Region.load(str(path))


def test_a_service_keeps_the_newest_region_in_whatever_order_it_hears(app: Flask) -> None:
    file = app.extensions[EXTENSION].known_region.file
    assert _first_name(app) == "Upplands Väsby"
    handed(app, _told(file, 2, "Andra"))
    assert _first_name(app) == "Andra"
    handed(app, _told(file, 1, "Första"))
    assert _first_name(app) == "Andra"
    handed(app, _told(file, 3, "Tredje"))
    assert _first_name(app) == "Tredje"


def test_the_office_is_the_files_whatever_the_lists_are(app: Flask) -> None:
    file = app.extensions[EXTENSION].known_region.file
    content = file.as_content() | {"office": "Ett annat kontor"}
    handed(app, events.RegionChanged(file.slug, version=1, content=content))
    assert _first_name(app) == "Upplands Väsby"
    with app.app_context():
        assert service().region.office == "Forum Carpe"


def test_a_process_asks_at_most_once_a_second(app: Flask) -> None:
    asked: list[str] = []
    database: Database = app.extensions[EXTENSION].database
    sa.event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    with app.app_context():
        service().known_region.ask_again()
        for _ in range(1000):
            _region = service().region
    assert len([text for text in asked if "SELECT" in text]) == 1


def test_without_its_database_the_region_is_what_was_known(tmp_path: Path) -> None:
    region = Region.load("jonkoping")
    away = Database(f"sqlite:///{tmp_path}/none/none.db")
    assert KnownRegion(region).now(away, lambda: None) is region


def test_a_connection_that_is_gone_is_not_kept_from_whoever_works_on_it(
    fresh_database: Callable[[str, str], str],
) -> None:
    database, region = Database(fresh_database("reporting", "postgresql")), Region.load("stockholm")
    with pytest.raises(SQLAlchemyError) as told:
        _ask_when_the_connection_is_gone(database, KnownRegion(region))
    assert is_away(told.value)
    database.dispose()


def _ask_when_the_connection_is_gone(database: Database, known: KnownRegion) -> None:
    with database.begin() as session, database.read() as other:
        mine = session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar()
        other.connection().exec_driver_sql(f"SELECT pg_terminate_backend({mine})")
        known.now(database, lambda: session)
