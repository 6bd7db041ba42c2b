"""A backup that is taken while people register: of one moment in all four databases, and whole or nothing."""

import itertools
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask import Flask
from psycopg import sql
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from services.__main__ import main
from services.embedded import Embedded
from services.names import SERVICES, module
from services.notifications.models import Message
from services.reconciling import differences, differing_groups
from services.registration.models import Registration
from shared import clock
from shared.asking import neighbours_of
from shared.db import Database
from shared.ids import new_id
from shared.inbox.tables import inbox
from shared.outbox import outbox
from shared.service import EXTENSION
from shared.settings import load
from tests.registration.office import Office
from tests.registration.samples import sample_participant
from tests.servers.databases import Databases
from tests.servers.guardian import wait_until

BASE_URL = "http://127.0.0.1:8000"
BEFORE, AFTER = 12, 8  # registrations while the backup has yet to begin, and after it


class OnPostgresql(Embedded):
    """The four services in one process, each on a PostgreSQL database of its own."""

    def __init__(self, data: Path, base_url: str, urls: Mapping[str, str]) -> None:
        self.urls = urls
        super().__init__(data, base_url)

    def _make_app(self, name: str, common: dict[str, Any]) -> Flask:
        given = {"mail_folder": str(self.data / "mailbox"), "database_url": self.urls[name]} | common
        table = module(name, "settings").Settings
        known = {key: value for key, value in given.items() if key in table.__dataclass_fields__}
        app: Flask = module(name, "app").create_app(load(table, **known))
        return app


class Place:
    """Where an installation stands, how a command reaches it, and where it is to stand again."""

    def __init__(self, engine: str, folder: Path, databases: Databases) -> None:
        self.folder = folder
        self._is_sqlite = engine == "sqlite"
        self._urls = (
            {} if self._is_sqlite else {name: databases.fresh(name, engine, folder) for name in SERVICES}
        )
        self._empty = {name: _beside(url) for name, url in self._urls.items()}

    @contextmanager
    def installation(self, which: str) -> Iterator[Embedded]:
        """The services on "data", or on what was restored to "again"."""
        urls = self._urls if which == "data" else self._empty
        data = self.folder / which
        services = Embedded(data, BASE_URL) if self._is_sqlite else OnPostgresql(data, BASE_URL, urls)
        try:
            yield services
        finally:
            services.stop()

    def says(self, command: str, which: str, backup: str = "backup") -> tuple[int, str]:
        """What a command answers, as an operator gives it."""
        words = [command, str(self.folder / backup)]
        words += ["--data", str(self.folder / which)] if self._is_sqlite else []
        urls = self._urls if which == "data" else self._empty
        given = {f"{name.upper()}_OWNER_DATABASE_URL": url for name, url in urls.items()}
        result = CliRunner().invoke(main, words, env=given)
        return result.exit_code, result.output


def _beside(url: str) -> str:
    """An empty database beside another."""
    parts = make_url(url)
    name = f"{parts.database}_again"
    server = parts.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    return parts.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path, databases: Databases) -> Iterator[Place]:
    """An installation to be, on both databases."""
    place = Place(request.param, tmp_path, databases)
    yield place
    for url in (*place._urls.values(), *place._empty.values()):
        databases.drop(url)


@contextmanager
def _people_registering(services: Embedded) -> Iterator[list[str]]:
    """One person after the other registers; gives the ids of those who were told that they are."""
    app = services.apps["registration"]
    path = f"/registration/api/occasions/{Office(app).open_occasion(places=500).id}/registrations"
    told: list[str] = []
    stop = threading.Event()

    def register() -> None:
        client = app.test_client()
        for number in itertools.count():
            if stop.is_set():
                return
            person = sample_participant("Bo", email=f"bo.{number}@huddinge.example")
            told.append(client.post(path, json=person).json["id"])

    people = threading.Thread(target=register)
    people.start()
    try:
        yield told
    finally:
        stop.set()
        people.join()


