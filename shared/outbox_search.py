"""Finding events in an outbox of any length, without an index beyond those that it has.

Rows stand in the order of their sequence, which is that of time but for the moments that transactions
overlap: so a moment is found by bisection, in some twenty looks at a million rows.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared import clock
from shared.db import has_text
from shared.outbox import outbox

MOST = 500  # rows of an answer
# How far a row may stand from where its time would have it.
OVERLAP = timedelta(minutes=1)
# What belongs to one trace happens at once, save what waits for a retry or an evaluation's delay.
BEFORE, AFTER = timedelta(minutes=10), timedelta(hours=24)
_READ = 100_000  # bodies that a search for a trace reads

Row = sa.Row[Any]
_COLUMNS = [column for column in outbox.c if column is not outbox.c.body]


def by_subject(session: Session, subject: str) -> Sequence[Row]:
    """The events about a subject."""
    # In the order of the unique constraint: by it they are found, and no planner prefers to walk the rest.
    asked = sa.select(outbox).where(outbox.c.subject == subject)
    return _in_order(session.execute(asked.order_by(outbox.c.type, outbox.c.version).limit(MOST)).all())


def by_id(session: Session, event_id: UUID) -> Sequence[Row]:
    """The event of that id, whose time of making it holds (RFC 9562)."""
    if event_id.version != 7:
        return []
    made, overlap = _milliseconds(event_id), OVERLAP // timedelta(milliseconds=1)
    first = _last_before(session, lambda row: _milliseconds(row.event_id) < made - overlap)
    last = _last_before(session, lambda row: _milliseconds(row.event_id) <= made + overlap)
    between = outbox.c.sequence > first, outbox.c.sequence <= last
    return session.execute(sa.select(outbox).where(*between, outbox.c.event_id == event_id)).all()


def by_trace(session: Session, trace: str, at: datetime | None = None) -> Sequence[Row]:
    """The events of a trace, or of one that begins so, about that moment or else in the last 24 hours.

    Those whose body has been blanked do not tell their trace; see `shared.flow.stuck`.
    """
    since = (at or clock.now()) - (BEFORE if at else AFTER)
    first = _last_before(session, lambda row: row.emitted_at < since)
    last = _last_before(session, lambda row: row.emitted_at <= since + BEFORE + AFTER)
    read = outbox.c.sequence > first, outbox.c.sequence <= min(last, first + _READ)
    within = has_text(session, outbox.c.body, [in_trace(trace)])
    return _in_order(session.execute(sa.select(outbox).where(*read, within).limit(MOST)).all())


def in_trace(trace: str) -> str:
    """What a body has in it that is of that trace, or of one that begins so."""
    return f'"traceparent":"00-{trace}'


def _last_before(session: Session, is_before: Callable[[Row], bool]) -> int:
    """The sequence of the last row that is before; 0 when none is."""
    low, high = 0, session.scalar(sa.select(sa.func.max(outbox.c.sequence))) or 0
    while low < high:
        middle = (low + high) // 2
        row = session.execute(
            sa.select(*_COLUMNS).where(outbox.c.sequence > middle).order_by(outbox.c.sequence).limit(1)
        ).first()
        if row is not None and is_before(row):
            low = row.sequence
        else:
            high = middle
    return low


def _milliseconds(event_id: UUID) -> int:
    return event_id.int >> 80


def _in_order(rows: Sequence[Row]) -> Sequence[Row]:
    return sorted(rows, key=lambda row: row.sequence)
