"""The entries: brought to what they should be by the read models, telling what differed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from services.reporting.counting.rows import as_one
from services.reporting.counting.wanted import NAMES, table, wanted
from shared.db import among, ids


class Row(NamedTuple):
    """An entry as JSON has it: ids and days are texts, ids as the database writes them."""

    subject_id: str
    part_id: str
    what: str
    occasion_id: str
    contact_id: str | None
    day: str
    minutes: int
    status: str | None
    municipality: str
    district: str | None
    employer: str
    side: str
    role: str
    kind: str
    form: str
    area: str | None
    activity_id: str
    lecturer_contact_id: str | None

    @property
    def facts(self) -> tuple[Any, ...]:
        """Who took part."""
        return self[8:13]

    @property
    def course(self) -> tuple[Any, ...]:
        """In what."""
        return self[13:]


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

    def __len__(self) -> int:
        return len(self.occasions) + len(self.registrations) + len(self.sessions)

    @property
    def asked(self) -> dict[str, frozenset[UUID]]:
        """Those that are any, by their name."""
        given = {
            "occasions": self.occasions,
            "registrations": self.registrations,
            "sessions": self.sessions,
        }
        return {name: values for name, values in given.items() if values}


def bring_up(session: Session, touched: Touched) -> tuple[list[Row], list[Row]]:
    """Make the entries of what was touched as they should be; gives what differs, as it was and is."""
    asked = touched.asked
    if not asked:
        return [], []
    connection = session.connection()
    dialect = connection.dialect.name
    statement = _differences if dialect == "sqlite" else _exchange
    given = {name: ids(dialect, asked[name]) for name in asked}
    rows: list[Any] = connection.scalar(statement(dialect, frozenset(asked)), given) or []
    before = [Row._make(row) for sign, *row in rows if sign < 0]
    after = [Row._make(row) for sign, *row in rows if sign > 0]
    if dialect == "sqlite":  # where no query can write
        _write(connection, before, after)
    return before, after


def make(session: Session, occasions: Iterable[UUID]) -> None:
    """Store the entries of occasions that have none."""
    connection = session.connection()
    dialect = connection.dialect.name
    connection.execute(_make(dialect), {"occasions": ids(dialect, occasions)})


def _write(connection: sa.Connection, before: Sequence[Row], after: Sequence[Row]) -> None:
    # As SQLite gave them: its own values need no conversion on the way back.
    if before:
        delete = f"DELETE FROM {table.name} WHERE subject_id = ? AND part_id = ?"  # noqa: S608
        connection.exec_driver_sql(delete, [row[:2] for row in before])
    if after:
        listed, places = ", ".join(NAMES), ", ".join("?" * len(NAMES))
        insert = f"INSERT INTO {table.name} ({listed}) VALUES ({places})"  # noqa: S608
        connection.exec_driver_sql(insert, [tuple(row) for row in after])


@cache
def _make(dialect: str) -> sa.Insert:
    return sa.insert(table).from_select(NAMES, wanted(dialect, frozenset({"occasions"})))


@cache
def _differences(dialect: str, asked: frozenset[str]) -> sa.Select[Any]:
    return _told(dialect, *_compared(dialect, asked))


@cache
def _exchange(dialect: str, asked: frozenset[str]) -> sa.Select[Any]:
    """As `_differences`, and writes them by the way: they make no trip to here and back first."""
    old, new = _compared(dialect, asked)
    insert = postgresql.insert(table).from_select(NAMES, sa.select(new))
    changes = {name: insert.excluded[name] for name in NAMES if name not in ("subject_id", "part_id")}
    put = insert.on_conflict_do_update(index_elements=["subject_id", "part_id"], set_=changes)
    is_kept = sa.exists().where(new.c.subject_id == old.c.subject_id, new.c.part_id == old.c.part_id)
    mine = (table.c.subject_id == old.c.subject_id, table.c.part_id == old.c.part_id)
    take = sa.delete(table).where(*mine, ~is_kept)
    return _told(dialect, old, new).add_cte(put.cte("put"), take.cte("take"))


def _compared(dialect: str, asked: frozenset[str]) -> tuple[sa.CTE, sa.CTE]:
    """What is stored and should not be, and what should be and is not."""
    should_be = wanted(dialect, asked).cte("wanted")
    are = sa.union_all(*(sa.select(table).where(one) for one in _stored(dialect, asked))).cte("stored")
    old = sa.except_(sa.select(are), sa.select(should_be)).cte("old")
    return old, sa.except_(sa.select(should_be), sa.select(are)).cte("new")


def _told(dialect: str, old: sa.CTE, new: sa.CTE) -> sa.Select[Any]:
    sign: Any = sa.literal_column("1").label("sign")
    both = sa.union_all(sa.select(sign, new), sa.select(sa.literal_column("-1"), old)).subquery()
    return sa.select(as_one(dialect, *both.c))


def _stored(dialect: str, asked: frozenset[str]) -> list[Any]:
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
