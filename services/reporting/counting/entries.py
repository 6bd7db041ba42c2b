"""The entries: what they should be by the read models, what they are, and what differs between the two."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.models import Attendance, AttendanceSheet, Entry, Occasion, Registration
from services.reporting.models.summary import What
from shared.db import among, ids, insert_many, many

table: sa.Table = Entry.__table__  # type: ignore[assignment]
NAMES = tuple(table.c.keys())
Row = Any  # a row with the columns of an entry
_FACTS = ("municipality", "district", "employer", "side", "role")


facts_of = attrgetter(*_FACTS)
course_of = attrgetter("kind", "form", "area", "activity_id", "lecturer_contact_id")


@dataclass(frozen=True)
class Touched:
    """What may count otherwise than before: occasions, registrations, and sessions with attendance lists."""

    occasions: frozenset[UUID] = field(default_factory=frozenset)
    registrations: frozenset[UUID] = field(default_factory=frozenset)
    sessions: frozenset[UUID] = field(default_factory=frozenset)

    @classmethod
    def together(cls, several: Iterable["Touched"]) -> "Touched":
        """All that any of them touched."""
        several = list(several)
        return cls(
            frozenset().union(*(one.occasions for one in several)),
            frozenset().union(*(one.registrations for one in several)),
            frozenset().union(*(one.sessions for one in several)),
        )

    @property
    def asked(self) -> dict[str, frozenset[UUID]]:
        """Those that are any, by their name."""
        given = {
            "occasions": self.occasions,
            "registrations": self.registrations,
            "sessions": self.sessions,
        }
        return {name: values for name, values in given.items() if values}


def differences(session: Session, touched: Touched) -> tuple[list[Row], list[Row]]:
    """The entries of what was touched as they were, and as they are to be, where the two differ."""
    asked = touched.asked
    if not asked:
        return [], []
    dialect = session.get_bind().dialect.name
    found = session.connection().execute(
        _differences(dialect, frozenset(asked)), {name: ids(dialect, asked[name]) for name in asked}
    )
    rows = found.all()
    return [row for row in rows if row.sign < 0], [row for row in rows if row.sign > 0]


def keep(session: Session, before: Sequence[Row], after: Sequence[Row]) -> None:
    """Put the entries as they are to be in the place of those that were."""
    connection = session.connection()
    dialect = connection.dialect.name
    kept = {(row.subject_id, row.part_id) for row in after}
    gone = [
        {"subject": row.subject_id, "part": row.part_id}
        for row in before
        if (row.subject_id, row.part_id) not in kept
    ]
    if gone:
        connection.execute(_delete(), gone)
    if after:
        rows = [dict(zip(NAMES, row[1:], strict=True)) for row in after]
        connection.execute(_upsert(dialect), many(dialect, rows))


def make(session: Session, occasions: Iterable[UUID]) -> None:
    """Store the entries of occasions that have none."""
    connection = session.connection()
    dialect = connection.dialect.name
    connection.execute(_make(dialect), {"occasions": ids(dialect, occasions)})


@cache
def _make(dialect: str) -> sa.Insert:
    return sa.insert(table).from_select(NAMES, _wanted(dialect, frozenset({"occasions"})))


def _wanted(dialect: str, asked: frozenset[str]) -> sa.CompoundSelect[Any]:
    """What the entries should be of all that is asked for."""
    return sa.union_all(
        *(
            _MADE_OF[what]().where(condition)
            for what, conditions in _touched_now(dialect, asked).items()
            for condition in conditions
        )
    )


@cache
def _differences(dialect: str, asked: frozenset[str]) -> sa.CompoundSelect[Any]:
    should_be = _wanted(dialect, asked).cte("wanted")
    are = sa.union_all(*(sa.select(table).where(one) for one in _touched_before(dialect, asked))).cte(
        "stored"
    )
    new = sa.except_(sa.select(should_be), sa.select(are)).subquery()
    old = sa.except_(sa.select(are), sa.select(should_be)).subquery()
    return sa.union_all(
        sa.select(sa.literal_column("1").label("sign"), new), sa.select(sa.literal_column("-1"), old)
    )


def _touched_now(dialect: str, asked: frozenset[str]) -> dict[What, list[Any]]:
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


def _touched_before(dialect: str, asked: frozenset[str]) -> list[Any]:
    """How the same entries are found among the stored ones."""
    conditions = []
    if "registrations" in asked:
        conditions.append(among(dialect, table.c.subject_id, "registrations"))
    if "sessions" in asked:
        conditions.append(among(dialect, table.c.part_id, "sessions"))
    if "occasions" in asked:
        own = sa.select(table.c.part_id).where(among(dialect, table.c.subject_id, "occasions"))
        conditions += [
            among(dialect, table.c.subject_id, "occasions"),
            among(dialect, table.c.part_id, "occasions"),
            table.c.part_id.in_(own),
        ]
    return conditions


def _registrations() -> sa.Select[Any]:
    facts = [getattr(Registration, name) for name in _FACTS]
    return _made(
        What.REGISTRATION, Registration.id, Occasion.id, Registration.contact_id, Occasion.last_on,
        sa.literal_column("0"), Registration.status, *facts,
    ).select_from(sa.join(Registration, Occasion, Occasion.id == Registration.occasion_id)).where(
        Occasion.last_on.is_not(None)
    )  # fmt: skip


def _attendances() -> sa.Select[Any]:
    facts = [getattr(Registration, name) for name in _FACTS]
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
        AttendanceSheet.minutes, _nothing(sa.String), *[_nothing(sa.String) for _ in _FACTS],
    ).select_from(sa.join(AttendanceSheet, Occasion, Occasion.id == AttendanceSheet.occasion_id))  # fmt: skip


def _occasions() -> sa.Select[Any]:
    return _made(
        What.OCCASION, Occasion.id, Occasion.id, _nothing(sa.Uuid), Occasion.last_on, sa.literal_column("0"),
        _nothing(sa.String), *[_nothing(sa.String) for _ in _FACTS],
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


@cache
def _delete() -> sa.Delete:
    is_it = (table.c.subject_id == sa.bindparam("subject"), table.c.part_id == sa.bindparam("part"))
    return sa.delete(table).where(*is_it)


@cache
def _upsert(dialect: str) -> Any:
    statement = insert_many(dialect, table, *NAMES)
    return statement.on_conflict_do_update(
        index_elements=[table.c.subject_id, table.c.part_id],
        set_={name: statement.excluded[name] for name in NAMES if name not in ("subject_id", "part_id")},
    )
