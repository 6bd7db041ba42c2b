"""What the registration service's tests have in common."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.applications import Applications
from tests.registration.office import Office

MakeDatabase = Callable[[str, str], str]


@pytest.fixture(params=["sqlite", "postgresql"])
def app(
    request: pytest.FixtureRequest, applications: Applications, fresh_database: MakeDatabase
) -> Iterator[Flask]:
    """The service on each database."""
    with applications.lend("registration", fresh_database("registration", request.param)) as app:
        yield app


@pytest.fixture
def postgresql_app(applications: Applications, fresh_database: MakeDatabase) -> Iterator[Flask]:
    """The service on PostgreSQL, for what happens at the same time."""
    url = fresh_database("registration", "postgresql")
    with applications.lend("registration", url, database_pool=20) as app:
        yield app


@pytest.fixture
def web_app(applications: Applications, fresh_database: MakeDatabase) -> Iterator[Flask]:
    """The service on SQLite, for its pages and its API."""
    with applications.lend("registration", fresh_database("registration", "sqlite")) as app:
        yield app


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
