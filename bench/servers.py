"""The servers that benchmarks run on, and the processes they start."""

import json
import multiprocessing
import os
import platform
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from tests.servers.databases import Databases
from tests.servers.postgresql import address, postgresql
from tests.servers.rabbitmq import broker
from tests.servers.run import Run
from tests.servers.server import free_port


@dataclass(frozen=True)
class Servers:
    """A PostgreSQL and a RabbitMQ of the benchmark's own."""

    run: Run

    def database(self, service: str) -> str:
        """The address of a fresh database of a service."""
        return Databases(self.run).fresh(service, "postgresql", self.run.folder)

    def vhost(self) -> str:
        """The address of a fresh virtual host on the broker."""
        found, name = broker(self.run), f"bench-{uuid4().hex[:8]}"
        found.add_vhost(name)
        return found.vhost_url(name)


@contextmanager
def servers() -> Iterator[Servers]:
    """Servers for one run, stopped at its end."""
    run = Run.begin()
    port = free_port()
    try:
        # Durable and with memory, as docker-compose.yml has it: the tests' own server does without.
        run.start(postgresql(run.folder / "durable", port, fsync=True, shared_buffers="256MB"))
        os.environ["TEST_POSTGRESQL_URL"] = address(port)
        yield Servers(run)
    finally:
        run.end()


@contextmanager
def processes(*targets: tuple[Callable[..., None], tuple[Any, ...]]) -> Iterator[list[int]]:
    """Processes that live as long as the block; gives their ids."""
    context = multiprocessing.get_context("spawn")
    started = [context.Process(target=target, args=arguments) for target, arguments in targets]
    for process in started:
        process.start()
    try:
        yield [process.pid or 0 for process in started]
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.join()


def report(name: str, **figures: Any) -> None:
    """Print the run's one line."""
    line = {
        "bench": name,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
    }
    print(json.dumps(line | figures))


def median(values: Sequence[float]) -> float:
    """The median, to three digits that mean something."""
    return float(f"{statistics.median(values):.4g}")


def percentile(values: Sequence[float], share: float) -> float:
    """The value that so large a share of the values does not pass."""
    return float(f"{sorted(values)[min(len(values) - 1, int(len(values) * share))]:.4g}")
