"""Periods without a summary: counted once, and again when something in one of their years has changed."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from services.reporting.counting.rebuilding import rebuild_summaries
from services.reporting.counting.selection import Selection
from services.reporting.counting.tallies import Grouping, tallies
from services.reporting.measures.tally import Tally
from services.reporting.models import AttendanceSheet
from services.reporting.periods import parse
from shared.service import reading, transaction
from tests.events import handed
from tests.reporting import stories

FIRST_HALF_OF_MARCH = Selection(period=parse("2026-03-01..2026-03-15"))


def _attendances(app: Flask, selection: Selection = FIRST_HALF_OF_MARCH) -> int:
    with app.app_context(), reading() as session:
        found = tallies(session, selection, Grouping.REGION)
    return sum(tally.attendances for tally in found.values())


def _course(app: Flask, name: str, day: str, *people: str) -> None:
    meeting = stories.meeting(f"{name} day", day)
    handed(app, stories.occasion(name, [meeting]), *(stories.registration(one, name) for one in people))
    handed(app, stories.attendance(name, meeting, list(people)))


@pytest.fixture
def entries_read(app: Flask) -> Iterator[list[str]]:
    """The statements that count among the entries, as they are run."""
    read: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "FROM entries" in statement and "count(" in statement:
            read.append(statement)

    engine = app.extensions["kursforum"].database.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield read
    sa.event.remove(engine, "before_cursor_execute", note)


def test_the_same_question_is_counted_once(app: Flask, entries_read: list[str]) -> None:
    _course(app, "course", "2026-03-12", "anna", "bo")
    entries_read.clear()
    assert [_attendances(app), _attendances(app)] == [2, 2]
    assert len(entries_read) == 2  # what adds up, and the occasions held


def test_what_changes_in_the_year_is_counted_anew(app: Flask) -> None:
    _course(app, "course", "2026-03-12", "anna", "bo")
    assert _attendances(app) == 2
    _course(app, "another", "2026-03-13", "cia")
    assert _attendances(app) == 3


def test_what_changes_in_another_year_is_not_waited_for(app: Flask, entries_read: list[str]) -> None:
    _course(app, "course", "2026-03-12", "anna", "bo")
    assert _attendances(app) == 2
    _course(app, "later", "2027-03-12", "cia")
    entries_read.clear()
    assert (_attendances(app), entries_read) == (2, [])


def test_what_is_rolled_back_is_remembered_by_nobody(app: Flask) -> None:
    _course(app, "course", "2026-03-12", "anna", "bo")
    with app.app_context(), suppress(RuntimeError), transaction() as session:
        _recount_nothing(session)
        assert not any(tally.attendances for tally in _tallied(session))
        raise RuntimeError
    assert _attendances(app) == 2


def _recount_nothing(session: Session) -> None:
    session.execute(sa.delete(AttendanceSheet))
    rebuild_summaries(session)


def _tallied(session: Session) -> list[Tally]:
    return list(tallies(session, FIRST_HALF_OF_MARCH, Grouping.REGION).values())
