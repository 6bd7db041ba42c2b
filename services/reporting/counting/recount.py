"""Keeping entries and summaries by what differs: the last step of every batch of events."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from services.reporting.counting import locks, once, pending, remembering, summaries
from services.reporting.counting.cells import Step, cell_of
from services.reporting.counting.changes import Changes
from services.reporting.counting.entries import Row, Touched, bring_up
from services.reporting.counting.spreading import Spread
from services.reporting.models.summary import What

FULL = 100  # things touched: a batch with as many says that more wait
MOST_PENDING = 20_000  # steps


def recount(session: Session, several: Iterable[Touched]) -> None:
    """Bring entries and summaries to what the read models now say of all that was touched.

    Of a full batch the steps are left pending until there are many, or a batch comes that is not full: a row
    of the summaries is then written once for all of them. Others go on meanwhile.
    """
    touched = Touched.together(several)
    is_full = len(touched) >= FULL
    if not is_full:
        locks.hold_summaries(session)
    elif pending.number(session) > MOST_PENDING and locks.has_summaries(session):
        settle(session)
    locks.hold_entries(session)
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
    if is_full:
        pending.put(session, changes.taken())
    else:
        settle(session, changes.taken())


def settle(session: Session, steps: Iterable[Step] = ()) -> None:
    """Add these steps to the summaries, with all that are pending; the summaries must be held."""
    spread = Spread()
    spread.add(pending.take(session))
    spread.add(steps)
    summaries.add(session, spread.rows())


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
