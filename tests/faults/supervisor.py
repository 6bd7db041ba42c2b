"""The processes of one seed: a web and one or two workers for each service, and whoever starts them anew."""

import os
import re
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from services.names import SERVICES
from tests.faults.ports import lasting_port
from tests.faults.world import World, send
from tests.journeys.stage import SECRET
from tests.servers.guardian import wait_until

Role = tuple[str, str, int]  # "web" or "worker", its service, and which of several it is
_TROUBLE = re.compile(r'"event":"(\w+)","level":"(?:warning|error)"')
# A request or a batch that fails as nobody foresaw, or a thread that ends.
_NEVER = re.compile(r'"event":"(request|consumer)_failed"|^Traceback |^Exception in thread ')
LOOK, PAUSE = 0.05, 0.3  # seconds between two looks, and before a dead process is started anew


@dataclass
class Supervisor:
    """Starts what dies, as compose or systemd would."""

    world: World
    folder: Path
    ports: dict[str, int]
    databases: dict[str, str]
    settings: dict[str, str]
    processes: dict[Role, int] = field(default_factory=dict)
    deaths: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _over: threading.Event = field(default_factory=threading.Event)

    def url(self, service: str) -> str:
        """Where a service answers."""
        return f"http://127.0.0.1:{self.ports[service]}"

    @property
    def vhost(self) -> str:
        """The seed's part of the broker."""
        return self.folder.name

    def workers(self, service: str) -> list[int]:
        """The processes of a service's workers."""
        with self._lock:
            return [
                it for (kind, name, _), it in self.processes.items() if (kind, name) == ("worker", service)
            ]

    def roles(self) -> list[Role]:
        """All that should run."""
        with self._lock:
            return list(self.processes)

    def start(self, role: Role, points: str = "") -> None:
        """Start one process, with armed points if any."""
        kind, service, number = role
        arguments = [kind, service]
        if kind == "web":
            workers = "2" if service == "registration" else "1"
            arguments += ["--bind", f"127.0.0.1:{self.ports[service]}", "--workers", workers]
        settings = self.settings | {"DATABASE_URL": self.databases[service]}
        log = self.folder / f"{kind}-{service}-{number}.log"
        with self._lock:
            begin = self.world.nursery.start
            self.processes[role] = begin(*arguments, settings=settings, log=log, points=points)

    def signal(self, role: Role, number: int) -> None:
        """Send a signal to a process and its children."""
        with self._lock:
            if role in self.processes:
                send(self.processes[role], number)

    def kill_child(self, role: Role) -> None:
        """Kill one of the processes behind a web's master, or the only one there is."""
        with self._lock:
            process = self.processes[role]
        children = Path(f"/proc/{process}/task/{process}/children")
        found = children.read_text().split() if children.exists() else []
        try:
            os.kill(int(found[0]) if found else process, signal.SIGKILL)
        except ProcessLookupError:
            return

    def restart(self, role: Role, points: str) -> None:
        """Kill a process, and let the one that follows it have armed points."""
        with self._lock:
            process = self.processes.pop(role)
            send(process, signal.SIGKILL)
            wait_until(lambda: self.world.nursery.is_gone(process), 10)
            self.start(role, points)

    def watch(self) -> None:
        """Start anew what has died, until told to stop."""
        while not self._over.wait(LOOK):
            with self._lock:
                gone = [pair for pair in self.processes.items() if self.world.nursery.is_gone(pair[1])]
            self.deaths += len(gone)
            if gone:
                self._over.wait(PAUSE)
            for role, process in gone:
                with self._lock:
                    # A fault may have begun another in its place meanwhile.
                    if self.processes.get(role) == process and not self._over.is_set():
                        self.start(role)

    def stop(self) -> None:
        """End the seed: every process leaves as SIGTERM asks it to."""
        self._over.set()
        with self._lock:
            everyone = list(self.processes.values())
            for process in everyone:
                send(process, signal.SIGCONT)
            self.world.nursery.stop(everyone)

    def staff_token(self) -> str:
        """The token of an administrator, made as an operator makes one."""
        log = self.folder / "token.log"
        command = ("tokens", "create", "--role", "admin", "--name", "Journey")
        settings = self.settings | {"DATABASE_URL": self.databases["registration"]}
        process = self.world.nursery.start(*command, settings=settings, log=log)
        assert wait_until(lambda: self.world.nursery.is_gone(process), 20), "no token"
        return log.read_text().split()[-1]

    def unburnt(self) -> int:
        """How many armed points were never passed as often as they should have been."""
        return len(list(self.folder.glob("*.fuse")))

    def troubles(self) -> Counter[str]:
        """What the logs warn of, and how often."""
        texts = (log.read_text(errors="replace") for log in self.folder.glob("*.log"))
        return Counter(event for text in texts for event in _TROUBLE.findall(text))

    def wrong(self) -> list[str]:
        """What the logs tell that must never happen, however much goes wrong."""
        return [
            f"{log.name}: {line[:2000]}"
            for log in sorted(self.folder.glob("*.log"))
            for line in log.read_text(errors="replace").splitlines()
            if _NEVER.search(line)
        ]

    def is_ready(self, service: str) -> bool:
        """Whether a service says that all is well with it."""
        try:
            answer = requests.get(f"{self.url(service)}/{service}/readyz", timeout=5)
            return bool(answer.json()["status"] == "ready")
        except (requests.RequestException, ValueError, KeyError):
            return False


@contextmanager
def processes(world: World, folder: Path, twice: tuple[str, ...] = ()) -> Iterator[Supervisor]:
    """All processes on databases and a virtual host of their own; two workers for the services in `twice`."""
    vhost = folder.name
    world.broker.add_vhost(vhost)
    ports = {name: lasting_port() for name in SERVICES}
    databases = {name: world.database(name) for name in SERVICES}
    settings = {
        "RABBITMQ_URL": world.broker.vhost_url(vhost),
        "SMTP_URL": world.letters.url,
        "SECRET_KEY": SECRET,
        "BASE_URL": f"http://127.0.0.1:{ports['registration']}",
        "EVALUATION_DELAY": "0",
        "REMIND_BEFORE": "",
        "LOG_LEVEL": "info",
    }
    found = Supervisor(world, folder, ports, databases, settings)
    try:
        for name in SERVICES:
            found.start(("web", name, 1))
            for number in range(1, 3 if name in twice else 2):
                found.start(("worker", name, number))
        watching = threading.Thread(target=found.watch, daemon=True)
        watching.start()
        for name in SERVICES:
            assert wait_until(lambda name=name: found.is_ready(name), 40, every=0.1), f"{name} is not ready"
        yield found
    finally:
        found.stop()
        world.drop_databases()
        world.broker.drop_vhost(vhost)
