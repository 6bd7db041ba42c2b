"""Failed events: looked at without what they carry, handled once more, or discarded by somebody."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from shared import audit
from shared.audit_log import Wanted, find_entries
from shared.db import Database
from shared.envelope import Event, encode
from shared.events import PAGE, AttendanceRecorded, ContactChanged
from shared.inbox import Inbox
from shared.inbox.described import described, shown_error
from shared.inbox.failed_events import (
    KEEP_DISCARDED,
    EventCannotBeRead,
    FailedEventIsGone,
    discard,
    find_failed,
    forget_discarded,
    retry,
    retry_all,
)
from shared.inbox.failures import troubles
from shared.inbox.tables import failed
from tests.shared.happenings import attendance, contact, note, noted

HANDLERS: Any = {AttendanceRecorded: note, ContactChanged: note}
DEADLY = "no process survived this message"


def box(database: Database) -> Inbox:
    return Inbox(database, PAGE, HANDLERS)


def parked(database: Database, *bodies: bytes) -> list[UUID]:
    """The ids under which these messages are listed as failed, the oldest first."""
    box(database).park(bodies, DEADLY)
    with database.read() as session:
        return [row.id for row in reversed(find_failed(session)[0])]


def refuse(_session: Any, _event: Event) -> None:
    raise ValueError("odd")


def test_a_retried_event_takes_effect_and_is_listed_no_more(database: Database) -> None:
    event = attendance()
    (failed_id,) = parked(database, encode(event))
    with database.begin() as session:
        retry(session, failed_id)
    with database.read() as session:
        assert troubles(session)[:2] == (1, 0)
    box(database).retry_due()
    assert noted(database) == [event.id]
    with database.read() as session:
        assert troubles(session)[:2] == (0, 0)
        assert [entry.action for entry in find_entries(session, Wanted(subject=str(event.id)))[0]] == [
            "failed_event.retried"
        ]


def test_a_retried_event_that_fails_once_more_is_parked_anew_at_once(database: Database) -> None:
    (failed_id,) = parked(database, encode(attendance()))
    with database.begin() as session:
        retry(session, failed_id)
    Inbox(database, PAGE, {AttendanceRecorded: refuse}).retry_due()
    with database.read() as session:
        assert troubles(session)[:2] == (0, 1)
        assert find_failed(session)[0][0].error == "ValueError: odd"


def test_two_who_retry_the_same_event_cause_one_effect(database: Database) -> None:
    event = attendance()
    (failed_id,) = parked(database, encode(event))
    with database.begin() as session:
        retry(session, failed_id)
    with pytest.raises(FailedEventIsGone), database.begin() as session:
        retry(session, failed_id)
    box(database).retry_due()
    box(database).take([encode(event)])  # and the bus brings it once more
    assert noted(database) == [event.id]


def test_what_cannot_be_read_can_be_discarded_and_never_retried(database: Database) -> None:
    readable, unreadable = attendance(), b'{"type": "registration.nothing"}'
    ids = parked(database, unreadable, encode(readable))
    with pytest.raises(EventCannotBeRead), database.begin() as session:
        retry(session, ids[0])
    with database.begin() as session:
        assert retry_all(session) == 1
        discard(session, ids[0], "Skickad av misstag.")
        assert find_failed(session) == ([], 0)


def test_a_dead_letter_whose_event_took_effect_all_the_same_is_no_failure(database: Database) -> None:
    first = attendance()
    second = attendance(UUID(first.subject), version=2)
    box(database).take([encode(first), encode(second)])
    assert parked(database, encode(first), encode(second)) == []


def test_a_discarded_event_tells_by_whom_when_and_why_for_ninety_days(database: Database) -> None:
    (failed_id,) = parked(database, encode(attendance()))
    anna, why = uuid4(), "Rättad för hand."
    with audit.acting(lambda: audit.Actor("staff", anna)), database.begin() as session:
        discard(session, failed_id, why)
        row = session.execute(sa.select(failed)).one()
        (entry,) = find_entries(session, Wanted(staff_id=anna))[0]
        assert (row.discarded_by, row.discarded_because, troubles(session)[1]) == (anna, why, 0)
        assert (entry.action, entry.reason) == ("failed_event.discarded", why)
        for later, left in ((KEEP_DISCARDED, 1), (KEEP_DISCARDED + timedelta(seconds=1), 0)):
            forget_discarded(session, row.discarded_at + later)
            assert session.scalar(sa.select(sa.func.count()).select_from(failed)) == left


def test_a_discarded_private_event_keeps_nothing_of_the_person(database: Database) -> None:
    (failed_id,) = parked(database, encode(contact()))
    with database.begin() as session:
        discard(session, failed_id, "Personen är raderad.")
        assert session.scalar(sa.select(failed.c.body)) == b""


def test_a_failed_event_is_described_without_what_it_carries(database: Database) -> None:
    private = contact()
    broken = encode(contact()).replace(b'"name":"Anna Ek"', b'"name":7')
    parked(database, encode(private), broken, b"\xff{Anna Ek")
    with database.read() as session:
        told = [described(row) for row in reversed(find_failed(session)[0])]
    shown = [{name: value for name, value in one.items() if name != "body"} for one in told]
    assert "Anna" not in str(shown) and "nacka" not in str(shown)
    assert [one["can_be_retried"] for one in told] == [False, False, True]
    assert (told[2]["subject"], told[0]["claimed_type"]) == (private.subject, "registration.contact_changed")


@pytest.mark.parametrize(
    ("error", "type_name", "shown"),
    [
        ("ValueError: 'Anna Ek' <anna@nacka.example>", None, "ValueError: '…' <<address>>"),
        ("KeyError: 'occasion_id'\nDETAIL: Anna", None, "KeyError: 'occasion_id'"),
        ("no link kA9xT0b7QeLm2RzYw8sVd3", "registration.manage_link_issued", "no link …"),
        ("KeyError: 'Sjuk'", "registration.attendance_recorded", "KeyError: 'Sjuk'"),
        (
            "no 0190a000-0000-7000-8000-00000000000c",
            "registration.contact_changed",
            "no 0190a000-0000-7000-8000-00000000000c",
        ),
    ],
)
def test_an_error_is_shown_without_persons_and_keys(error: str, type_name: str | None, shown: str) -> None:
    assert shown_error(error, type_name) == shown
