"""A PostgreSQL that goes and comes back: people are told so soon, and it heals by itself."""

from collections.abc import Iterator
from time import monotonic

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from shared.auth import staff_access
from shared.db import backbone
from tests.servers.missing import need
from tests.servers.postgresql import address, postgresql
from tests.servers.run import Run
from tests.servers.server import Server, free_port
from tests.shared.web.conftest import make_app
from tests.staff import sign_in

THINGS = "/registration/api/things"
END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' "
    "AND pid <> pg_backend_pid()"
)
PATIENCE = 10.0  # seconds


@pytest.fixture(scope="module")
def server(run: Run) -> Iterator[tuple[Server, int]]:
    """A server of these tests' own, which they may stop, and its port."""
    port = free_port()
    found = need(lambda: postgresql(run.folder / f"away-{port}", port, fsync=False))
    found.start()
    yield found, port
    found.stop()


@pytest.fixture
def app(server: tuple[Server, int]) -> Iterator[Flask]:
    """The sample on that server."""
    app = make_app(address(server[1]).replace("postgresql:", "postgresql+psycopg:"))
    database = app.extensions["kursforum"].database
    backbone.create_all(database.engine)
    yield app
    database.dispose()


def things(app: Flask) -> int:
    """How many have been written."""
    with app.extensions["kursforum"].database.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(staff_access)) or 0


def end_connections(port: int) -> None:
    """End every connection to the server, as a restart does."""
    with psycopg.connect(address(port), autocommit=True) as operator:
        operator.execute(END_OTHERS)


def test_without_its_database_a_service_says_so_soon_and_goes_on_by_itself(
    app: Flask, client: FlaskClient, server: tuple[Server, int]
) -> None:
    sign_in(app, client)
    assert client.get("/registration/office").status_code == 200
    before, program = things(app), app.test_client()
    server[0].stop()
    began = monotonic()
    page = client.get("/registration/office")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "Vi kan inte svara just nu" in page.text
    assert "Försök igen om en liten stund." in page.text
    english = client.get("/registration/office", headers={"Accept-Language": "en"})
    assert "We cannot answer just now" in english.text
    written = program.post(THINGS, json={"name": "chair"})
    assert (written.status_code, written.mimetype) == (503, "application/problem+json")
    assert written.json["type"] == "urn:kursforum:problem:temporarily_unavailable"
    assert client.get("/registration/nowhere").status_code == 404
    assert monotonic() - began < PATIENCE
    server[0].start()
    assert client.get("/registration/office").status_code == 200
    assert things(app) == before
    assert program.post(THINGS, json={"name": "chair"}).status_code == 201


def test_a_connection_that_has_gone_stale_is_noticed_by_none_who_can_be_asked_twice(
    app: Flask, client: FlaskClient, server: tuple[Server, int]
) -> None:
    sign_in(app, client)
    before, program = things(app), app.test_client()
    end_connections(server[1])
    assert client.get("/registration/office").status_code == 200
    end_connections(server[1])
    keyed = {"Idempotency-Key": "chair"}
    assert program.post(THINGS, json={"name": "chair"}, headers=keyed).status_code == 201
    end_connections(server[1])
    assert program.post(THINGS, json={"name": "table"}).status_code == 503  # it might have been done
    assert program.post(THINGS, json={"name": "table"}).status_code == 201
    assert things(app) == before + 2


def test_a_process_that_is_being_stopped_says_that_it_is_not_ready(client: FlaskClient, app: Flask) -> None:
    app.extensions["kursforum_stopping"].set()
    answer = client.get("/registration/readyz")
    assert (answer.status_code, answer.json) == (503, {"status": "unready", "reasons": ["stopping"]})
