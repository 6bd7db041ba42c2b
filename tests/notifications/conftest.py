"""The notifications service in tests: on both databases, with a mail server or a mail folder."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask

from tests.applications import Applications
from tests.notifications.mail_room import MailRoom

MakeDatabase = Callable[[str, str], str]
MakeApp = Callable[..., Flask]


@pytest.fixture
def make_app(applications: Applications, fresh_database: MakeDatabase) -> Iterator[MakeApp]:
    """`make_app("sqlite", smtp_url=…)` is the service on a database of its own, with these settings."""
    with ExitStack() as lent:

        def make(engine: str, **given: object) -> Flask:
            url = fresh_database("notifications", engine)
            return lent.enter_context(applications.lend("notifications", url, **given))

        yield make


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, make_app: MakeApp, tmp_path: Path) -> Flask:
    """The service on each database; its mail goes to a folder."""
    return make_app(request.param, mail_folder=str(tmp_path / "mail"))


@pytest.fixture
def web_app(make_app: MakeApp, tmp_path: Path) -> Flask:
    """The service on SQLite, for its pages."""
    return make_app("sqlite", mail_folder=str(tmp_path / "mail"))


@pytest.fixture
def room(app: Flask) -> MailRoom:
    """The mail room on each database."""
    return MailRoom(app)


@pytest.fixture
def web_room(web_app: Flask) -> MailRoom:
    """The mail room beside the pages."""
    return MailRoom(web_app)


@pytest.fixture
def room_in(make_app: MakeApp, tmp_path: Path) -> Callable[..., MailRoom]:
    """`room_in(bounces=…)` is a mail room on SQLite with a mail folder and these settings."""
    return lambda **given: MailRoom(make_app("sqlite", mail_folder=str(tmp_path / "mail"), **given))


@pytest.fixture
def room_with(make_app: MakeApp) -> Callable[..., MailRoom]:
    """`room_with(smtp_url)` is a mail room on SQLite that sends to that server."""

    def make(smtp_url: str, engine: str = "sqlite", **given: object) -> MailRoom:
        return MailRoom(make_app(engine, smtp_url=smtp_url, **given))

    return make
