"""Counting participation: one query over attendance, one over registrations, one over occasions held.

A participation belongs to the day of its session, a registration and an occasion to the day of the last
session. What has no occasion or no registration yet is counted the moment those arrive.
"""

from collections import defaultdict
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.models import Attendance, AttendanceSheet, Occasion, Registration
from services.reporting.selection import Selection
from services.reporting.tally import Tally

Key = tuple[Any, ...]
Tallies = dict[Key, Tally]


class Grouping(Enum):
    """What each tally is about; the region's key is empty."""

    REGION = ()
    MUNICIPALITY = (Registration.municipality,)
    DISTRICT = (Registration.municipality, Registration.district)
    OCCASION = (Occasion.id,)


def tallies(session: Session, selection: Selection, grouping: Grouping) -> Tallies:
    """The tally of every group that has any; ask for a missing key and it is all zeros."""
    found: Tallies = defaultdict(Tally)
    for query in (_attendance, _registrations, _occasions_held):
        columns = query(selection, grouping)
        for row in session.execute(columns).mappings():
            values = dict(row)
            key = tuple(values.pop(column.key) for column in grouping.value)
            for name, value in values.items():
                setattr(found[key], name, int(value or 0))
    return found


def _attendance(selection: Selection, grouping: Grouping) -> sa.Select[Any]:
    # An occasion's own row has all its sessions, also those on the other side of New Year.
    by_session = grouping is not Grouping.OCCASION
    return _grouped(
        grouping,
        sa.func.count().label("attendances"),
        sa.func.sum(AttendanceSheet.minutes).label("minutes"),
        sa.func.count(Registration.contact_id.distinct()).label("participants"),
        sa.func.count(Registration.municipality.distinct()).label("municipalities"),
        source=_present(),
    ).where(
        _within(AttendanceSheet.held_on if by_session else Occasion.last_on, selection),
        *selection.person_conditions,
        *selection.occasion_conditions,
    )


def _registrations(selection: Selection, grouping: Grouping) -> sa.Select[Any]:
    def of_status(status: str) -> Any:
        return sa.func.sum(sa.case((Registration.status == status, 1), else_=0))

    return _grouped(
        grouping,
        sa.func.count().label("registrations"),
        of_status("waiting").label("waiting"),
        of_status("cancelled").label("cancellations"),
        source=sa.join(Registration, Occasion, Occasion.id == Registration.occasion_id),
    ).where(
        _within(Occasion.last_on, selection),
        *selection.person_conditions,
        *selection.occasion_conditions,
    )


def _occasions_held(selection: Selection, grouping: Grouping) -> sa.Select[Any]:
    of_all = grouping in (Grouping.REGION, Grouping.OCCASION) and not selection.counts_some_persons
    return _grouped(
        grouping,
        sa.func.count(Occasion.id.distinct()).label("occasions"),
        source=Occasion if of_all else _present(),
    ).where(
        Occasion.state == "completed",
        _within(Occasion.last_on, selection),
        *(() if of_all else selection.person_conditions),
        *selection.occasion_conditions,
    )


def _present() -> Any:
    return (
        sa.join(AttendanceSheet, Occasion, Occasion.id == AttendanceSheet.occasion_id)
        .join(Attendance, Attendance.session_id == AttendanceSheet.session_id)
        .join(Registration, Registration.id == Attendance.registration_id)
    )


def _grouped(grouping: Grouping, *counts: Any, source: Any) -> sa.Select[Any]:
    return sa.select(*grouping.value, *counts).select_from(source).group_by(*grouping.value)


def _within(day: Any, selection: Selection) -> sa.ColumnElement[bool]:
    between: sa.ColumnElement[bool] = day.between(selection.period.first, selection.period.last)
    return between
