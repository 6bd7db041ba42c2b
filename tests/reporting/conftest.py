"""The reporting service in tests: on both databases, and its callers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Flask

from shared.i18n import in_language
from tests.applications import Applications
from tests.reporting.neighbours import Region
from tests.staff import bearer, token_for

Ask = Callable[..., Any]
Look = Callable[..., Any]


@pytest.fixture(params=["sqlite", "postgresql"])
def app(
    request: pytest.FixtureRequest, applications: Applications, fresh_database: Callable[[str, str], str]
) -> Iterator[Flask]:
    """The service on an empty migrated database."""
    with applications.lend("reporting", fresh_database("reporting", request.param)) as app:
        yield app


@pytest.fixture
def english() -> Iterator[None]:
    """A reader of English, without a service."""
    with Flask("test").app_context(), in_language("en"):
        yield


@pytest.fixture
def look(app: Flask) -> Look:
    """`look("occasions", "lecturer", period="2026")` opens a page as staff of that role."""
    return _caller(app, "/reporting/")


@pytest.fixture
def ask(app: Flask) -> Ask:
    """`ask("totals", "lecturer", period="2026")` calls the API as staff of that role."""

    return _caller(app, "/reporting/api/")


def _caller(app: Flask, below: str) -> Callable[..., Any]:
    def get(path: str, caller: str = "coordinator", scope: Any = None, **query: str) -> Any:
        headers = bearer(token_for(app, caller, **(scope or {})))
        return app.test_client().get(f"{below}{path}", query_string=query, headers=headers)

    return get


@pytest.fixture(params=["sqlite", "postgresql"])
def region(
    request: pytest.FixtureRequest, applications: Applications, fresh_database: Callable[[str, str], str]
) -> Iterator[Region]:
    """Reporting and its neighbours, where nothing has happened yet."""
    names = ("registration", "evaluation", "reporting")
    with ExitStack() as stack:
        yield Region(
            {
                name: stack.enter_context(applications.lend(name, fresh_database(name, request.param)))
                for name in names
            }
        )
