"""One service's database: PostgreSQL or SQLite, with the same transactions on both."""

import hashlib
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolIsEmpty
from sqlalchemy.orm import Session, sessionmaker

from shared.wake import Wake

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# Seconds for which a connection that was in use is taken to be alive.
ALIVE = 1.0

# PostgreSQL's classes of errors: no connection; no memory, disk or place left. And 57P: it stops, or starts.
_AWAY = frozenset({"08", "53"})
_READS_ONLY = "25006"  # a node that has become, or is not yet, the one that is written to

# The tables that every service's database has: outbox, inbox, staff access, beats …
backbone = sa.MetaData(naming_convention=NAMING)


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """A moment in UTC, with its zone on the way in and out; SQLite keeps it as text without one."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class WritesWhileReading(Exception):
    """A statement that changes rows, in a session that only reads."""


class Database:
    """A service's engine and its sessions; made without opening a connection."""

    def __init__(self, url: str | sa.URL, pool: int = 5, schema: str | None = None) -> None:
        """`schema` is where the tables are on PostgreSQL, unless they are where they always are."""
        self.url = sa.make_url(url)
        self.wake = Wake()
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = self._make_engine(pool, schema)
        self._write = sessionmaker(self.engine, expire_on_commit=False)
        # On PostgreSQL each statement sees what is committed, with a transaction around it or without; but
        # BEGIN and ROLLBACK are two trips, and after a ROLLBACK psycopg forgets every prepared statement.
        options = {"sqlite_begin": "BEGIN"} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        reader = self.engine.execution_options(**options)
        event.listen(reader, "before_execute", _refuse_writing)
        self._read = sessionmaker(reader, expire_on_commit=False, autoflush=False)

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A transaction that commits at the end of the block, or rolls back on any exception."""
        with self._write() as session, session.begin():
            yield session
        self.wake.after_commit(session)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that only reads; on SQLite it does not wait for writers. Raises WritesWhileReading."""
        with self._read() as session:
            yield session

    def dispose(self) -> None:
        """Close every connection, as after a fork or at the end of a test."""
        self.engine.dispose()

    def _make_engine(self, pool: int, schema: str | None) -> sa.Engine:
        return _sqlite_engine(self.url) if self.is_sqlite else _postgresql_engine(self.url, pool, schema)


def insert(session: Session, table: sa.Table | type) -> Any:
    """An INSERT of this session's database, which knows ON CONFLICT on both."""
    return insert_for(session.get_bind().dialect.name, table)


def insert_for(dialect: str, table: sa.Table | type) -> Any:
    """As `insert`, by the dialect's name: for a statement that is made once and run often."""
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return make(table)


def insert_many(dialect: str, table: sa.Table, *names: str) -> Any:
    """An INSERT of many rows in these columns, which knows ON CONFLICT and RETURNING on both databases.

    It takes the rows as `many` gives them: PostgreSQL is given one JSON text, so the statement stays as short
    as for one row, is prepared once for batches of every size, and its values are not converted one by one.
    """
    statement = insert_for(dialect, table)
    if dialect == "sqlite":
        return statement
    columns = (sa.column(name, table.c[name].type) for name in names)
    rows = sa.cast(sa.bindparam("rows", type_=sa.Text), sa.JSON)
    source = sa.func.json_to_recordset(rows).table_valued(*columns).render_derived(with_types=True)
    return statement.from_select(names, sa.select(*source.c))


