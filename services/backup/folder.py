"""A backup as it lies on a disk: a folder with a list of its files, which is written last."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

_LIST = "backup.json"
_FORMAT = 1


class FolderIsTaken(Exception):
    """There is something already where something is to be written; the message says where."""


class BackupIsBroken(Exception):
    """A backup that was never finished, was changed, or is of another kind; the message says which."""


class Backup:
    """A backup that is being made, or one that was."""

    def __init__(self, folder: Path, listed: dict[str, Any]) -> None:
        self.folder = folder
        self._listed = listed

    @classmethod
    def begin(cls, folder: Path) -> "Backup":
        """An empty backup, readable by its owner alone: it holds personal data. Raises FolderIsTaken."""
        if folder.exists() and any(folder.iterdir()):
            raise FolderIsTaken(str(folder))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        return cls(folder, {"format": _FORMAT, "revisions": {}})

    @classmethod
    def open(cls, folder: Path, kind: str) -> "Backup":
        """A finished backup, whose every file is as it was made. Raises BackupIsBroken."""
        try:
            listed = orjson.loads((folder / _LIST).read_bytes())
        except (OSError, ValueError) as error:
            raise BackupIsBroken(f"it has no {_LIST}, so it was never finished") from error
        if (listed["format"], listed["kind"]) != (_FORMAT, kind):
            raise BackupIsBroken(f"it is of another kind: {listed['kind']}, format {listed['format']}")
        for name, digest in listed["files"].items():
            path = folder / name
            if not path.is_file():
                raise BackupIsBroken(f"{name} is missing")
            if _digest(path) != digest:
                raise BackupIsBroken(f"{name} is not as it was made")
        return cls(folder, listed)

    @property
    def taken_at(self) -> datetime:
        """The moment that all of it is from."""
        return datetime.fromisoformat(self._listed["taken_at"])

    @property
    def revisions(self) -> Mapping[str, Sequence[str]]:
        """The newest migrations that each service's database had had."""
        return dict(self._listed["revisions"])

    def note(self, taken_at: datetime, revisions: Mapping[str, Sequence[str]]) -> None:
        """Note the moment, and how far each database was migrated."""
        self._listed |= {"taken_at": taken_at.isoformat(), "revisions": dict(revisions)}

    def finish(self, kind: str) -> None:
        """List every file: before this it is no backup."""
        files = sorted(path for path in self.folder.rglob("*") if path.is_file())
        for path in files:
            path.chmod(0o600)
        digests = {str(path.relative_to(self.folder)): _digest(path) for path in files}
        listed = self._listed | {"kind": kind, "files": digests}
        beside = self.folder / f".{_LIST}"
        beside.write_bytes(orjson.dumps(listed, option=orjson.OPT_INDENT_2))
        beside.chmod(0o600)
        beside.replace(self.folder / _LIST)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
