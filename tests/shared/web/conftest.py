"""The sample service on a database of its own."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.service import Service
from shared.settings import Settings, load
from shared.web import service_app
from tests.shared.web import sample

MakeDatabase = Callable[[str, str], str]
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def make_app(url: str, **given: object) -> Flask:
    """The sample with these settings."""
    settings = load(Settings, database_url=url, secret_key="k" * 40, log_level="info", **given)
    api, pages = sample.blueprints()
    return service_app(Service.make("registration", settings), sample.__name__, apis=[api], pages=[pages])


@pytest.fixture
def app(fresh_database: MakeDatabase) -> Iterator[Flask]:
    """The sample on SQLite."""
    app = make_app(fresh_database("registration", "sqlite"))
    yield app
    app.extensions["kursforum"].database.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser, or a program."""
    return app.test_client()


@pytest.fixture
def token(client: FlaskClient) -> str:
    """The CSRF token of the client's browser."""
    found = _TOKEN.search(client.get("/registration/form").text)
    assert found
    return found[1]
