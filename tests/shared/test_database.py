"""What a session that only reads may do and leaves behind, on both databases."""

from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared.db import Database, WritesWhileReading
from tests.shared.conftest import effects

ROW = {"event_id": uuid4(), "subject": "somebody", "version": 1}


def _count(database: Database) -> int | None:
    with database.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(effects))


def _write_and_fail(session: Session) -> None:
    session.execute(sa.insert(effects).values(ROW))
    raise LookupError


def test_a_session_that_only_reads_refuses_to_write(database: Database) -> None:
    with database.read() as session, pytest.raises(WritesWhileReading):
        session.execute(sa.insert(effects).values(ROW))
    assert _count(database) == 0


def test_a_transaction_that_fails_leaves_nothing_after_its_connection_was_read_by(database: Database) -> None:
    _count(database)
    with pytest.raises(LookupError), database.begin() as session:
        _write_and_fail(session)
    assert _count(database) == 0


def test_reading_on_postgresql_opens_no_transaction_and_keeps_prepared_statements(database: Database) -> None:
    if database.is_sqlite:
        return
    prepared = sa.text("SELECT count(*) FROM pg_prepared_statements")
    for _ in range(8):  # psycopg prepares what comes for the sixth time
        _count(database)
    with database.read() as session:
        assert session.scalar(prepared)
        driver = session.connection().connection.driver_connection
        assert driver.info.transaction_status.name == "IDLE"