def many(dialect: str, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | Sequence[Mapping[str, Any]]:
    """The parameters of `insert_many`."""
    return rows if dialect == "sqlite" else {"rows": orjson.dumps(rows, default=_hexadecimal).decode()}


def among(dialect: str, column: Any, name: str) -> Any:
    """That a UUID column has one of many values, given under this name as `ids` gives them.

    The statement stays the same for any number of them, and so is prepared once.
    """
    given = sa.bindparam(name, type_=sa.Text)
    if dialect == "sqlite":
        listed = sa.func.json_each(given).table_valued(sa.column("value", sa.Uuid))
        return column.in_(sa.select(listed.c.value))
    # As a relation of its own: an array would be read from its text again for every row that is looked at.
    return column.in_(sa.select(sa.func.unnest(sa.cast(given, postgresql.ARRAY(sa.Uuid)))))


def ids(dialect: str, values: Iterable[UUID]) -> str:
    """The parameter of `among`."""
    texts = [value.hex for value in values]
    return orjson.dumps(texts).decode() if dialect == "sqlite" else f"{{{','.join(texts)}}}"


def has_text(session: Session, body: sa.Column[Any], texts: Iterable[str]) -> sa.ColumnElement[bool]:
    """Whether a stored body, which is bytes, has one of the texts in it; they have neither % nor _ nor \\."""
    sought = [text.encode() for text in texts]
    if session.get_bind().dialect.name == "sqlite":
        return sa.or_(*(sa.func.instr(body, sa.literal(text, sa.LargeBinary)) > 0 for text in sought))
    return sa.or_(*(body.op("LIKE")(sa.literal(b"%" + text + b"%", sa.LargeBinary)) for text in sought))


def _hexadecimal(value: bytes) -> str:
    return f"\\x{value.hex()}"  # as PostgreSQL reads bytes from a text


def lock_key(name: str) -> int:
    """The number under which PostgreSQL knows the advisory lock of that name."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


def is_away(error: Exception) -> bool:
    """Whether an error says that the database itself is gone or busy, not that a statement is wrong."""
    if isinstance(error, PoolIsEmpty):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.OperationalError):
        return error.orig.sqlite_errorcode & 0xFF != sqlite3.SQLITE_ERROR  # locked, full, input or output …
    return went_stale(error) or _is_refused(error)


def went_stale(error: Exception) -> bool:
    """Whether a connection that once stood had gone; by now every connection of that age is given up."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _is_refused(error: DBAPIError) -> bool:
    """Whether PostgreSQL lets nobody in, or is out of room, as its code for the error says."""
    code = getattr(error.orig, "sqlstate", "")
    if code is None:  # nothing came from the server: there was no connection to be had
        return isinstance(error, OperationalError)
    return code[:2] in _AWAY or code[:3] == "57P" or code == _READS_ONLY


def _refuse_writing(_connection: sa.Connection, statement: Any, *_: Any) -> None:
    # Outside a transaction it would stay, whatever becomes of the work that it belongs to.
    if getattr(statement, "is_dml", False):
        raise WritesWhileReading("write in a transaction, not where only reading was asked for")


def _sqlite_engine(url: sa.URL) -> sa.Engine:
    connect_args = {"timeout": 30, "check_same_thread": False}
    # An error names the statement, never its values: they may be somebody's name.
    engine = sa.create_engine(
        url, hide_parameters=True, connect_args=connect_args, json_deserializer=orjson.loads
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # IMMEDIATE takes the write lock at once: a transaction never fails half-way for want of it.
        options = connection.get_execution_options()
        connection.exec_driver_sql(options.get("sqlite_begin", "BEGIN IMMEDIATE"))

    return engine


def _postgresql_engine(url: sa.URL, pool: int, schema: str | None) -> sa.Engine:
    where = f" -c search_path={schema}" if schema else ""
    engine = sa.create_engine(
        url,
        hide_parameters=True,
        json_deserializer=orjson.loads,
        pool_size=pool,
        max_overflow=0,
        pool_timeout=5,
        connect_args={
            "connect_timeout": 3,  # whoever asks for a page waits for it, and is told rather soon than late
            "tcp_user_timeout": 5_000,
            # Without these a connection that leads nowhere any more is waited on for over an hour.
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 2,
            "options": f"-c statement_timeout=30000 -c timezone=UTC{where}",
        },
    )

    @event.listens_for(engine, "checkin")
    def _note_use(_connection: Any, record: Any) -> None:
        record.info["used_at"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _ping_after_a_pause(connection: Any, record: Any, _proxy: Any) -> None:
        # The server may have been restarted meanwhile; SQLAlchemy's own ping would ask before every use.
        if time.monotonic() - record.info.get("used_at", time.monotonic()) < ALIVE:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError() from error  # the pool tries again with a new one

    return engine
