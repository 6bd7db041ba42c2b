"""Tallies of periods without a summary, remembered until something in one of their years counts otherwise.

A page that holds the year so far against the same days a year before asks the same of the entries again and
again, of days that hardly ever change.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import date
from threading import Lock
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app, has_app_context
from sqlalchemy.orm import Session

from services.reporting.counting.grouping import Grouping, Tallies
from services.reporting.counting.selection import Selection
from services.reporting.models import CountedYear, Entry
from services.reporting.periods import Period
from shared.db import insert
from shared.ids import new_id

EXTENSION = "kursforum_remembered_tallies"
MOST = 500  # questions

Question = tuple[Selection, Grouping]
Marks = tuple[tuple[int, UUID], ...]


class Remembered:
    """The tallies of questions, each with the marks of its years from before it was counted."""

    def __init__(self) -> None:
        self._known: OrderedDict[Question, tuple[Marks, Tallies]] = OrderedDict()
        self._lock = Lock()

    def find(self, question: Question, marks: Marks) -> Tallies | None:
        """What was counted, if nothing has changed since."""
        with self._lock:
            known = self._known.get(question)
            if known is None or known[0] != marks:
                return None
            self._known.move_to_end(question)
            return known[1].copy()

    def keep(self, question: Question, marks: Marks, tallies: Tallies) -> None:
        """Remember what was counted; the question that was not asked for longest is forgotten."""
        with self._lock:
            self._known[question] = marks, tallies.copy()
            self._known.move_to_end(question)
            if len(self._known) > MOST:
                self._known.popitem(last=False)


def remembered(
    session: Session, selection: Selection, grouping: Grouping, count: Callable[[], Tallies]
) -> Tallies:
    """What was counted before, where it still holds; or else what is counted now."""
    if not has_app_context():
        return count()
    memory = current_app.extensions.setdefault(EXTENSION, Remembered())
    marks = _marks(session, selection.period)
    known: Tallies | None = memory.find((selection, grouping), marks)
    if known is None:
        # The marks were read first: what changes meanwhile makes them old, never what is kept with them.
        known = count()
        memory.keep((selection, grouping), marks, known)
    return known


def mark(session: Session, years: Iterable[int]) -> None:
    """Note that something in these years counts otherwise; in the transaction in which it does."""
    rows = [{"year": year, "mark": new_id()} for year in sorted(set(years))]
    if rows:
        statement = insert(session, CountedYear)
        session.connection().execute(
            statement.on_conflict_do_update(
                index_elements=[CountedYear.year], set_={"mark": statement.excluded.mark}
            ),
            rows,
        )


def mark_all(session: Session) -> None:
    """Note that everything was counted anew."""
    first, last = session.execute(sa.select(sa.func.min(Entry.day), sa.func.max(Entry.day))).one()
    known = session.scalars(sa.select(CountedYear.year)).all()
    mark(session, [*known, *(_years(first, last) if first else ())])


def _marks(session: Session, period: Period) -> Marks:
    asked = CountedYear.year.in_(_years(period.first, period.last))
    query: Any = sa.select(CountedYear.year, CountedYear.mark).where(asked).order_by(CountedYear.year)
    return tuple((row.year, row.mark) for row in session.execute(query))


def _years(first: date, last: date) -> range:
    return range(first.year, last.year + 1)