@pytest.mark.slow
def test_what_is_restored_is_of_one_moment_and_the_services_agree(place: Place) -> None:
    with place.installation("data") as services:
        services.start()
        with _people_registering(services) as told:
            assert wait_until(lambda: len(told) >= BEFORE, 20)
            before = set(told)
            code, said = place.says("backup", "data")
            assert code == 0, said
            until = len(told) + AFTER
            assert wait_until(lambda: len(told) >= until, 20)
    code, said = place.says("restore", "again")
    assert code == 0, said
    code, said = place.says("restore", "again")
    assert (code, "has something in it already" in said) == (1, True)
    with place.installation("again") as services:
        heard, emitted = _ids(services, inbox.c.event_id), _ids(services, outbox.c.event_id)
        assert heard <= emitted, "somebody has heard what nobody has told"
        services.settle()
        there = {str(item) for item in _ids(services, Registration.id, "registration")}
        assert before <= there < set(told)
        asked = neighbours_of(services.apps["reporting"], *SERVICES)
        assert differences(asked, differing_groups(asked)) == []
        assert len(_ids(services, Message.id, "notifications")) == len(there), "a confirmation each"
        assert Office(services.apps["registration"]).open_occasion(), "numbers go on where they were"


def _ids(services: Embedded, column: Any, *where: str) -> set[Any]:
    """What stands in a column of all the databases, or of one."""
    found: set[Any] = set()
    for name in where or SERVICES:
        with services.apps[name].extensions[EXTENSION].database.read() as session:
            found |= set(session.scalars(sa.select(column)))
    return found


def test_a_backup_waits_for_whoever_is_at_it_and_shuts_the_others_out(place: Place) -> None:
    with place.installation("data") as services:
        first, last = (
            services.apps[name].extensions[EXTENSION].database for name in (SERVICES[0], SERVICES[-1])
        )
        said: list[tuple[int, str]] = []
        backup = threading.Thread(target=lambda: said.append(place.says("backup", "data")))
        heard = new_id()
        with last.begin() as session:
            session.execute(sa.insert(inbox).values(event_id=heard, received_at=clock.now()))
            backup.start()
            assert wait_until(lambda: _is_shut(first), 20)
            assert not said
        backup.join()
        assert said[0][0] == 0, said
    assert place.says("restore", "again")[0] == 0
    with place.installation("again") as services:
        assert heard in _ids(services, inbox.c.event_id, SERVICES[-1])


def _is_shut(database: Database) -> bool:
    """Whether nobody can tell anything in this service now."""
    patience = "PRAGMA busy_timeout = 0" if database.is_sqlite else "SET LOCAL lock_timeout = '1ms'"
    engine = sa.create_engine(database.url)
    try:
        with engine.begin() as connection:
            connection.execute(sa.text(patience))
            connection.execute(sa.update(outbox).values(version=outbox.c.version))
    except OperationalError:
        return True
    finally:
        engine.dispose()
    return False


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)  # what lies on the disk knows no database
def test_a_backup_is_restored_whole_or_not_at_all(place: Place) -> None:
    with place.installation("data"):
        pass
    assert place.says("backup", "data")[0] == 0
    assert place.says("backup", "data")[0] == 1, "a backup is never written over"
    file = next((place.folder / "backup").rglob("registration*"))
    file = next(item for item in [file, *file.rglob("*")] if item.is_file())
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    code, said = place.says("restore", "again")
    assert (code, "is not as it was made" in said) == (1, True)
    (place.folder / "backup" / "backup.json").rename(place.folder / "list.json")
    code, said = place.says("restore", "again")
    assert (code, "never finished" in said) == (1, True)
    file.write_bytes(whole)
    (place.folder / "list.json").rename(place.folder / "backup" / "backup.json")
    assert place.says("restore", "again")[0] == 0
    assert not any(path.stat().st_mode & 0o077 for path in (place.folder / "backup").rglob("*"))
