"""Megabytes (PSS) of one process with everything in it, and of the four services' eight processes."""

import os
import tempfile
from pathlib import Path

from bench import clients
from bench.registration import occasions
from bench.servers import report, servers
from bench.stack import four_services, memory_of, process, wait_for
from services.names import SERVICES
from tests.servers.server import free_port
from tests.servers.smtp import smtp


def one_process(folder: Path) -> float:
    """One process with demo data, after each service has shown its pages."""
    port = free_port()
    with process({}, "up", "--port", str(port), "--data", str(folder / "data")) as served:
        for name in SERVICES:
            wait_for(f"http://127.0.0.1:{port}/{name}/readyz", '"ready"', seconds=120)
        for page in ("registration/", "registration/docs", "mailbox/", "reporting/openapi.json"):
            wait_for(f"http://127.0.0.1:{port}/{page}")
        return memory_of([served])


def eight_processes() -> float:
    """Four web processes and four workers after a few seconds of registrations."""
    with servers() as own, smtp() as mailbox, four_services(own, mailbox.url) as stack:
        paths = [f"/registration/occasions/{item}" for item in occasions(stack.databases["registration"])]
        clients.load(clients.fill_form, stack.ports["registration"], paths, 5)
        for name, port in stack.ports.items():
            wait_for(f"http://127.0.0.1:{port}/{name}/openapi.json")
        return memory_of(stack.processes)


def main() -> None:
    """Measure both."""
    os.environ["MALLOC_ARENA_MAX"] = "2"  # as the image has it
    with tempfile.TemporaryDirectory() as folder:
        alone = one_process(Path(folder))
    report("memory", one_process_mb=round(alone), eight_processes_mb=round(eight_processes()))


if __name__ == "__main__":
    main()
