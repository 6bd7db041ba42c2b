"""Overwriting what a closing deleted: freed pages would otherwise still tell who answered what."""

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from services.evaluation.models import (
    Ballot,
    FreeText,
    Invitation,
    InvitationLink,
    Leftover,
    PendingBallot,
    Reach,
    Tally,
)
from shared.db import Database
from shared.wake import wake

log = structlog.get_logger(__name__)

WAKE = "wiping"
REWRITTEN = (PendingBallot, Invitation, InvitationLink, Ballot, FreeText, Tally, Reach)


def leave_nothing(session: Session) -> None:
    """Have what this transaction deletes overwritten: at once where the database can, else soon after."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(sa.text("PRAGMA secure_delete=ON"))
    session.add(Leftover())
    wake(session, WAKE)


def wipe(database: Database) -> bool:
    """Rewrite the tables that something was deleted from since the last time; returns whether it was done.

    PostgreSQL writes each table anew and drops the old file; SQLite writes the whole file anew and
    empties its log. Tried again later where somebody holds a lock.
    """
    with database.read() as session:
        leftovers = session.scalars(sa.select(Leftover.id)).all()
    if not leftovers or not _is_rewritten(database):
        return False
    with database.begin() as session:
        session.execute(sa.delete(Leftover).where(Leftover.id.in_(leftovers)))
    return True


def _is_rewritten(database: Database) -> bool:
    try:
        return _rewrite_file(database) if database.is_sqlite else _rewrite_tables(database)
    except DBAPIError as error:
        log.warning("wiping_put_off", error=type(error).__name__)
        return False


def _rewrite_file(database: Database) -> bool:
    connection = database.engine.raw_connection()  # VACUUM runs outside any transaction
    try:
        connection.cursor().execute("VACUUM")
        is_busy = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        return not is_busy
    finally:
        connection.close()


def _rewrite_tables(database: Database) -> bool:
    names = ", ".join(model.__tablename__ for model in REWRITTEN)
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("SET lock_timeout = '5s'")
        try:
            connection.exec_driver_sql(f"VACUUM (FULL) {names}")
        finally:
            connection.exec_driver_sql("RESET lock_timeout")
    return True
