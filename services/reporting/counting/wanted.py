"""What the entries should be, by the read models: a query of each sort of them."""

from typing import Any

import sqlalchemy as sa

from services.reporting.models import FACTS, Attendance, AttendanceSheet, Entry, Occasion, Registration
from services.reporting.models.summary import What
from shared.db import among

table: sa.Table = Entry.__table__  # type: ignore[assignment]
NAMES = tuple(table.c.keys())


def wanted(dialect: str, asked: frozenset[str]) -> sa.CompoundSelect[Any]:
    """What the entries should be of all that is asked for."""
    return sa.union_all(
        *(
            _MADE_OF[what]().where(condition)
            for what, conditions in _found_by(dialect, asked).items()
            for condition in conditions
        )
    )


def _found_by(dialect: str, asked: frozenset[str]) -> dict[What, list[Any]]:
    """By which columns of the read models each sort is found; one query each, for each has its index."""
    columns: dict[What, dict[str, Any]] = {
        What.REGISTRATION: {"registrations": Registration.id, "occasions": Registration.occasion_id},
        What.ATTENDANCE: {
            "registrations": Attendance.registration_id,
            "sessions": Attendance.session_id,
            "occasions": AttendanceSheet.occasion_id,
        },
        What.SESSION: {"sessions": AttendanceSheet.session_id, "occasions": AttendanceSheet.occasion_id},
        What.OCCASION: {"occasions": Occasion.id},
    }
    return {
        what: [among(dialect, column, name) for name, column in found_by.items() if name in asked]
        for what, found_by in columns.items()
    }


def _registrations() -> sa.Select[Any]:
    facts = [getattr(Registration, name) for name in FACTS]
    return _made(
        What.REGISTRATION, Registration.id, Occasion.id, Registration.contact_id, Occasion.last_on,
        sa.literal_column("0"), Registration.status, *facts,
    ).select_from(sa.join(Registration, Occasion, Occasion.id == Registration.occasion_id)).where(
        Occasion.last_on.is_not(None)
    )  # fmt: skip


def _attendances() -> sa.Select[Any]:
    facts = [getattr(Registration, name) for name in FACTS]
    present = (
        sa.join(Attendance, AttendanceSheet, AttendanceSheet.session_id == Attendance.session_id)
        .join(Registration, Registration.id == Attendance.registration_id)
        .join(Occasion, Occasion.id == AttendanceSheet.occasion_id)
    )
    return _made(
        What.ATTENDANCE, Registration.id, AttendanceSheet.session_id, Registration.contact_id,
        AttendanceSheet.held_on, AttendanceSheet.minutes, _nothing(sa.String), *facts,
    ).select_from(present)  # fmt: skip


def _sessions() -> sa.Select[Any]:
    return _made(
        What.SESSION, Occasion.id, AttendanceSheet.session_id, _nothing(sa.Uuid), AttendanceSheet.held_on,
        AttendanceSheet.minutes, _nothing(sa.String), *[_nothing(sa.String) for _ in FACTS],
    ).select_from(sa.join(AttendanceSheet, Occasion, Occasion.id == AttendanceSheet.occasion_id))  # fmt: skip


def _occasions() -> sa.Select[Any]:
    return _made(
        What.OCCASION, Occasion.id, Occasion.id, _nothing(sa.Uuid), Occasion.last_on, sa.literal_column("0"),
        _nothing(sa.String), *[_nothing(sa.String) for _ in FACTS],
    ).where(Occasion.state == sa.literal_column("'completed'"), Occasion.last_on.is_not(None))  # fmt: skip


_MADE_OF = {
    What.REGISTRATION: _registrations,
    What.ATTENDANCE: _attendances,
    What.SESSION: _sessions,
    What.OCCASION: _occasions,
}


def _made(what: What, subject: Any, part: Any, *columns: Any) -> sa.Select[Any]:
    """A query of entries: what is given, with what may be known of the occasion, in the table's order."""
    values = (
        subject, part, sa.cast(sa.literal_column(f"'{what}'"), sa.String), Occasion.id, *columns,
        Occasion.kind, Occasion.form, Occasion.area, Occasion.activity_id, Occasion.lecturer_contact_id,
    )  # fmt: skip
    return sa.select(*(value.label(name) for value, name in zip(values, NAMES, strict=True)))


def _nothing(kind: Any) -> Any:
    return sa.cast(sa.null(), kind)
