"""Everybody who may try: staff of each role by cookie and by token, and many who are nobody."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared import clock
from shared.auth import new_token
from shared.auth.operator import make_pass
from shared.service import EXTENSION
from shared.vocabulary import STAFF_ROLES
from tests.contracts.inhabited import NOW, SCOPES
from tests.security.who_may import Row
from tests.staff import bearer, sign_in, token_for

ELSEWHERE = {"Sec-Fetch-Site": "cross-site"}
# A municipality that has nobody, and a lecturer who leads nothing.
FOREIGN: dict[str, dict[str, Any]] = {
    "representative": {"municipality": "0184"},
    "lecturer": {"contact_id": UUID("0190a000-0000-7000-8000-0000000000ff")},
}


@dataclass(frozen=True)
class Caller:
    """A browser or a program with what it proves; `role` is None for whoever is nobody to us."""

    name: str
    role: str | None
    client: FlaskClient
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_cookie(self) -> bool:
        """Whether the browser adds what proves who calls, unasked."""
        return self.role is not None and not self.headers

    def calls(self, row: Row, address: str) -> TestResponse:
        """Call an address as another site would have the browser do it."""
        return self.client.open(address, method=row.method, headers={**ELSEWHERE, **self.headers})


def signed_in(app: Flask, role: str, scope: Mapping[str, Any] | None = None) -> Caller:
    """A browser with the cookie of a new member of staff."""
    client = app.test_client()
    sign_in(app, client, role, **(SCOPES.get(role, {}) if scope is None else scope))
    return Caller(f"{role} by cookie", role, client)


def program(app: Flask, role: str, scope: Mapping[str, Any] | None = None) -> Caller:
    """A program with a token."""
    own = SCOPES.get(role, {}) if scope is None else scope
    return Caller(f"{role} by token", role, app.test_client(), bearer(token_for(app, role, **own)))


def everybody(app: Flask) -> list[Caller]:
    """Each role by cookie and by token, the operator, and those who prove nothing."""
    key = app.extensions[EXTENSION].settings.secret_key
    with clock.at(NOW - timedelta(hours=9)):  # longer ago than a session may be idle, or a pass may hold
        long_ago, old_pass = signed_in(app, "admin"), make_pass(key)
    proofs = {
        "a token of nobody": bearer(new_token()),
        "another installation's operator": bearer(make_pass("x" * 40)),
        "an operator's pass of yesterday": bearer(old_pass),
        "a password in the header": {"Authorization": "Basic YWRtaW46YWRtaW4="},
    }
    return [
        *(signed_in(app, role) for role in STAFF_ROLES),
        *(program(app, role) for role in STAFF_ROLES),
        Caller("operator", "operator", app.test_client(), bearer(make_pass(key))),
        Caller("anybody", None, app.test_client()),
        Caller("whoever left the browser alone", None, long_ago.client),
        *(Caller(name, None, app.test_client(), headers) for name, headers in proofs.items()),
    ]


@contextmanager
def nothing_changes(app: Flask) -> Iterator[None]:
    """Fail when any row of the service's database is changed meanwhile."""
    with closing(sqlite3.connect(app.extensions[EXTENSION].database.url.database)) as watcher:
        before = watcher.execute("PRAGMA data_version").fetchone()
        yield
        assert watcher.execute("PRAGMA data_version").fetchone() == before
