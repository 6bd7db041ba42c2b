"""How a read model is kept: many events in one statement, the highest version of each subject wins."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.models import Base
from shared import clock
from shared.db import among, ids, insert_many, many
from shared.envelope import Event

Row = Mapping[str, Any]


def newest(events: Iterable[Event]) -> list[Event]:
    """The last state of each subject, in one order everywhere.

    One order, so that two consumers that touch the same rows never wait for each other in a circle.
    """
    highest: dict[str, Event] = {}
    for event in events:
        known = highest.get(event.subject)
        if known is None or known.version < event.version:
            highest[event.subject] = event
    return [highest[subject] for subject in sorted(highest)]


def keep_newest(session: Session, model: type[Base], rows: Sequence[Row]) -> set[Any]:
    """Insert rows, or replace those whose stored version is lower; returns the keys that took effect."""
    if not rows:
        return set()
    dialect = session.get_bind().dialect.name
    statement = _upsert(dialect, model, tuple(rows[0]))
    return set(session.connection().scalars(statement, many(dialect, rows)))


@cache
def _upsert(dialect: str, model: type[Base], names: tuple[str, ...]) -> Any:
    table = _table(model)
    (key,) = table.primary_key.columns
    statement = insert_many(dialect, table, *names)
    changes = {name: statement.excluded[name] for name in names if name != key.name}
    return statement.on_conflict_do_update(
        index_elements=[key], set_=changes, where=table.c.version < statement.excluded.version
    ).returning(key)


def replace_parts(
    session: Session, part_of: sa.orm.InstrumentedAttribute[Any], owners: set[Any], parts: Sequence[Row]
) -> None:
    """Put `parts` in the place of all rows whose `part_of` is one of the owners."""
    if not owners:
        return
    table = _table(cast(type[Base], part_of.class_))
    dialect = session.get_bind().dialect.name
    gone = sa.delete(table).where(among(dialect, table.c[part_of.key], "owners"))
    session.connection().execute(gone, {"owners": ids(dialect, owners)})
    if parts:
        session.connection().execute(_insert(dialect, table, tuple(parts[0])), many(dialect, parts))


@cache
def _insert(dialect: str, table: sa.Table, names: tuple[str, ...]) -> Any:
    return insert_many(dialect, table, *names)


def swedish_date(moment: datetime) -> date:
    """The date of a moment, as the calendar on a Swedish wall shows it."""
    return clock.local(moment).date()


def _table(model: type[Base]) -> sa.Table:
    table = model.__table__
    assert isinstance(table, sa.Table)
    return table
