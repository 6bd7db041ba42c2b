"""`backup` and `restore`: all four databases as they were at one moment, and back from there."""

import sys
from pathlib import Path
from typing import Protocol

import click

from services.backup.folder import Backup, BackupIsBroken, FolderIsTaken
from services.backup.postgresql import Owners, PostgresqlDatabases
from services.backup.sqlite import SqliteFiles
from shared.settings import load


class Databases(Protocol):
    """The four databases of an installation, wherever they are."""

    kind: str

    def copy_to(self, backup: Backup) -> None:
        """Write what they hold, as it was at one moment, and note the moment and the schema."""

    def restore_from(self, backup: Backup) -> None:
        """Fill empty databases, and bring them to the newest schema. Raises FolderIsTaken."""


def back_up(folder: Path, data: Path | None) -> None:
    """Copy everything that the services keep into a new folder, while they go on."""
    try:
        backup = Backup.begin(folder)
    except FolderIsTaken:
        sys.exit(f"{folder} has something in it already; choose another.")
    databases = _databases(data)
    databases.copy_to(backup)
    backup.finish(databases.kind)
    click.echo(f"{folder}: everything as it was at {backup.taken_at:%Y-%m-%d %H:%M:%S} UTC.")


def restore(folder: Path, data: Path | None) -> None:
    """Fill an empty installation from a backup, unless anything in that is not as it was made."""
    databases = _databases(data)
    try:
        backup = Backup.open(folder, databases.kind)
        databases.restore_from(backup)
    except BackupIsBroken as error:
        sys.exit(f"{folder} cannot be restored: {error}")
    except FolderIsTaken as error:
        sys.exit(f"{error} has something in it already. A backup is restored to an empty place only.")
    click.echo(
        f"Everything is as it was at {backup.taken_at:%Y-%m-%d %H:%M:%S} UTC. Start the services,"
        " then see by `reconcile` that they agree."
    )


def _databases(data: Path | None) -> Databases:
    return SqliteFiles(data) if data else PostgresqlDatabases(load(Owners))
