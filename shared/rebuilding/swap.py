"""The swap: in one transaction the shadow's tables take the place of those in use.

PostgreSQL moves tables between schemas, which takes as long for a million rows as for none. SQLite copies.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from shared.db import Database
from shared.inbox.tables import failed, latest, retries
from shared.rebuilding import DONE, end_rebuild, rebuilds
from shared.rebuilding.shadow import schema_of, shadow_of

_PATIENCE = "5s"  # for readers' statements to end: those that come meanwhile wait behind
_ROWS = 5000


class RebuildHasEnded(Exception):
    """The rebuild is no longer open: another command ended it, or it was given up."""


def swap(live: Database, rebuild_id: UUID, tables: Sequence[sa.Table], types: Collection[str]) -> None:
    """Put the shadow's tables in use, and with them what its inbox knows of these types.

    What waits for a retry or is parked there does so here from now on. Raises RebuildHasEnded.
    """
    shadow = shadow_of(live, rebuild_id)
    try:
        if not live.is_sqlite:
            with suppress(ProgrammingError):  # the shadow has gone with its rebuild, as is told next
                _gather_statistics(shadow, tables)
        with live.begin() as session:
            _hold(session, rebuild_id)
            move = _copy if live.is_sqlite else _move
            move(session, shadow, schema_of(rebuild_id), tables, sorted(types))
            end_rebuild(session, rebuild_id, DONE)
    finally:
        shadow.dispose()


def _hold(session: Session, rebuild_id: UUID) -> None:
    """Wait until nobody writes into the shadow, and let nobody begin to."""
    mine = sa.select(rebuilds.c.id).where(rebuilds.c.id == rebuild_id, rebuilds.c.state == "open")
    if session.scalar(mine.with_for_update()) is None:
        raise RebuildHasEnded(str(rebuild_id))


def _gather_statistics(shadow: Database, tables: Sequence[sa.Table]) -> None:
    # Or the first readers' statements would be planned as for empty tables.
    with shadow.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in (*tables, latest):
            connection.exec_driver_sql(f'ANALYZE "{table.name}"')


def _move(
    session: Session, _shadow: Database, name: str, tables: Sequence[sa.Table], types: Sequence[str]
) -> None:
    run = session.connection().exec_driver_sql
    public = str(session.scalar(sa.select(sa.func.current_schema())))
    run(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
    # What is not rebuilt stays known: who has access, for one.
    others = sa.select(latest).where(latest.c.type.not_in(types))
    theirs = sa.table(latest.name, *(sa.column(column.name) for column in latest.c), schema=name)
    session.execute(sa.insert(theirs).from_select([column.name for column in latest.c], others))
    for table in (retries, failed):
        session.execute(sa.delete(table).where(table.c.type.in_(types)))
        names = ", ".join(f'"{column.name}"' for column in table.c)
        run(f'INSERT INTO "{table.name}" ({names}) SELECT {names} FROM "{name}"."{table.name}"')  # noqa: S608
    for table in (*tables, latest):
        run(f'DROP TABLE "{public}"."{table.name}"')
        run(f'ALTER TABLE "{name}"."{table.name}" SET SCHEMA "{public}"')


def _copy(
    session: Session, shadow: Database, _name: str, tables: Sequence[sa.Table], types: Sequence[str]
) -> None:
    for table in (latest, retries, failed):
        session.execute(sa.delete(table).where(table.c.type.in_(types)))
    for table in tables:
        session.execute(sa.delete(table))
    with shadow.engine.connect() as source:
        for table in (*tables, latest, retries, failed):
            _copy_rows(source, session.connection(), table)


def _copy_rows(source: sa.Connection, target: sa.Connection, table: sa.Table) -> None:
    # As the driver has them: the same columns on both sides need no conversion on the way.
    names = [column.name for column in table.c]
    listed = ", ".join(f'"{name}"' for name in names)
    write = f'INSERT INTO "{table.name}" ({listed}) VALUES ({", ".join("?" * len(names))})'  # noqa: S608
    rows = source.exec_driver_sql(f'SELECT {listed} FROM "{table.name}"')  # noqa: S608
    while slice_ := rows.cursor.fetchmany(_ROWS) if rows.cursor else []:
        target.exec_driver_sql(write, [tuple(row) for row in slice_])
