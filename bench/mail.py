"""From a registration's answer to its mail at the SMTP server: when idle, and at a paced forty a second."""

import argparse
import http.client
import json
import threading
import time
from queue import Queue
from typing import Any

from bench.clients import FACTS
from bench.registration import occasions
from bench.servers import median, percentile, report, servers
from bench.stack import Stack, four_services
from tests.servers.smtp import Mailbox, smtp


class Clock(Mailbox):
    """An SMTP server that notes when each address was written to."""

    arrived: dict[str, float]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Note the moment."""
        self.arrived.setdefault(envelope.rcpt_tos[0], time.perf_counter())
        return "250 OK"


def registrations(
    stack: Stack, path: str, addresses: list[str], pace: float, threads: int
) -> dict[str, float]:
    """Register each address at its time; returns when each was answered."""
    answered: dict[str, float] = {}
    waiting: Queue[tuple[float, str]] = Queue()
    begin = time.perf_counter() + 0.2
    for number, address in enumerate(addresses):
        waiting.put((begin + number * pace, address))

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", stack.ports["registration"], timeout=30)
        while not waiting.empty():
            due, address = waiting.get()
            time.sleep(max(0.0, due - time.perf_counter()))
            person = {"given_name": "Anna", "family_name": "Ek", "email": address, **FACTS}
            headers = {"Content-Type": "application/json"}
            connection.request("POST", path, json.dumps(person), headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 201:
                raise RuntimeError(answer.status)
            answered[address] = time.perf_counter()

    pool = [threading.Thread(target=work) for _ in range(threads)]
    for thread in pool:
        thread.start()
    for thread in pool:
        thread.join()
    return answered


def measure(stack: Stack, mailbox: Clock, path: str, name: str, count: int, pace: float) -> list[float]:
    """Milliseconds from answer to mail."""
    addresses = [f"{name}.{number}@nacka.example" for number in range(count)]
    answered = registrations(stack, path, addresses, pace, threads=1 if pace > 0.1 else 8)
    deadline = time.monotonic() + 60
    while not answered.keys() <= mailbox.arrived.keys() and time.monotonic() < deadline:
        time.sleep(0.05)
    return [max(0.0, mailbox.arrived[item] - at) * 1000 for item, at in answered.items()]


def main() -> None:
    """Idle first, then paced."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rate", type=int, default=40, help="Registrations a second.")
    arguments.add_argument("--count", type=int, default=800)
    given = arguments.parse_args()
    with servers() as own, smtp(Clock) as mailbox, four_services(own, mailbox.url) as stack:
        mailbox.arrived = {}
        (path, *_) = [
            f"/registration/api/occasions/{item}/registrations"
            for item in occasions(stack.databases["registration"])
        ]
        measure(stack, mailbox, path, "warm", 20, 0.1)
        idle = measure(stack, mailbox, path, "idle", 60, 0.25)
        paced = measure(stack, mailbox, path, "paced", given.count, 1 / given.rate)
    report(
        "mail",
        idle_p50_ms=median(idle),
        idle_p95_ms=percentile(idle, 0.95),
        rate_per_s=given.rate,
        paced_p50_ms=median(paced),
        paced_p95_ms=percentile(paced, 0.95),
    )


if __name__ == "__main__":
    main()
