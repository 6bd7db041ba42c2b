"""Making entries and summaries anew from the read models, for all that there is."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting import locks, once, pending, remembering, summaries
from services.reporting.counting.cells import cell_of
from services.reporting.counting.changes import Changes
from services.reporting.counting.entries import Row, make
from services.reporting.counting.recount import count_amounts
from services.reporting.counting.spreading import Spread
from services.reporting.counting.wanted import table
from services.reporting.models import Occasion
from services.reporting.models.summary import What

AT_ONCE = 1_000  # occasions whose entries are made by one statement, and rows that are fetched at once
MANY = 50_000  # steps: more are not kept apart


def rebuild_summaries(session: Session) -> None:
    """Make all entries and summaries anew; others that change them wait until this transaction ends."""
    locks.hold_all(session)
    for kept in (pending.table, summaries.table, table):
        session.execute(sa.delete(kept))
    occasions = session.scalars(sa.select(Occasion.id).order_by(Occasion.id)).all()
    for start in range(0, len(occasions), AT_ONCE):
        make(session, occasions[start : start + AT_ONCE])
    remembering.mark_all(session)
    counted = _Counted()
    for row in _entries(session, What.REGISTRATION):
        counted.amounts([row])
    _count_attendances(session, counted)
    _count_held(session, counted, "occasions", What.OCCASION, table.c.occasion_id)
    _count_held(
        session, counted, "network_meetings", What.SESSION, table.c.part_id, table.c.kind == once.NETWORK
    )
    summaries.add(session, counted.spread().rows())


class _Counted:
    """Changes, spread whenever they are many."""

    def __init__(self) -> None:
        self._spread = Spread()
        self.changes = Changes()

    def amounts(self, rows: list[Row]) -> None:
        count_amounts(self.changes, rows, 1)
        if len(self.changes) > MANY:
            self.spread()

    def spread(self) -> Spread:
        self._spread.add(self.changes.taken())
        return self._spread


def _count_attendances(session: Session, counted: _Counted) -> None:
    for person, rows in groupby(
        _entries(session, What.ATTENDANCE, order=table.c.contact_id), attrgetter("contact_id")
    ):
        present = list(rows)
        counted.amounts(present)
        if person is not None:
            cells = dict.fromkeys(cell_of(row.day, row.facts, row.course) for row in present)
            counted.changes.count_once("participants", (), cells)


def _count_held(
    session: Session, counted: _Counted, name: str, what: What, whose: sa.Column[Any], *conditions: Any
) -> None:
    held = {row.part_id: row for row in _entries(session, what, *conditions)}
    present = _entries(session, What.ATTENDANCE, *conditions, order=whose)
    found = {
        subject: {row.facts for row in rows} for subject, rows in groupby(present, attrgetter(whose.key))
    }
    for subject, row in held.items():
        once.count_held(counted.changes, name, row.day, row.course, found.get(subject, ()))


def _entries(session: Session, what: What, *conditions: Any, order: Any = None) -> Iterator[Row]:
    columns = (
        sa.cast(column, sa.String) if isinstance(column.type, sa.Uuid | sa.Date) else column
        for column in table.c
    )
    query = sa.select(*columns).where(table.c.what == what, *conditions).order_by(order)
    found = session.execute(query, execution_options={"yield_per": AT_ONCE})
    return (Row._make(row) for row in found)
