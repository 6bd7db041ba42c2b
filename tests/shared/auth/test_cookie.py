"""The staff cookie: signed, bounded in time, and the same for all four services."""

from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.wrappers import Response

from shared import clock
from shared.auth.cookie import NAME, StaffCookie
from shared.ids import random_id

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
ANNA = random_id()
HOLDS = timedelta(hours=8), timedelta(days=7)


def cookies_of(response: Response) -> dict[str, str]:
    """What a browser keeps of an answer."""
    name, _, value = response.headers["Set-Cookie"].split(";")[0].partition("=")
    return {name: value}


def signed_at(cookie: StaffCookie, moment: datetime, since: datetime | None = None) -> dict[str, str]:
    """The cookies of somebody who signed in then."""
    response = Response()
    with clock.at(moment):
        cookie.write(response, ANNA, 3, since)
    return cookies_of(response)


@pytest.fixture
def cookie() -> StaffCookie:
    """The cookie of an installation."""
    return StaffCookie("k" * 40, "http://127.0.0.1:8000", *HOLDS)


def test_it_tells_who_signed_in_and_in_which_epoch(cookie: StaffCookie) -> None:
    with clock.at(NOON + timedelta(minutes=90)):
        found = cookie.read(signed_at(cookie, NOON))
    assert found is not None
    assert (found.staff_id, found.epoch, found.since) == (ANNA, 3, NOON)


def test_it_ends_when_it_was_not_used_for_long(cookie: StaffCookie) -> None:
    with clock.at(NOON + timedelta(hours=8)):
        assert cookie.read(signed_at(cookie, NOON)) is None


def test_it_ends_at_last_though_it_was_in_use(cookie: StaffCookie) -> None:
    kept = signed_at(cookie, NOON + timedelta(days=6, hours=23), since=NOON)
    with clock.at(NOON + timedelta(days=7)):
        assert cookie.read(kept) is None


@pytest.mark.parametrize("value", ["", "x", "W10.x", "WyJhIl0.aaaa"])
def test_a_forged_one_is_nobody(cookie: StaffCookie, value: str) -> None:
    assert cookie.read({NAME: value}) is None


def test_another_installations_is_nobody(cookie: StaffCookie) -> None:
    other = StaffCookie("o" * 40, "http://127.0.0.1:8000", *HOLDS)
    with clock.at(NOON):
        assert cookie.read(signed_at(other, NOON)) is None


def test_it_is_out_of_reach_of_scripts_and_of_plain_http() -> None:
    response = Response()
    StaffCookie("k" * 40, "https://kurs.example.se", *HOLDS).write(response, ANNA, 1)
    attributes = set(response.headers["Set-Cookie"].split("; "))
    assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} <= attributes
