"""What stands between seeds: a PostgreSQL and a RabbitMQ of its own, a mail server, and the nursery."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from tests.faults.letters import Letters
from tests.faults.ports import lasting_port
from tests.servers.databases import Databases
from tests.servers.guardian import wait_until
from tests.servers.postgresql import address, postgresql
from tests.servers.rabbitmq import Broker, local, rabbitmq
from tests.servers.run import Run
from tests.servers.server import Server

ELSEWHERE = ("TEST_POSTGRESQL_URL", "TEST_RABBITMQ_URL", "TEST_RABBITMQ_API")


class Nursery:
    """The process that starts all others, and what it told of them."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.faults.nursery"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._lock = threading.Lock()
        self._started: list[int] = []
        self._gone: set[int] = set()
        self._told = threading.Condition()
        self._ready = False
        threading.Thread(target=self._listen, daemon=True).start()

    def start(self, *arguments: str, settings: dict[str, str], log: Path, points: str = "") -> int:
        """Begin a command of ours; returns its process id, which is its group's too."""
        order = {"arguments": arguments, "settings": settings, "log": str(log), "points": points}
        with self._lock, self._told:
            assert self._told.wait_for(lambda: self._ready, 60)
            self._pipe().write(json.dumps(order).encode() + b"\n")
            self._pipe().flush()
            assert self._told.wait_for(lambda: bool(self._started), 30), "the nursery does not answer"
            return self._started.pop()

    def is_gone(self, process: int) -> bool:
        """Whether a process has ended."""
        with self._told:
            return process in self._gone

    def stop(self, processes: list[int], number: int = signal.SIGTERM, seconds: float = 20) -> None:
        """End processes, all at once, and wait until they are gone."""
        for process in processes:
            send(process, number)
        if not wait_until(lambda: all(map(self.is_gone, processes)), seconds):
            for process in processes:
                send(process, signal.SIGKILL)
            wait_until(lambda: all(map(self.is_gone, processes)), 10)

    def close(self) -> None:
        """End it, and whatever it started that still runs."""
        self._pipe().close()
        self._process.wait(10)

    def _pipe(self) -> IO[bytes]:
        assert self._process.stdin
        return self._process.stdin

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            told = json.loads(line)
            with self._told:
                self._ready = self._ready or "ready" in told
                if "started" in told:
                    self._gone.discard(told["started"])
                    self._started.append(told["started"])
                if "gone" in told:
                    self._gone.add(told["gone"])
                self._told.notify_all()


def send(process: int, number: int) -> None:
    """Send a signal to a process and its children."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process, number)


@dataclass
class World:
    """The servers, which faults stop and start, and where they answer."""

    run: Run
    database_server: Server
    database_port: int
    broker_server: Server
    broker: Broker
    letters: Letters
    nursery: Nursery
    made: list[str] = field(default_factory=list)

    def database(self, service: str) -> str:
        """A fresh database of a service, copied from a migrated one."""
        self.made.append(Databases(self.run).fresh(service, "postgresql", self.run.folder))
        return self.made[-1]

    def drop_databases(self) -> None:
        """Drop those of the last seed."""
        for url in self.made:
            Databases(self.run).drop(url)
        self.made.clear()

    def restart_database(self, how: Callable[[Server], None], away: Callable[[], None]) -> None:
        """End PostgreSQL, be without it for a while, and start it again."""
        how(self.database_server)
        away()
        (self.database_server.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
        self.run.start(self.database_server)

    def restart_broker(self, how: Callable[[Server], None], away: Callable[[], None]) -> None:
        """End RabbitMQ, be without it for a while, and start it again."""
        how(self.broker_server)
        away()
        self.run.start(self.broker_server)


@contextmanager
def world() -> Iterator[World]:
    """Servers that nobody else uses, since they are killed; data in memory, where there is room."""
    for name in ELSEWHERE:
        os.environ.pop(name, None)
    run, nursery = Run.begin(in_memory=True), Nursery()
    database_port, port, api_port = lasting_port(), lasting_port(), lasting_port()
    try:
        database_server = postgresql(run.folder / "durable", database_port)  # what it confirmed is there
        broker_server = rabbitmq(run.folder / "broker", port, api_port)
        starting = [threading.Thread(target=run.start, args=[it]) for it in (database_server, broker_server)]
        for thread in starting:
            thread.start()
        for thread in starting:
            thread.join()
        run.once("postgresql", lambda: address(database_port))
        broker = local(port, api_port)
        with Letters() as letters:
            yield World(run, database_server, database_port, broker_server, broker, letters, nursery)
    finally:
        nursery.close()
        run.end()


def ask(broker: Broker, method: str, path: str, body: Any = None) -> Any:
    """A call of the broker's management, which may just be away."""
    with suppress(OSError):
        return broker.ask(method, path, body)
    return None
