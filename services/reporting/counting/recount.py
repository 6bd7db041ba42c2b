"""Keeping entries and summaries by what differs: the last step of every batch of events."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting import once, pending, remembering, summaries
from services.reporting.counting.cells import Step, cell_of
from services.reporting.counting.changes import Changes
from services.reporting.counting.entries import Row, Touched, bring_up
from services.reporting.counting.spreading import Spread
from services.reporting.models.summary import What

FULL = 100  # things touched: a batch with as many says that more wait
MOST_PENDING = 10_000  # steps
# By the table's own number: a copy of it in another schema is kept by itself.
_LOCK = sa.text("SELECT pg_advisory_xact_lock(CAST(CAST('summaries' AS regclass) AS bigint))")


def recount(session: Session, several: Iterable[Touched]) -> None:
    """Bring entries and summaries to what the read models now say of all that was touched.

    Of a full batch the steps are left pending until there are many, or a batch comes that is not full: a row
    of the summaries is then written once for all of them.
    """
    lock(session)
    touched = Touched.together(several)
    before, after = bring_up(session, touched)
    if not before and not after:
        return
    remembering.mark(session, {int(row.day[:4]) for row in (*before, *after)})
    changes = Changes()
    count_amounts(changes, before, -1)
    count_amounts(changes, after, 1)
    once.count_persons(session, changes, before, after)
    once.count_occasions(session, changes, before, after)
    once.count_network_meetings(session, changes, before, after)
    if len(touched) >= FULL and pending.number(session) + len(changes) <= MOST_PENDING:
        pending.put(session, changes.taken())
    else:
        settle(session, changes.taken())


def settle(session: Session, steps: Iterable[Step] = ()) -> None:
    """Add these steps to the summaries, with all that are pending; the lock must be held."""
    spread = Spread()
    spread.add(pending.take(session))
    spread.add(steps)
    summaries.add(session, spread.rows())


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
        changes.add(cell_of(row.day, row.facts, row.course), counts, sign)


_NAMED_STATES = {"waiting": "waiting", "cancelled": "cancellations"}
