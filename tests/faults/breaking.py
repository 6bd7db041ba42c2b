"""Carrying out a plan: each fault when the journey has come to its step."""

import os
import signal
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pika
import psycopg
from pika.exceptions import AMQPError

from services.names import SERVICES
from shared.bus import topology
from shared.db import lock_key
from shared.events import PAGE
from tests.faults.plan import Fault
from tests.faults.supervisor import Role, Supervisor
from tests.faults.world import ask
from tests.servers.server import Server

WHOSE: dict[str, Callable[[Server], None]] = {"stop": Server.stop, "kill": Server.kill}
# Heard by one service alone: what is routed nowhere comes back to the relay, and waits.
HEARD_BY_ONE = ("registration.contact_changed", "registration.manage_link_issued")
GARBAGE = (b"\xff\xfe no JSON", b"{}", b'{"specversion": "1.0", "id": 7}', b"[1, 2]")


@dataclass
class Breaker:
    """Breaks what it is told to; lasting faults overlap, but those of one server come one after the other."""

    supervisor: Supervisor
    poison: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    failed: list[str] = field(default_factory=list)
    done: list[Fault] = field(default_factory=list)
    _one_at_a_time: dict[str, threading.Lock] = field(default_factory=lambda: defaultdict(threading.Lock))
    _over: threading.Event = field(default_factory=threading.Event)

    def carry_out(self, faults: Iterable[Fault], wait_for_step: Callable[[int], None]) -> None:
        """All faults, in their order; returns when the last has passed."""
        lasting = []
        for fault in faults:
            wait_for_step(fault.step)
            lasting.append(threading.Thread(target=self._one, args=[fault], daemon=True))
            lasting[-1].start()
        for thread in lasting:
            thread.join(120)

    def _one(self, fault: Fault) -> None:
        try:
            getattr(self, f"_{fault.name}")(*fault.arguments)
        except Exception as error:  # a fault that could not be made is told, since it tried nothing
            self.failed.append(f"{fault}: {type(error).__name__}: {error}")
        self.done.append(fault)

    def _kill(self, role: Role) -> None:
        self.supervisor.signal(role, signal.SIGKILL)

    def _kill_everybody(self) -> None:
        for role in self.supervisor.roles():
            self.supervisor.signal(role, signal.SIGKILL)

    def _terminate(self, role: Role) -> None:
        self.supervisor.signal(role, signal.SIGTERM)

    def _kill_child(self, role: Role) -> None:
        self.supervisor.kill_child(role)

    def _arm(self, role: Role, points: str) -> None:
        """Of several relays one leads and passes the points: all are armed, and follow each other."""
        alike = [it for it in self.supervisor.roles() if it[:2] == role[:2]]
        for each in alike if points.startswith("events_") else [role]:
            self.supervisor.restart(each, points)

    def _end_broker(self, how: str, seconds: float) -> None:
        with self._one_at_a_time["broker"]:
            self.supervisor.world.restart_broker(WHOSE[how], lambda: self._wait(seconds))

    def _cut_broker(self) -> None:
        broker = self.supervisor.world.broker
        for connection in ask(broker, "GET", "connections") or []:
            ask(broker, "DELETE", f"connections/{quote(connection['name'])}")

    def _end_database(self, how: str, seconds: float) -> None:
        with self._one_at_a_time["database"]:
            self.supervisor.world.restart_database(WHOSE[how], lambda: self._wait(seconds))

    def _cut_database(self, service: str) -> None:
        with self._one_at_a_time["database"], connected(self.supervisor.databases[service]) as connection:
            mine = "datname = current_database() AND pid <> pg_backend_pid()"
            connection.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}")

    def _mail_away(self, seconds: float) -> None:
        with self._one_at_a_time["mail"]:
            self.supervisor.world.letters.go_away()
            self._wait(seconds)
            self.supervisor.world.letters.come_back()

    def _mail_put_off(self, seconds: float) -> None:
        with self._one_at_a_time["mail"]:
            letters = self.supervisor.world.letters
            letters.answer = "451 Not now"
            self._wait(seconds)
            letters.answer = "250 OK"

    def _freeze_leader(self, service: str, seconds: float, with_cut: bool) -> None:
        """The leader stands still; in half of all cases its lock is lost meanwhile, and another leads."""
        with self._one_at_a_time["database"], connected(self.supervisor.databases[service]) as connection:
            found = leader(connection, self.supervisor.workers(service))
            if found is None:
                return
            process, backend = found
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGSTOP)
            if with_cut:
                connection.execute("SELECT pg_terminate_backend(%s)", [backend])
        self._wait(seconds)
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGCONT)

    def _drop_binding(self, seconds: float) -> None:
        world, vhost = self.supervisor.world, self.supervisor.vhost
        with self._one_at_a_time["broker"]:
            for key in HEARD_BY_ONE:
                path = f"bindings/{vhost}/e/{topology.EXCHANGE}/q/notifications/{quote(key)}"
                ask(world.broker, "DELETE", path)
            self._wait(seconds)
            topology.declare(world.broker.vhost_url(vhost), PAGE)

    def _poison(self, seed: int) -> None:
        random = Random(seed)
        service = random.choice(SERVICES)
        with self._one_at_a_time["broker"]:
            bodies = [body + b" %d" % seed for body in random.sample(GARBAGE, 2)]
            self._publish([("", topology.queue_name(service), body) for body in bodies])
            self.poison[service] += len(bodies)

    def _five_times(self, seed: int) -> None:
        """Some of what was published goes out five times more, in any order."""
        random, found = Random(seed), []
        with self._one_at_a_time["database"]:
            for service in SERVICES:
                with connected(self.supervisor.databases[service]) as connection:
                    rows = connection.execute(
                        "SELECT type, body FROM outbox WHERE published_at IS NOT NULL AND body IS NOT NULL"
                    ).fetchall()
                found += random.sample(rows, min(len(rows), 15))
        again = [(topology.EXCHANGE, kind, bytes(body)) for kind, body in found * 5]
        random.shuffle(again)
        with self._one_at_a_time["broker"]:
            self._publish(again)

    def _publish(self, messages: list[tuple[str, str, bytes]]) -> None:
        """By pika's own simple client, each confirmed."""
        address = pika.URLParameters(self.supervisor.settings["RABBITMQ_URL"])
        lasting = pika.BasicProperties(delivery_mode=2, message_id=uuid4().hex)
        connection = pika.BlockingConnection(address)
        try:
            channel = connection.channel()
            channel.confirm_delivery()
            for exchange, key, body in messages:
                channel.basic_publish(exchange, key, body, lasting, mandatory=True)
        finally:
            with suppress(AMQPError):
                connection.close()

    def _wait(self, seconds: float) -> None:
        self._over.wait(seconds)


def connected(url: str) -> Any:
    """A connection of our own to a service's database."""
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True, connect_timeout=5)


def leader(connection: Any, workers: Iterable[int]) -> tuple[int, int] | None:
    """The worker that holds the relay's lock, and the backend that serves its connection."""
    key = lock_key("relay") & (2**64 - 1)
    row = connection.execute(
        "SELECT l.pid, a.client_port FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
        " WHERE l.locktype = 'advisory' AND l.granted AND a.datname = current_database()"
        " AND l.classid = %s AND l.objid = %s",
        [key >> 32, key & 0xFFFFFFFF],
    ).fetchone()
    if row is None:
        return None
    sockets = _sockets(row[1])
    return next(((worker, row[0]) for worker in workers if sockets & _open_files(worker)), None)


def _sockets(port: int) -> set[str]:
    """The sockets of this machine with that local port, as open files name them."""
    lines = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
    return {f"socket:[{words[9]}]" for words in lines if int(words[1].partition(":")[2], 16) == port}


def _open_files(process: int) -> set[str]:
    found = set()
    with ExitStack() as stack:
        stack.enter_context(suppress(OSError))
        for path in Path(f"/proc/{process}/fd").iterdir():
            with suppress(OSError):
                found.add(os.readlink(path))
    return found
