"""A provider, the service that trusts it, and Anna's account."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask

from tests.applications import Applications
from tests.registration.conftest import MakeDatabase
from tests.registration.oidc.journey import (
    ANNA,
    CALLBACK,
    add,
)
from tests.servers.oidc import CLIENT, SECRET, Provider, oidc_provider


@pytest.fixture(scope="module")
def everybodys_provider() -> Iterator[Provider]:
    with oidc_provider(f"http://127.0.0.1:8000{CALLBACK}") as found:
        yield found


@pytest.fixture
def provider(everybodys_provider: Provider) -> Provider:
    """The provider, where Anna is signed in, and which is honest again."""
    given = everybodys_provider
    given.claims, given.header, given.described = dict(ANNA), {"alg": "RS256", "kid": "one"}, {}
    given.signs_with, given.answers = None, 200
    given.asked.clear()
    return given


@pytest.fixture
def engine() -> str:
    """What the service's database is kept by; a file of tests may have another."""
    return "sqlite"


@pytest.fixture
def web_app(
    provider: Provider, applications: Applications, fresh_database: MakeDatabase, engine: str
) -> Iterator[Flask]:
    settings = {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
        "oidc_name": "Logga in med kommunens konto",
    }
    with applications.lend("registration", fresh_database("registration", engine), **settings) as app:
        app.extensions.pop("kursforum_oidc", None)
        yield app


@pytest.fixture
def anna(web_app: Flask) -> UUID:
    """Anna's account here."""
    return add(web_app, "anna@example.se")
