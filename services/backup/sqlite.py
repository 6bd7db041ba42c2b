"""The files of one-process mode: copied while the server goes on, in one moment of no writing."""

import shutil
import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

from services.backup.folder import Backup, FolderIsTaken
from services.names import SERVICES
from shared import clock
from shared.db import Database
from shared.migrate import revisions, upgrade
from shared.rebuilding import give_up_open

_PATIENCE = 30.0  # seconds to wait for whoever writes
_SECRET, _MAILBOX = "secret", "mailbox"


class SqliteFiles:
    """The four databases of a data folder, with its secret and its mailbox."""

    kind = "sqlite"

    def __init__(self, data: Path) -> None:
        self._data = data

    def copy_to(self, backup: Backup) -> None:
        """As `Databases`; writers wait meanwhile, readers do not."""
        with ExitStack() as held:
            for name in SERVICES:
                connection = held.enter_context(closing(_connect(_file(self._data, name))))
                connection.execute("BEGIN IMMEDIATE")
            taken_at = clock.now()
            for name in SERVICES:
                _copy(_file(self._data, name), _file(backup.folder, name))
        shutil.copyfile(self._data / _SECRET, backup.folder / _SECRET)
        if (self._data / _MAILBOX).is_dir():
            shutil.copytree(self._data / _MAILBOX, backup.folder / _MAILBOX)
        backup.note(taken_at, {name: _revisions(name, backup.folder) for name in SERVICES})

    def restore_from(self, backup: Backup) -> None:
        """As `Databases`: a whole data folder or none."""
        if self._data.exists() and any(self._data.iterdir()):
            raise FolderIsTaken(str(self._data))
        beside = self._data.with_name(f".{self._data.name}-in-the-making")
        shutil.rmtree(beside, ignore_errors=True)
        shutil.copytree(backup.folder, beside, ignore=shutil.ignore_patterns("backup.json"))
        for name in SERVICES:
            database = Database(f"sqlite:///{_file(beside, name)}")
            upgrade(name, database)
            with database.begin() as session:
                give_up_open(session, "restored from a backup")
            database.dispose()
        beside.replace(self._data)


def _file(folder: Path, service: str) -> Path:
    return folder / f"{service}.sqlite"


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=_PATIENCE, isolation_level=None)


def _copy(source: Path, target: Path) -> None:
    with closing(_connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


def _revisions(service: str, folder: Path) -> list[str]:
    database = Database(f"sqlite:///{_file(folder, service)}")
    try:
        return revisions(service, database)
    finally:
        database.dispose()
