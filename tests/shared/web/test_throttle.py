"""Throttles: one count for all processes, that ends after a while."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from shared import clock
from shared.service import transaction
from shared.web.problems import TooManyTries
from shared.web.throttle import Throttle, caller_address
from tests.shared.web.conftest import make_app

SIGN_IN = Throttle("sign_in", 2, timedelta(minutes=15))
NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, fresh_database: Callable[[str, str], str]) -> Iterator[Flask]:
    """The sample on each database."""
    app = make_app(fresh_database("registration", request.param))
    with app.app_context():
        yield app
    app.extensions["kursforum"].database.dispose()


@pytest.mark.usefixtures("app")
class TestThrottle:
    """On each database."""

    def test_tries_beyond_the_limit_are_held_back(self) -> None:
        with clock.at(NOON):
            SIGN_IN.count("anna")
            SIGN_IN.count("anna")
            with pytest.raises(TooManyTries) as held:
                SIGN_IN.count("anna")
        assert held.value.headers == {"Retry-After": "900"}

    def test_others_are_not_held_back(self) -> None:
        for _ in range(2):
            SIGN_IN.count("anna")
        SIGN_IN.count("bo")
        Throttle("other", 1, timedelta(minutes=1)).count("anna")

    def test_the_count_begins_anew_after_its_time(self) -> None:
        for minute in (0, 1, 16, 17):
            with clock.at(NOON + timedelta(minutes=minute)):
                SIGN_IN.count("anna")

    def test_success_forgets_the_tries(self) -> None:
        SIGN_IN.count("anna")
        SIGN_IN.count("anna")
        SIGN_IN.forget("anna")
        SIGN_IN.count("anna")

    def test_it_is_never_counted_in_a_transaction_that_may_be_rolled_back(self) -> None:
        with transaction(), pytest.raises(RuntimeError):
            SIGN_IN.count("anna")


@pytest.mark.parametrize(
    ("address", "counted"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8::1", "2001:0db8:0000:0000"), ("", "unknown")],
)
def test_a_household_counts_as_one(app: Flask, address: str, counted: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert caller_address() == counted
