"""The evaluation service in tests."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.applications import Applications
from tests.evaluation.story import Story

MakeDatabase = Callable[[str, str], str]
GIVEN = {"evaluation_delay": 0, "database_pool": 12}


@pytest.fixture(params=["sqlite", "postgresql"])
def app(
    request: pytest.FixtureRequest, applications: Applications, fresh_database: MakeDatabase
) -> Iterator[Flask]:
    """The service on each database."""
    with applications.lend("evaluation", fresh_database("evaluation", request.param), **GIVEN) as app:
        yield app


@pytest.fixture
def web_app(applications: Applications, fresh_database: MakeDatabase) -> Iterator[Flask]:
    """The service on SQLite, for its pages."""
    with applications.lend("evaluation", fresh_database("evaluation", "sqlite"), **GIVEN) as app:
        yield app


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
