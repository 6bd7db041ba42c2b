"""The inbox: once, newest first, retried, parked; the same on both databases."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from shared import clock
from shared.db import Database
from shared.envelope import encode
from shared.events import PAGE, AttendanceRecorded
from shared.inbox import Handler, Inbox
from shared.inbox.failures import ATTEMPTS, delay, troubles
from shared.inbox.tables import failed, retries
from tests.shared.happenings import attendance, contact, note, note_all, noted, refuse_odd_versions


def inbox(database: Database, handler: Handler = note) -> Inbox:
    return Inbox(database, PAGE, {AttendanceRecorded: handler})


@pytest.mark.parametrize("handler", [note, note_all])
def test_an_event_delivered_three_times_has_one_effect(database: Database, handler: Handler) -> None:
    event = attendance()
    body = encode(event)
    inbox(database, handler).take([body, body])
    inbox(database, handler).take([body])
    assert noted(database) == [event.id]


@pytest.mark.parametrize("handler", [note, note_all])
def test_an_older_version_is_skipped_in_whatever_order_it_comes(database: Database, handler: Handler) -> None:
    subject = uuid4()
    old, new, newest = (attendance(subject, version) for version in (1, 2, 3))
    inbox(database, handler).take([encode(new), encode(old)])
    inbox(database, handler).take([encode(newest), encode(old)])
    assert noted(database) == [new.id, newest.id]


def test_a_failing_handler_leaves_no_effect_and_a_retry_while_the_others_take_effect(
    database: Database,
) -> None:
    good, bad = attendance(version=2), attendance(version=1)
    inbox(database, refuse_odd_versions).take([encode(bad), encode(good)])
    with database.read() as session:
        waiting = session.execute(sa.select(retries)).one()
    assert noted(database) == [good.id]
    assert (waiting.event_id, waiting.attempts, waiting.error) == (bad.id, 1, "ValueError: odd")


def test_one_bad_event_in_a_batch_handler_does_not_hold_back_the_others(database: Database) -> None:
    def fail_on_odd(session, batch):  # type: ignore[no-untyped-def]
        for event in batch:
            refuse_odd_versions(session, event)

    fail_on_odd.takes_batch = True  # type: ignore[attr-defined]
    events = [attendance(version=version) for version in (2, 1, 4)]
    inbox(database, fail_on_odd).take([encode(event) for event in events])
    assert set(noted(database)) == {events[0].id, events[2].id}


def test_a_retry_takes_effect_once_the_handler_can(database: Database) -> None:
    event = attendance(version=1)
    inbox(database, refuse_odd_versions).take([encode(event)])
    assert inbox(database).retry_due() == 0  # not due yet
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert inbox(database).retry_due() == 1
    assert noted(database) == [event.id]
    with database.read() as session:
        assert troubles(session)[:2] == (0, 0)


def test_a_retry_gives_way_to_a_later_state(database: Database) -> None:
    first = attendance(version=1)
    second = attendance(subject=first.subject, version=2)
    inbox(database, refuse_odd_versions).take([encode(first)])
    inbox(database).take([encode(second)])
    with clock.at(clock.now() + timedelta(minutes=1)):
        inbox(database).retry_due()
    assert noted(database) == [second.id]


def test_a_handler_that_always_fails_is_parked_with_its_error(database: Database) -> None:
    event = attendance(version=1)
    moment = clock.now()
    inbox(database, refuse_odd_versions).take([encode(event)])
    for attempt in range(1, ATTEMPTS):
        moment += timedelta(hours=2)
        with clock.at(moment):
            assert inbox(database, refuse_odd_versions).retry_due() == 1, attempt
    with database.read() as session:
        parked = session.execute(sa.select(failed)).one()
        assert troubles(session)[0] == 0
    assert (parked.event_id, parked.error) == (event.id, "ValueError: odd")
    assert noted(database) == []


def test_what_is_no_event_is_parked_at_once(database: Database) -> None:
    unheard = encode(contact())
    good = attendance()
    broken = encode(good).replace(b'"present":[]', b'"present":7')
    inbox(database).take([b"{", b"\xff", b"[]", b"null", unheard, broken, encode(attendance())])
    with database.read() as session:
        errors = list(session.scalars(sa.select(failed.c.error)))
    assert len(errors) == 6
    assert len(noted(database)) == 1


def test_delays_grow_with_jitter_and_end_at_an_hour() -> None:
    assert 0.8 <= delay(1).total_seconds() <= 1.2
    assert 12.8 <= delay(3).total_seconds() <= 19.2
    assert delay(20) <= timedelta(hours=1.2)


def test_what_is_no_event_is_parked_once_though_it_is_delivered_again(database: Database) -> None:
    for _delivery in range(2):
        inbox(database).take([b"{}", b"[]"])
    with database.read() as session:
        assert sorted(session.scalars(sa.select(failed.c.body))) == [b"[]", b"{}"]


def test_an_event_in_the_name_of_another_service_is_parked(database: Database) -> None:
    foreign = encode(attendance()).replace(b'"source":"registration"', b'"source":"evaluation"')
    nameless = encode(attendance()).replace(b'"source":"registration",', b"")
    inbox(database).take([foreign, nameless])
    with database.read() as session:
        assert troubles(session)[1] == 2
    assert noted(database) == []
