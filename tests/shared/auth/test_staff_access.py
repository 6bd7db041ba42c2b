"""What each service keeps of staff: the newest, whatever the order it came in."""

from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from shared import events
from shared.auth import apply_access, fingerprint
from shared.auth.access import staff_by_id, staff_by_token
from shared.db import Database
from shared.envelope import Event
from shared.ids import random_id

ANNA = UUID("0199d2a8-0000-4000-8000-000000000001")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, fresh_database: Callable[[str, str], str]) -> Iterator[Database]:
    """A service's database, of each kind."""
    database = Database(fresh_database("reporting", request.param))
    yield database
    database.dispose()


def access(version: int, **changed: Any) -> Event:
    """Anna's access at that version."""
    state: dict[str, Any] = {
        "role": "coordinator",
        "municipality": None,
        "contact_id": None,
        "is_active": True,
        "epoch": 1,
        "token_hashes": [fingerprint("one")],
    }
    return events.StaffAccessChanged(ANNA, version=version, **{**state, **changed})


STORY = (
    access(1),
    access(2, role="admin"),
    access(3, role="representative", municipality="0182", token_hashes=[]),
)


@pytest.mark.parametrize("order", list(permutations(STORY)))
def test_late_doubled_and_reordered_news_give_the_same_state(
    database: Database, order: tuple[Event, ...]
) -> None:
    with database.begin() as session:
        for event in (*order, *order):
            apply_access(session, event)
        found = staff_by_id(session, ANNA, 1)
        assert found is not None
        assert (found.role, found.municipality) == ("representative", "0182")
        assert staff_by_token(session, fingerprint("one")) is None


def test_a_token_is_its_owners(database: Database) -> None:
    with database.begin() as session:
        apply_access(session, access(1, role="lecturer", contact_id=(lecturer := random_id())))
        found = staff_by_token(session, fingerprint("one"))
    assert found is not None
    assert (found.id, found.role, found.contact_id) == (ANNA, "lecturer", lecturer)


def test_a_closed_account_is_nobody_at_all(database: Database) -> None:
    with database.begin() as session:
        apply_access(session, access(1, is_active=False))
        assert staff_by_id(session, ANNA, 1) is None
        assert staff_by_token(session, fingerprint("one")) is None


def test_a_session_of_an_older_epoch_is_nobody(database: Database) -> None:
    with database.begin() as session:
        apply_access(session, access(1, epoch=2))
        assert staff_by_id(session, ANNA, 1) is None
