"""The flow of events: found in an outbox by subject, id and trace without reading it through."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from shared import clock
from shared.db import Database
from shared.envelope import Event, encode
from shared.events import PAGE, AttendanceRecorded
from shared.flow import Wanted, emitted, received, stuck
from shared.inbox import Inbox
from shared.inbox.failed_events import discard, find_failed
from shared.outbox import emit, outbox
from shared.trace import traced
from tests.shared.happenings import NOON, attendance, contact, note, refuse_odd_versions

LATE = NOON + timedelta(days=300)
MANY = 2_000


def told(database: Database, **wanted: Any) -> list[Any]:
    with database.read() as session:
        return [item["event_id"] for item in emitted(session, Wanted(**wanted))]


def emit_at(database: Database, moment: datetime, *events: Event) -> str:
    """Emit them in one trace at that moment; returns the trace."""
    with clock.at(moment), traced(None) as trace, database.begin() as session:
        emit(session, *events)
    return trace[3:35]


def fill(database: Database, begin: datetime, count: int = MANY) -> list[Event]:
    """One event a minute, as many as that, each with an id of its minute."""
    moments = [begin + timedelta(minutes=minute) for minute in range(count)]
    events = [replace(attendance(), id=id_of(moment), time=moment) for moment in moments]
    with database.begin() as session:
        emit(session, *events)
    return events


def id_of(moment: datetime) -> UUID:
    """An id as it is made at that moment (RFC 9562, version 7)."""
    milliseconds = round(moment.timestamp() * 1000)
    return UUID(int=milliseconds << 80 | 7 << 76 | 2 << 62 | random.getrandbits(62))


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", keep)
    yield asked
    sa.event.remove(database.engine, "before_cursor_execute", keep)


def test_an_event_is_found_by_its_id_in_a_few_looks_at_a_long_outbox(database: Database) -> None:
    events = fill(database, NOON)
    with database.begin() as session:  # a transaction that was rolled back left its numbers unused
        session.execute(sa.delete(outbox).where(outbox.c.sequence.between(300, 900)))
    for event in (events[0], events[1200], events[-1]):
        with statements(database) as asked:
            assert told(database, event=event.id) == [event.id]
        assert len([one for one in asked if "outbox" in one]) < 40
    assert told(database, event=events[500].id) == []
    assert told(database, event=uuid4()) == []


def test_a_trace_is_found_about_its_moment_and_by_its_beginning(database: Database) -> None:
    fill(database, NOON, 200)
    with clock.at(LATE):
        first, second = attendance(), attendance()
    trace = emit_at(database, LATE, first, second)
    fill(database, LATE + timedelta(days=10), 200)
    assert told(database, trace=trace, at=LATE) == [first.id, second.id]
    assert told(database, trace=trace[:12], at=LATE) == [first.id, second.id]
    assert told(database, trace=trace, at=NOON) == []
    with clock.at(LATE + timedelta(hours=20)):
        assert told(database, trace=trace) == [first.id, second.id]


def test_all_about_a_subject_is_told_in_its_order_and_without_a_body(database: Database) -> None:
    subject, private = uuid4(), contact()
    events = [attendance(subject, version) for version in (1, 2)]
    trace = emit_at(database, NOON, *events, private)
    assert told(database, subject=str(subject)) == [event.id for event in events]
    with database.begin() as session:
        session.execute(sa.update(outbox).where(outbox.c.is_private).values(body=None))
        (item,) = emitted(session, Wanted(subject=private.subject))
        assert (item["trace"], item["is_private"]) == (None, True)
        assert emitted(session, Wanted(subject=str(subject)))[0]["trace"] == trace


def test_what_became_of_events_is_told_by_the_service_that_hears_them(database: Database) -> None:
    arrived, refused, deadly, unknown = attendance(version=2), attendance(), attendance(), attendance()
    inbox = Inbox(database, PAGE, {AttendanceRecorded: refuse_odd_versions})
    inbox.take([encode(arrived), encode(refused)])
    inbox.park([encode(deadly)], "no process survived this message")
    with database.begin() as session:
        found = received(session, [event.id for event in (arrived, refused, deadly, unknown)])
        states = {item["event_id"]: item["state"] for item in found}
        assert states == {arrived.id: "received", refused.id: "retrying", deadly.id: "failed"}
        discard(session, find_failed(session)[0][0].id, "Rättad för hand.")
        (item,) = received(session, [deadly.id])
        assert (item["state"], item["reason"]) == ("discarded", "Rättad för hand.")


def test_what_is_stuck_of_a_trace_is_known_where_it_stuck(database: Database) -> None:
    deadly, waiting, handled, other = attendance(), attendance(), attendance(version=2), attendance()
    with traced(None) as trace:
        bodies = [encode(event, trace) for event in (deadly, waiting, handled)]
    inbox = Inbox(database, PAGE, {AttendanceRecorded: refuse_odd_versions})
    inbox.park([bodies[0], encode(other), trace.encode()], "no process survived this message")
    inbox.take(bodies[1:])
    with database.read() as session:
        assert set(stuck(session, trace[3:35])) == {deadly.id, waiting.id}
        assert stuck(session, "0" * 12) == []


def test_a_version_that_came_too_late_was_received_all_the_same(database: Database) -> None:
    new = attendance(version=2)
    old = attendance(new.subject, version=1)  # type: ignore[arg-type]
    Inbox(database, PAGE, {AttendanceRecorded: note}).take([encode(new), encode(old)])
    with database.read() as session:
        assert {item["state"] for item in received(session, [new.id, old.id])} == {"received"}
