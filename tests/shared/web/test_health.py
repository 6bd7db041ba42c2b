"""Health: alive, ready or degraded, and figures."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from shared import clock
from shared.beats import beat
from shared.service import transaction
from tests.shared.web.conftest import MakeDatabase, make_app


def test_a_process_that_answers_is_alive(client: FlaskClient) -> None:
    assert client.get("/registration/healthz").json == {"status": "alive"}


def test_without_workers_the_web_is_ready_but_degraded(client: FlaskClient) -> None:
    answer = client.get("/registration/readyz")
    assert (answer.status_code, answer.json["status"]) == (200, "degraded")
    assert any("relay" in reason for reason in answer.json["reasons"])


def test_with_beating_workers_it_is_ready(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        for loop in ("relay", "consumer"):
            beat(session, "here:1", loop, clock.now())
    assert client.get("/registration/readyz").json == {"status": "ready", "reasons": []}


def test_without_its_database_it_is_not_ready() -> None:
    app = make_app("postgresql+psycopg://nobody@127.0.0.1:9/nothing")
    answer = app.test_client().get("/registration/readyz")
    assert (answer.status_code, answer.json) == (503, {"status": "unready", "reasons": ["database"]})


def test_figures_name_routes_and_the_outbox(client: FlaskClient) -> None:
    client.get("/registration/participants/secret-token")
    figures = client.get("/registration/metrics").text
    assert 'route="/registration/participants/<token>"' in figures
    assert "outbox_length 0.0" in figures
    assert "database_up 1.0" in figures
    assert "secret-token" not in figures


def test_figures_tell_how_many_workers_live_and_which_of_their_loops_are_in_trouble(
    app: Flask, client: FlaskClient
) -> None:
    now = clock.now()
    with app.app_context(), transaction() as session:
        beat(session, "here:1", "relay", now)
        # A job that runs now and then was in trouble when it last did, and still is.
        beat(session, "here:1", "forget_old_bodies", now - timedelta(hours=1), "OSError: no room")
        beat(session, "gone:1", "relay", now - timedelta(hours=1), "OSError: no broker")
    figures = client.get("/registration/metrics").text
    assert "workers_alive 1.0" in figures
    assert "loops_in_trouble 1.0" in figures
    assert "# HELP outbox_length Events that wait to be published." in figures


def test_figures_tell_how_long_the_queue_was_when_a_consumer_last_looked(
    fresh_database: MakeDatabase,
) -> None:
    app = make_app(fresh_database("registration", "sqlite"), rabbitmq_url="amqp://nobody@127.0.0.1:9//")
    client = app.test_client()
    assert "queue_length -1.0" in client.get("/registration/metrics").text
    with app.app_context(), transaction() as session:
        beat(session, "here:1", "consumer", clock.now(), queue_length=7)
    assert "queue_length 7.0" in client.get("/registration/metrics").text
    app.extensions["kursforum"].database.dispose()
