"""One test run: the folder that all its workers share, and what is made once in it."""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.servers.missing import ServerIsMissing
from tests.servers.server import Server, end

MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3  # bytes: the log that PostgreSQL keeps, and some databases at a time


@dataclass(frozen=True)
class Run:
    """The run that somebody started; `process` is its pytest, above all workers."""

    folder: Path
    process: int
    servers: list[Server] = field(default_factory=list, compare=False)

    @classmethod
    def begin(cls, *, in_memory: bool = False) -> "Run":
        """A new run of this process; in memory, where there is room, a new database costs a third."""
        has_room = in_memory and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM
        folder = Path(tempfile.mkdtemp(prefix="kursforum-", dir=MEMORY if has_room else None))
        folder.chmod(0o711)  # PostgreSQL runs as another user and must reach its own folder below
        return cls(folder, os.getpid())

    def start(self, server: Server) -> None:
        """Start a server that ends with the run, however the run ends."""
        server.start(alive=self.process, belongings=self.folder)
        self.servers.append(server)

    def once(self, name: str, make: Callable[[], str]) -> str:
        """What `make` gave to the first worker that asked; when it was missing it stays missing."""
        record = self.folder / f"{name}.json"
        with self._lock(name):
            if not record.exists():
                try:
                    record.write_text(json.dumps({"made": make()}))
                except ServerIsMissing as error:
                    record.write_text(json.dumps({"missing": str(error)}))
            found = json.loads(record.read_text())
        if "missing" in found:
            raise ServerIsMissing(found["missing"])
        return str(found["made"])

    def end(self) -> None:
        """Stop every server of the run and remove its folder."""
        end(self.folder)
        self.leave()
        shutil.rmtree(self.folder, ignore_errors=True)

    def leave(self) -> None:
        """Leave the run's servers to those who still need them."""
        for server in self.servers:
            server.let_go()

    @contextmanager
    def _lock(self, name: str) -> Iterator[None]:
        with open(self.folder / f"{name}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


RUN = pytest.StashKey[Run]()
