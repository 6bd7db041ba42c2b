"""A broker and a PostgreSQL of these tests' own, which they may kill, stop and squeeze."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from shared.bus import topology
from shared.events import PAGE
from tests.servers.databases import Databases
from tests.servers.guardian import wait_until
from tests.servers.missing import program
from tests.servers.postgresql import address, postgresql
from tests.servers.rabbitmq import Broker, local, rabbitmq
from tests.servers.run import Run
from tests.servers.server import Server, free_port

# Debian's wrapper on PATH asks who runs it, and where its own server is.
_CONTROL = Path("/usr/lib/rabbitmq/bin/rabbitmqctl")
# Read by the broker when it starts: it looks every second, and takes a consumer for dead after three.
STRICT = "[{rabbit, [{consumer_timeout, 3000}, {channel_tick_interval, 1000}]}].\n"


@dataclass(frozen=True)
class OwnBroker:
    """A broker that can be broken."""

    server: Server
    doors: Broker

    def vhost(self) -> str:
        """The address of a new virtual host in which everything is declared."""
        name = f"test-{uuid4().hex[:12]}"
        self.doors.add_vhost(name)
        assert wait_until(lambda: self._has_noted(name), 20)
        return self.doors.vhost_url(name)

    def control(self, *words: str) -> str:
        """Run rabbitmqctl; returns what it prints."""
        command = [str(_CONTROL) if _CONTROL.exists() else program("rabbitmqctl"), "--quiet", *words]
        environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **self.server.environment}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    def _has_noted(self, vhost: str) -> bool:
        """Whether the names of its quorum queues are on disk, which the broker writes a moment later.

        A broker that is killed before that starts again with queues that never have a leader.
        """
        [names] = self.server.folder.glob("mnesia/*/quorum/*/names.dets")
        known, listeners = names.read_bytes(), {one for kind in PAGE.types.values() for one in kind.listeners}
        mains = (re.search(rf"{vhost}_{topology.queue_name(one)}(?!\.)".encode(), known) for one in listeners)
        deads = (f"{vhost}_{topology.dead_queue_name(one)}".encode() in known for one in listeners)
        return all(mains) and all(deads)


@contextmanager
def own_broker(run: Run) -> Iterator[OwnBroker]:
    """One that is started for the block."""
    port, api_port = free_port(), free_port()
    server = rabbitmq(run.folder / f"broker-{port}", port, api_port)
    Path(server.environment["RABBITMQ_ADVANCED_CONFIG_FILE"]).write_text(STRICT)
    run.start(server)
    try:
        yield OwnBroker(server, local(port, api_port))
    finally:
        server.kill()


@dataclass(frozen=True)
class OwnDatabases:
    """A PostgreSQL that can be broken, with databases on it."""

    server: Server
    databases: Databases
    folder: Path

    def fresh(self) -> str:
        """The address of a new database of a service."""
        return self.databases.fresh("registration", "postgresql", self.folder)


@contextmanager
def own_databases(run: Run) -> Iterator[OwnDatabases]:
    """One that is started for the block."""
    port = free_port()
    server = postgresql(run.folder / f"postgresql-{port}", port, fsync=True)  # else a kill would lose commits
    run.start(server)
    mine = Run.begin(in_memory=True)
    mine.once("postgresql", lambda: address(port))
    try:
        yield OwnDatabases(server, Databases(mine), mine.folder)
    finally:
        server.kill()
        mine.end()
