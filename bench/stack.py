"""The whole Kursforum as processes: four services, each with its web and its worker, or all in one."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from bench.production import command
from bench.servers import Servers
from services.names import SERVICES
from tests.servers.server import free_port

SECRET = "a-secret-of-the-benchmark-and-of-nothing-else"


@dataclass(frozen=True)
class Stack:
    """Where the services answer, their databases, and the processes that serve them."""

    ports: dict[str, int]
    databases: dict[str, str]
    processes: list[int]


@contextmanager
def four_services(own: Servers, smtp_url: str, workers: int = 1) -> Iterator[Stack]:
    """Four web servers and four workers on the benchmark's PostgreSQL and RabbitMQ."""
    broker = own.vhost()
    stack = Stack({name: free_port() for name in SERVICES}, {}, [])
    with ExitStack() as running:
        for name, port in stack.ports.items():
            stack.databases[name] = own.database(name)
            settings = {
                "DATABASE_URL": stack.databases[name],
                "RABBITMQ_URL": broker,
                "SMTP_URL": smtp_url,
                "SECRET_KEY": SECRET,
                "LOG_LEVEL": "warning",
            }
            web = ("web", name, "--bind", f"127.0.0.1:{port}", "--workers", str(workers))
            for arguments in (web, ("worker", name)):
                stack.processes.append(running.enter_context(process(settings, *arguments)))
        for name, port in stack.ports.items():
            wait_for(f"http://127.0.0.1:{port}/{name}/readyz", '"ready"')
        yield stack


@contextmanager
def process(settings: dict[str, str], *arguments: str) -> Iterator[int]:
    """A command of ours that runs as long as the block; gives its process id."""
    silent = subprocess.DEVNULL
    started = subprocess.Popen(command(*arguments), env=os.environ | settings, stdout=silent, stderr=silent)
    try:
        yield started.pid
    finally:
        # By SIGTERM a web process would wait until a gateway has turned to others.
        started.send_signal(signal.SIGINT if arguments[0] == "web" else signal.SIGTERM)
        started.wait()


def wait_for(address: str, text: str = "", seconds: float = 30) -> None:
    """Wait until an address answers with this text; raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if text in urlopen(address, timeout=5).read().decode():
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise TimeoutError(address)


def memory_of(processes: list[int]) -> float:
    """Megabytes of memory that these processes and their children have for themselves (PSS)."""
    family = set(processes)
    for path in Path("/proc").glob("[0-9]*/stat"):
        fields = path.read_text().rpartition(")")[2].split()
        if int(fields[1]) in family:
            family.add(int(path.parent.name))
    return sum(map(_pss, family)) / 1024


def _pss(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
