"""Failed events: listed, tried once more, or discarded by somebody who says why."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared import audit, clock
from shared.db import insert
from shared.inbox.described import may_name_somebody
from shared.inbox.failures import ATTEMPTS, WAKE
from shared.inbox.tables import failed, retries
from shared.wake import wake

# So long it can be asked about what was discarded.
KEEP_DISCARDED = timedelta(days=90)
_OPEN = failed.c.discarded_at.is_(None)


class FailedEventIsGone(Exception):
    """No failed event has this id: it was retried or discarded, or never was."""


class EventCannotBeRead(Exception):
    """A message that is no event of ours: nothing knows how to handle it, so it is not tried again."""


def find_failed(session: Session, number: int = 1, size: int = 50) -> tuple[Sequence[sa.Row[Any]], int]:
    """One page of the failed events, the newest first, and how many there are on all pages."""
    rows = session.execute(
        sa.select(failed).where(_OPEN).order_by(failed.c.id.desc()).limit(size).offset((number - 1) * size)
    )
    return rows.all(), session.scalar(sa.select(sa.func.count()).select_from(failed).where(_OPEN)) or 0


def failed_event(session: Session, failed_id: UUID, *, to_change: bool = False) -> sa.Row[Any]:
    """One failed event. Raises FailedEventIsGone."""
    asked = sa.select(failed).where(failed.c.id == failed_id, _OPEN)
    found = session.execute(asked.with_for_update() if to_change else asked).first()
    if found is None:
        raise FailedEventIsGone(str(failed_id))
    return found


def retry(session: Session, failed_id: UUID) -> None:
    """Let the retries' loop handle it now; if it fails once more it is parked anew.

    Raises FailedEventIsGone, EventCannotBeRead.
    """
    row = failed_event(session, failed_id, to_change=True)
    if row.event_id is None:
        raise EventCannotBeRead(str(failed_id))
    session.execute(sa.delete(failed).where(failed.c.id == failed_id))
    values = {
        "event_id": row.event_id,
        "type": row.type,
        "body": row.body,
        "attempts": ATTEMPTS - 1,
        "due_at": clock.now(),
        "error": row.error,
    }
    # One that waits already is only called sooner.
    statement = insert(session, retries).values(values)
    sooner = {"due_at": statement.excluded.due_at}
    session.execute(statement.on_conflict_do_update(index_elements=[retries.c.event_id], set_=sooner))
    wake(session, WAKE)
    audit.note(session, "failed_event.retried", row.event_id, type=row.type)


def retry_all(session: Session) -> int:
    """As `retry`, of all that can be read; returns how many."""
    ids = session.scalars(sa.select(failed.c.id).where(_OPEN, failed.c.event_id.is_not(None))).all()
    for failed_id in ids:
        retry(session, failed_id)
    return len(ids)


def discard(session: Session, failed_id: UUID, reason: str) -> None:
    """Say that it need not take effect; lists and counts leave it out. Raises FailedEventIsGone.

    Of what may hold personal data, only that it was there is kept.
    """
    row = failed_event(session, failed_id, to_change=True)
    values: dict[str, Any] = {
        "discarded_at": clock.now(),
        "discarded_by": audit.current_actor().staff_id,
        "discarded_because": reason,
    }
    if may_name_somebody(row.type):
        values["body"] = b""
    session.execute(sa.update(failed).where(failed.c.id == failed_id).values(values))
    audit.note(session, "failed_event.discarded", row.event_id or failed_id, reason=reason, type=row.type)


def forget_discarded(session: Session, now: datetime) -> None:
    """Drop what was discarded long ago."""
    session.execute(sa.delete(failed).where(failed.c.discarded_at < now - KEEP_DISCARDED))
