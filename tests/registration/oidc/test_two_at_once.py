"""Two first sign-ins of one person at the same moment, on PostgreSQL."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask

from services.registration.models.staff import StaffMember
from shared.service import EXTENSION, transaction
from tests.registration.oidc.journey import add, begin, is_signed_in, subject_of
from tests.servers.oidc import Provider

ADDRESSES = ("anna@example.se", "anna.ek@example.se")


@pytest.fixture
def engine() -> str:
    return "postgresql"


@pytest.mark.parametrize("second", ADDRESSES)
def test_both_windows_of_a_first_sign_in_are_let_in(web_app: Flask, provider: Provider, second: str) -> None:
    accounts = [add(web_app, address) for address in ADDRESSES]
    windows, ways_back = [web_app.test_client(), web_app.test_client()], []
    for window, email in zip(windows, (ADDRESSES[0], second), strict=True):
        provider.claims["email"] = email
        ways_back.append(begin(window, provider))
    with ThreadPoolExecutor(2) as browsers:
        with _nobody_gets_on(web_app):
            answers = [browsers.submit(one.get, back) for one, back in zip(windows, ways_back, strict=True)]
            _wait_until_both_wait(web_app)
        assert [answer.result().status_code for answer in answers] == [303, 303]
    assert all(is_signed_in(window) for window in windows)
    assert sorted(str(subject_of(web_app, account)) for account in accounts) == ["None", "anna-there"]


@contextmanager
def _nobody_gets_on(app: Flask) -> Iterator[None]:
    with app.app_context(), transaction() as session:
        session.execute(sa.select(StaffMember.id).with_for_update())
        yield


def _wait_until_both_wait(app: Flask) -> None:
    ours = "datname = current_database() AND wait_event_type = 'Lock'"
    with app.extensions[EXTENSION].database.read() as reader:
        for _ in range(5000):
            waiting = reader.connection().exec_driver_sql(
                f"SELECT count(*) FROM pg_stat_activity WHERE {ours}"
            )
            if waiting.scalar() == 2:
                return
    pytest.fail("the two did not wait for the account")
