"""The four databases on PostgreSQL: each table copied out from a snapshot, all snapshots of one moment."""

import gzip
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from services.backup.folder import Backup, FolderIsTaken
from services.names import SERVICES
from shared import clock
from shared.db import Database
from shared.migrate import revisions, upgrade
from shared.outbox import wait_again
from shared.rebuilding import give_up_open
from shared.settings import setting

# What a broker may have lost was published shortly before; listeners pass over what they have had.
ON_ITS_WAY = timedelta(hours=24)
_CHUNK = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Owners:
    """What `backup` and `restore` need, which belong to no service."""

    registration_owner_database_url: str = setting("Registration's database, by its owner.", secret=True)
    evaluation_owner_database_url: str = setting("Evaluation's database, by its owner.", secret=True)
    notifications_owner_database_url: str = setting("Notifications' database, by its owner.", secret=True)
    reporting_owner_database_url: str = setting("Reporting's database, by its owner.", secret=True)


class PostgresqlDatabases:
    """The four databases of an installation, by their owners."""

    kind = "postgresql"

    def __init__(self, owners: Owners) -> None:
        self._databases = {name: Database(getattr(owners, f"{name}_owner_database_url")) for name in SERVICES}

    def copy_to(self, backup: Backup) -> None:
        """As `Databases`; whoever tells something waits until the snapshots are taken, and then goes on."""
        with ExitStack() as snapshots:
            with ExitStack() as doors:
                for database in self._databases.values():
                    doors.enter_context(_shut(database))
                taken_at = clock.now()
                readers = {
                    name: snapshots.enter_context(_snapshot(database))
                    for name, database in self._databases.items()
                }
            backup.note(taken_at, {name: revisions(name, it) for name, it in self._databases.items()})
            for name, reader in readers.items():
                _copy_out(reader, backup.folder / name)
        self._close()

    def restore_from(self, backup: Backup) -> None:
        """As `Databases`; what was published shortly before is published again, as the broker may lack it."""
        for name, database in self._databases.items():
            with database.engine.connect() as connection:
                if sa.inspect(connection).get_table_names():
                    raise FolderIsTaken(f"The database of {name}")
        for name, database in self._databases.items():
            upgrade(name, database, backup.revisions[name])
            with database.engine.begin() as connection:
                _fill(connection, backup.folder / name)
            upgrade(name, database)
            with database.begin() as session:
                give_up_open(session, "restored from a backup")
                wait_again(session, backup.taken_at - ON_ITS_WAY)
        self._close()

    def _close(self) -> None:
        for database in self._databases.values():
            database.dispose()


@contextmanager
def _shut(database: Database) -> Iterator[None]:
    """Let nothing be told or heard meanwhile; what changes nothing for other services goes on."""
    with database.engine.begin() as connection:
        # In the order in which a consumer's transaction writes them, or the two would wait for each other.
        connection.execute(sa.text("LOCK TABLE inbox, outbox IN SHARE MODE"))
        yield


@contextmanager
def _snapshot(database: Database) -> Iterator[sa.Connection]:
    reader = database.engine.execution_options(isolation_level="REPEATABLE READ")
    with reader.connect() as connection:
        _take_time(connection)
        connection.execute(sa.text("SELECT 1 FROM outbox LIMIT 1"))  # the first look takes the snapshot
        yield connection


def _copy_out(connection: sa.Connection, folder: Path) -> None:
    folder.mkdir(mode=0o700)
    for table in _tables(connection):
        with (
            gzip.open(_file(folder, table), "wb", compresslevel=1) as file,
            _cursor(connection).copy(f"COPY {_quoted(connection, table)} TO STDOUT") as rows,
        ):
            for data in rows:
                file.write(data)


def _fill(connection: sa.Connection, folder: Path) -> None:
    _take_time(connection)
    tables = _tables(connection)
    names = ", ".join(_quoted(connection, table) for table in tables)
    connection.execute(sa.text(f"TRUNCATE {names}"))  # the migrations may have put something there
    for table in tables:
        with (
            gzip.open(_file(folder, table)) as file,
            _cursor(connection).copy(f"COPY {_quoted(connection, table)} FROM STDIN") as rows,
        ):
            while data := file.read(_CHUNK):
                rows.write(data)
        _count_on(connection, table)


def _count_on(connection: sa.Connection, table: sa.Table) -> None:
    """Let a table's sequence, where it has one, go on behind what was filled in."""
    column = table.autoincrement_column
    if column is None:
        return
    sequence = connection.scalar(sa.select(sa.func.pg_get_serial_sequence(table.name, column.name)))
    if sequence:
        last = sa.select(sa.func.max(column)).scalar_subquery()
        connection.execute(sa.select(sa.func.setval(sequence, last)))


def _tables(connection: sa.Connection) -> list[sa.Table]:
    """Every table but those of the migrations, each after those that it refers to."""
    found = sa.MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if not table.name.startswith("alembic_version")]


def _file(folder: Path, table: sa.Table) -> Path:
    return folder / f"{table.name}.copy.gz"


def _quoted(connection: sa.Connection, table: sa.Table) -> str:
    return connection.dialect.identifier_preparer.format_table(table)


def _cursor(connection: sa.Connection) -> Any:
    return connection.connection.cursor()


def _take_time(connection: sa.Connection) -> None:
    connection.execute(sa.text("SET LOCAL statement_timeout = 0"))  # a table may be large
