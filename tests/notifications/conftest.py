"""The notifications service in tests: on both databases, with a mail server or a mail folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from services.notifications.app import create_app
from services.notifications.settings import Settings
from shared.service import EXTENSION
from shared.settings import load
from tests.notifications.mail_room import MailRoom

MakeDatabase = Callable[[str, str], str]


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, fresh_database: MakeDatabase, tmp_path: Path) -> Iterator[Flask]:
    """The service on each database; its mail goes to a folder."""
    url = fresh_database("notifications", request.param)
    yield from _app(url, mail_folder=str(tmp_path / "mail"))


@pytest.fixture
def web_app(fresh_database: MakeDatabase, tmp_path: Path) -> Iterator[Flask]:
    """The service on SQLite, for its pages."""
    yield from _app(fresh_database("notifications", "sqlite"), mail_folder=str(tmp_path / "mail"))


@pytest.fixture
def room(app: Flask) -> MailRoom:
    """The mail room on each database."""
    return MailRoom(app)


@pytest.fixture
def web_room(web_app: Flask) -> MailRoom:
    """The mail room beside the pages."""
    return MailRoom(web_app)


@pytest.fixture
def room_in(fresh_database: MakeDatabase, tmp_path: Path) -> Iterator[Callable[..., MailRoom]]:
    """`room_in(bounces=…)` is a mail room on SQLite with a mail folder and these settings."""
    made: list[Iterator[Flask]] = []

    def make(**given: object) -> MailRoom:
        made.append(
            _app(fresh_database("notifications", "sqlite"), mail_folder=str(tmp_path / "mail"), **given)
        )
        return MailRoom(next(made[-1]))

    yield make
    for app in made:
        next(app, None)


@pytest.fixture
def room_with(fresh_database: MakeDatabase) -> Iterator[Callable[..., MailRoom]]:
    """`room_with(smtp_url)` is a mail room on SQLite that sends to that server."""
    made: list[Iterator[Flask]] = []

    def make(smtp_url: str, engine: str = "sqlite", **given: object) -> MailRoom:
        made.append(_app(fresh_database("notifications", engine), smtp_url=smtp_url, **given))
        return MailRoom(next(made[-1]))

    yield make
    for app in made:
        next(app, None)


def _app(url: str, **given: object) -> Iterator[Flask]:
    app = create_app(load(Settings, database_url=url, secret_key="k" * 40, log_level="error", **given))
    app.testing = True
    yield app
    close = getattr(app.extensions["mail_transport"], "close", None)
    if close:
        close()
    app.extensions[EXTENSION].database.dispose()
