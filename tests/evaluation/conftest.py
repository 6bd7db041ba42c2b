"""The evaluation service in tests."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.evaluation.app import create_app
from services.evaluation.settings import Settings
from shared.service import EXTENSION
from shared.settings import load
from tests.evaluation.story import Story

MakeDatabase = Callable[[str, str], str]


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, fresh_database: MakeDatabase) -> Iterator[Flask]:
    """The service on each database."""
    yield from _app(fresh_database("evaluation", request.param))


@pytest.fixture
def web_app(fresh_database: MakeDatabase) -> Iterator[Flask]:
    """The service on SQLite, for its pages."""
    yield from _app(fresh_database("evaluation", "sqlite"))


@pytest.fixture
def story(app: Flask) -> Story:
    """What happens to the service, on each database."""
    return Story(app)


@pytest.fixture
def web_story(web_app: Flask) -> Story:
    """What happens beside the pages."""
    return Story(web_app)


@pytest.fixture
def client(web_app: Flask) -> FlaskClient:
    """Somebody with a browser, who is not signed in."""
    return web_app.test_client()


def _app(url: str) -> Iterator[Flask]:
    given = {"secret_key": "k" * 40, "evaluation_delay": 0, "database_pool": 12}
    app = create_app(load(Settings, database_url=url, log_level="error", **given))
    app.testing = True
    yield app
    app.extensions[EXTENSION].database.dispose()
