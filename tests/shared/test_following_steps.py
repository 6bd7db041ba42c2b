"""The step that follows the handlers of a batch: once, in their savepoint, with what they returned."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared.db import Database
from shared.envelope import Event, encode
from shared.events import PAGE, AttendanceRecorded
from shared.inbox import Inbox, followed_by, takes_batch
from shared.inbox.tables import retries
from tests.shared.conftest import effects
from tests.shared.happenings import attendance, note, noted, refuse_odd_versions


def remember(session: Session, returned: Sequence[Any]) -> None:
    """A step whose effect is a row that says what it was given."""
    row = {"event_id": attendance().id, "subject": " ".join(map(str, returned)), "version": len(returned)}
    session.execute(sa.insert(effects).values(row))


def _inbox(database: Database, handler: Any) -> Inbox:
    return Inbox(database, PAGE, {AttendanceRecorded: followed_by(remember)(handler)})


def _remembered(database: Database) -> list[str]:
    with database.read() as session:
        rows = session.execute(sa.select(effects).order_by(effects.c.id)).all()
    return [row.subject for row in rows if row.subject.startswith("v")]


def test_the_step_runs_once_after_all_handlers_of_a_batch(database: Database) -> None:
    @takes_batch
    def note_all(session: Session, batch: Sequence[Event]) -> str:
        for event in batch:
            note(session, event)
        return "v" + ",".join(str(event.version) for event in batch)

    events = [attendance(version=version) for version in (1, 2)]
    _inbox(database, note_all).take([encode(event) for event in events])
    assert len(noted(database)) == 3
    assert _remembered(database) in (["v1,2"], ["v2,1"])


def test_where_one_fails_the_step_runs_after_each_of_the_others(database: Database) -> None:
    def note_even(session: Session, event: Event) -> str:
        refuse_odd_versions(session, event)
        return f"v{event.version}"

    events = [attendance(version=version) for version in (1, 2, 4)]
    _inbox(database, note_even).take([encode(event) for event in events])
    assert sorted(_remembered(database)) == ["v2", "v4"]


def test_a_step_that_fails_leaves_no_effect_and_a_retry(database: Database) -> None:
    def fail(_session: Session, _returned: Sequence[Any]) -> None:
        raise ValueError("no")

    handlers = {AttendanceRecorded: followed_by(fail)(lambda session, event: note(session, event))}
    Inbox(database, PAGE, handlers).take([encode(attendance())])
    assert noted(database) == []
    with database.read() as session:
        assert session.scalar(sa.select(retries.c.error)) == "ValueError: no"
