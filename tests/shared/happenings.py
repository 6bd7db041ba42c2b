"""Small events, handlers and effects for the tests of the event path."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared import events
from shared.db import Database
from shared.envelope import Event
from shared.inbox import takes_batch
from tests.shared.conftest import effects

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)


def attendance(subject: UUID | None = None, version: int = 1) -> Event:
    """An event that reporting alone listens to."""
    return events.AttendanceRecorded(
        subject or uuid4(),
        version=version,
        occasion_id=uuid4(),
        starts_at=NOON,
        ends_at=NOON,
        present=[],
    )


def contact(version: int = 1) -> Event:
    """A private event, which notifications alone listens to."""
    name = {"name": "Anna Ek", "email": "anna.ek@nacka.example", "language": "sv"}
    return events.ContactChanged(uuid4(), version=version, **name)


def note(session: Session, event: Event) -> None:
    """A handler whose effect is a row."""
    row = {"event_id": event.id, "subject": event.subject, "version": event.version}
    session.execute(sa.insert(effects).values(row))


@takes_batch
def note_all(session: Session, batch: Sequence[Event]) -> None:
    """A handler that takes a batch, with the same effect."""
    for event in batch:
        note(session, event)


def refuse_odd_versions(session: Session, event: Event) -> None:
    """A handler that leaves half an effect before it fails on odd versions."""
    note(session, event)
    if event.version % 2:
        raise ValueError("odd")


def noted(database: Database) -> list[UUID]:
    """The ids of the events that had an effect, in the order of their effects."""
    with database.read() as session:
        return list(session.scalars(sa.select(effects.c.event_id).order_by(effects.c.id)))
