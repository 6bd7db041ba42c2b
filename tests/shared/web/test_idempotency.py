"""Idempotency-Key: the same key gives the same answer, and the work is done once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from shared import clock
from shared.auth import staff_access
from shared.service import transaction
from shared.web.idempotency import forget_old_answers
from tests.shared.web.conftest import make_app
from tests.staff import bearer, token_for

KEY = {"Idempotency-Key": "0f3c"}


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, fresh_database: Callable[[str, str], str]) -> Iterator[Flask]:
    """The sample on each database."""
    app = make_app(fresh_database("registration", request.param), database_pool=10)
    yield app
    app.extensions["kursforum"].database.dispose()


def create(app: Flask, name: str = "Anna", headers: dict[str, str] = KEY) -> TestResponse:
    """One call with the key."""
    return app.test_client().post("/registration/api/things", json={"name": name}, headers=headers)


def rows(app: Flask) -> int:
    """How many times the work was done."""
    with app.extensions["kursforum"].database.read() as session:
        return (
            session.scalar(sa.select(sa.func.count()).select_from(staff_access).filter_by(role="lecturer"))
            or 0
        )


def test_a_repeated_call_gets_the_first_answer(app: Flask) -> None:
    first, second = create(app), create(app)
    assert (second.status_code, second.json) == (first.status_code, first.json) == (201, first.json)
    assert rows(app) == 1


def test_calls_at_the_same_time_do_the_work_once(app: Flask) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: create(app), range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert rows(app) == 1


def test_a_key_cannot_serve_another_body(app: Flask) -> None:
    create(app)
    answer = create(app, name="Bo")
    assert (answer.status_code, answer.json["type"]) == (422, "urn:kursforum:problem:idempotency_key_reused")
    assert rows(app) == 1


def test_a_refused_call_may_be_tried_again_with_its_key(app: Flask) -> None:
    assert create(app, name="full").status_code == 409
    assert create(app, name="Anna").status_code == 201


def test_two_callers_may_choose_the_same_key(app: Flask) -> None:
    create(app)
    create(app, headers=KEY | bearer(token_for(app)))
    assert rows(app) == 2


def test_calls_without_a_key_are_calls_of_their_own(app: Flask) -> None:
    create(app, headers={})
    create(app, headers={})
    assert rows(app) == 2


def test_an_answer_is_forgotten_after_a_day(app: Flask) -> None:
    create(app)
    with app.app_context(), transaction() as session:
        forget_old_answers(session, clock.now() + timedelta(hours=25))
    create(app)
    assert rows(app) == 2


def test_an_endless_key_is_refused(app: Flask) -> None:
    assert create(app, headers={"Idempotency-Key": "k" * 201}).status_code == 400
