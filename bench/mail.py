"""From a registration's answer to its mail at the SMTP server: when idle, and at a paced forty a second.

The mail server, the load and the measurement are three processes, so that none of them waits for another.
The load is open: each registration is sent at its time, however long the earlier ones take.
"""

import argparse
import http.client
import json
import multiprocessing
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from typing import Any, TextIO

from aiosmtpd.controller import Controller

from bench.clients import FACTS
from bench.cpu import cpu_seconds
from bench.registration import occasions
from bench.servers import median, percentile, processes, report, servers
from bench.stack import Stack, four_services
from tests.servers.server import free_port

CLIENTS = 32  # far more than are ever waiting at once, so that no registration waits for a client


@dataclass
class Clock:
    """An SMTP server's handler that notes in a file when each address was written to."""

    notes: TextIO

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Note the moment; the clock is the same in all processes."""
        self.notes.write(f"{envelope.rcpt_tos[0]} {time.perf_counter()}\n")
        return "250 OK"


@dataclass(frozen=True)
class Bench:
    """Everything that runs, and where the mail server writes down what arrived."""

    stack: Stack
    path: str
    notes: Path
    families: dict[str, int]

    def arrived(self) -> dict[str, float]:
        """When the first mail to each address arrived."""
        lines = reversed(self.notes.read_text().splitlines())
        return {address: float(moment) for address, moment in (line.split() for line in lines)}

    def cpu(self) -> dict[str, float]:
        """Seconds of processor time used so far, by what used them."""
        return cpu_seconds(self.families, {"postgresql": "postgres", "rabbitmq": "beam.smp"})


def take_mail(port: int, notes: str) -> None:
    """The process of the mail server; runs until it is ended."""
    with open(notes, "w", buffering=1) as file:
        Controller(Clock(file), hostname="127.0.0.1", port=port).start()
        threading.Event().wait()


def register(port: int, path: str, addresses: Sequence[str], pace: float) -> dict[str, float]:
    """The process of the load: register each address at its time; returns when each was answered."""
    answered: dict[str, float] = {}
    waiting: Queue[tuple[float, str]] = Queue()
    begin = time.perf_counter() + 0.2
    for number, address in enumerate(addresses):
        waiting.put((begin + number * pace, address))

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while True:
            try:
                due, address = waiting.get_nowait()
            except Empty:
                return
            time.sleep(max(0.0, due - time.perf_counter()))
            person = {"given_name": "Anna", "family_name": "Ek", "email": address, **FACTS}
            connection.request("POST", path, json.dumps(person), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            if answer.status == 201:
                answered[address] = time.perf_counter()

    pool = [threading.Thread(target=work) for _ in range(CLIENTS)]
    for thread in pool:
        thread.start()
    for thread in pool:
        thread.join()
    return answered


def measure(bench: Bench, name: str, count: int, pace: float) -> tuple[list[float], dict[str, float]]:
    """Milliseconds from answer to mail, and CPU-ms for each registration by what used them."""
    addresses = [f"{name}.{number}@nacka.example" for number in range(count)]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as load:
        load.submit(register, 0, "", [], 0).result()  # it has started
        before = bench.cpu()
        port = bench.stack.ports["registration"]
        answered = load.submit(register, port, bench.path, addresses, pace).result()
    deadline = time.monotonic() + 60
    while not answered.keys() <= (arrived := bench.arrived()).keys() and time.monotonic() < deadline:
        time.sleep(0.2)
    if len(answered) < count:
        raise RuntimeError(f"{count - len(answered)} registrations were refused")
    used = {part: round((seconds - before[part]) * 1000 / count, 2) for part, seconds in bench.cpu().items()}
    return [max(0.0, arrived[item] - at) * 1000 for item, at in answered.items()], used


@contextmanager
def running() -> Iterator[Bench]:
    """The four services with their servers, and a mail server in a process of its own."""
    port = free_port()
    with servers() as own:
        notes = own.run.folder / "arrived"
        mail_url = f"smtp://127.0.0.1:{port}"
        with processes((take_mail, (port, str(notes)))) as (sink,), four_services(own, mail_url) as stack:
            names = [f"{name}_{kind}" for name in stack.ports for kind in ("web", "worker")]
            families = dict(zip(names, stack.processes, strict=True)) | {"mail_server": sink}
            occasion, *_ = occasions(stack.databases["registration"])
            path = f"/registration/api/occasions/{occasion}/registrations"
            yield Bench(stack, path, notes, families)


def main() -> None:
    """Idle first, then paced."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rate", type=int, default=40, help="Registrations a second.")
    arguments.add_argument("--count", type=int, default=800)
    given = arguments.parse_args()
    with running() as bench:
        measure(bench, "warm", 20, 0.1)
        idle, _ = measure(bench, "idle", 60, 0.25)
        paced, cpu = measure(bench, "paced", given.count, 1 / given.rate)
    report(
        "mail",
        idle_p50_ms=median(idle),
        idle_p95_ms=percentile(idle, 0.95),
        rate_per_s=given.rate,
        paced_p50_ms=median(paced),
        paced_p95_ms=percentile(paced, 0.95),
        cpu_ms_per_registration=cpu,
        cpu_ms_all=round(sum(cpu.values()), 1),
    )


if __name__ == "__main__":
    main()
