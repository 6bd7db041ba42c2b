"""Keeping entries and summaries by what differs: the last step of every batch of events."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting import once, remembering, summaries
from services.reporting.counting.cells import cell_of
from services.reporting.counting.changes import Changes
from services.reporting.counting.entries import Row, Touched, course_of, differences, facts_of, keep
from services.reporting.models.summary import What

# By the table's own number: a copy of it in another schema is kept by itself.
_LOCK = sa.text("SELECT pg_advisory_xact_lock(CAST(CAST('summaries' AS regclass) AS bigint))")


def recount(session: Session, several: Iterable[Touched]) -> None:
    """Bring entries and summaries to what the read models now say of all that was touched."""
    lock(session)
    before, after = differences(session, Touched.together(several))
    if not before and not after:
        return
    keep(session, before, after)
    remembering.mark(session, {row.day.year for row in (*before, *after)})
    changes = Changes()
    count_amounts(changes, before, -1)
    count_amounts(changes, after, 1)
    once.count_persons(session, changes, before, after)
    once.count_occasions(session, changes, before, after)
    once.count_network_meetings(session, changes, before, after)
    summaries.add(session, changes.rows())


def lock(session: Session) -> None:
    """Wait for whoever keeps the summaries at this moment, and then see what they have committed."""
    if session.get_bind().dialect.name != "sqlite":  # which has one writer anyway
        session.execute(_LOCK)


def count_amounts(changes: Changes, rows: Iterable[Row], sign: int) -> None:
    """Count registrations and attendances, each of which counts."""
    for row in rows:
        if row.what == What.ATTENDANCE:
            counts = {"attendances": 1, "minutes": row.minutes}
        elif row.what == What.REGISTRATION:
            counts = {"registrations": 1}
            if row.status in _NAMED_STATES:
                counts[_NAMED_STATES[row.status]] = 1
        else:
            continue
        changes.add(cell_of(row.day, facts_of(row), course_of(row)), counts, sign)


_NAMED_STATES = {"waiting": "waiting", "cancelled": "cancellations"}
