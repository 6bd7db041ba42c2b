"""Overwriting what a closing deleted: freed pages would otherwise still tell who answered what."""

import re
from typing import Any

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
    empties its log. Tried again later where somebody holds a lock, or may still see what was deleted.
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
    """Write the tables anew; False where PostgreSQL says that it had to take deleted rows along.

    It does so while any transaction is older than the deletion, in whichever database of the server.
    """
    names = ", ".join(model.__tablename__ for model in REWRITTEN)
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    told: list[str | None] = []
    with engine.connect() as connection:
        connection.exec_driver_sql("SET lock_timeout = '5s'")
        driver: Any = connection.connection.driver_connection

        def note(said: Any) -> None:
            told.append(said.message_detail)

        driver.add_notice_handler(note)
        try:
            connection.exec_driver_sql(f"VACUUM (FULL, VERBOSE) {names}")
        finally:
            driver.remove_notice_handler(note)
            connection.exec_driver_sql("RESET lock_timeout")
    kept = _kept([detail for detail in told if detail])
    if kept:
        log.warning("wiping_put_off", dead_rows=kept)
    return kept == 0


def _kept(details: list[str]) -> int | None:
    """How many deleted rows the new tables hold; None where the server's words do not tell it.

    Each table's detail begins with the number, in every language that the server speaks.
    """
    numbers = [re.search(r"\d+", detail) for detail in details]
    if len(numbers) != len(REWRITTEN) or None in numbers:
        return None
    return sum(int(found[0]) for found in numbers if found)
