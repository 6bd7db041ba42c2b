"""What the registration service's tests have in common."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.registration.app import create_app
from services.registration.settings import Settings
from shared.service import EXTENSION
from shared.settings import load
from tests.registration.office import Office

MakeDatabase = Callable[[str, str], str]


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, fresh_database: MakeDatabase) -> Iterator[Flask]:
    """The service on each database."""
    yield from _app(fresh_database("registration", request.param))


@pytest.fixture
def postgresql_app(fresh_database: MakeDatabase) -> Iterator[Flask]:
    """The service on PostgreSQL, for what happens at the same time."""
    yield from _app(fresh_database("registration", "postgresql"), database_pool=20)


@pytest.fixture
def web_app(fresh_database: MakeDatabase) -> Iterator[Flask]:
    """The service on SQLite, for its pages and its API."""
    yield from _app(fresh_database("registration", "sqlite"))


@pytest.fixture
def client(web_app: Flask) -> FlaskClient:
    """Somebody with a browser, who is not signed in."""
    return web_app.test_client()


@pytest.fixture
def office(app: Flask) -> Office:
    """The office at work, on each database."""
    return Office(app)


@pytest.fixture
def web_office(web_app: Flask) -> Office:
    """The office at work, beside the pages."""
    return Office(web_app)


def _app(url: str, **given: object) -> Iterator[Flask]:
    app = create_app(load(Settings, database_url=url, secret_key="k" * 40, log_level="error", **given))
    app.testing = True
    yield app
    app.extensions[EXTENSION].database.dispose()
