"""Making entries and summaries anew from the read models, for all that there is."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting import once, remembering, summaries
from services.reporting.counting.cells import cell_of
from services.reporting.counting.changes import Changes
from services.reporting.counting.entries import course_of, facts_of, make, table
from services.reporting.counting.recount import count_amounts, lock
from services.reporting.models import Occasion
from services.reporting.models.summary import What

AT_ONCE = 1_000  # occasions whose entries are made by one statement, and rows that are fetched at once


def rebuild_summaries(session: Session) -> None:
    """Make all entries and summaries anew; others that change them wait until this transaction ends."""
    lock(session)
    session.execute(sa.delete(summaries.table))
    session.execute(sa.delete(table))
    occasions = session.scalars(sa.select(Occasion.id).order_by(Occasion.id)).all()
    for start in range(0, len(occasions), AT_ONCE):
        make(session, occasions[start : start + AT_ONCE])
    remembering.mark_all(session)
    changes = Changes()
    count_amounts(changes, _entries(session, What.REGISTRATION), 1)
    _count_attendances(session, changes)
    _count_held(session, changes, "occasions", What.OCCASION, table.c.occasion_id)
    _count_held(
        session, changes, "network_meetings", What.SESSION, table.c.part_id, table.c.kind == once.NETWORK
    )
    summaries.add(session, changes.rows())


def _count_attendances(session: Session, changes: Changes) -> None:
    for person, rows in groupby(
        _entries(session, What.ATTENDANCE, order=table.c.contact_id), attrgetter("contact_id")
    ):
        present = list(rows)
        count_amounts(changes, present, 1)
        if person is not None:
            cells = dict.fromkeys(cell_of(row.day, facts_of(row), course_of(row)) for row in present)
            changes.count_once("participants", (), cells)


def _count_held(
    session: Session, changes: Changes, name: str, what: What, whose: sa.Column[Any], *conditions: Any
) -> None:
    held = {row.part_id: row for row in _entries(session, what, *conditions)}
    present = _entries(session, What.ATTENDANCE, *conditions, order=whose)
    found = {
        subject: {facts_of(row) for row in rows} for subject, rows in groupby(present, attrgetter(whose.key))
    }
    for subject, row in held.items():
        once.count_held(changes, name, row.day, course_of(row), found.get(subject, ()))


def _entries(session: Session, what: What, *conditions: Any, order: Any = None) -> Iterator[Any]:
    query = sa.select(table).where(table.c.what == what, *conditions).order_by(order)
    return iter(session.execute(query, execution_options={"yield_per": AT_ONCE}))
