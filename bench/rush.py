"""Three hundred people want thirty places in the same moment: the seconds that the slowest waited."""

import argparse
import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from bench.servers import Servers, median, percentile, report, servers
from services.registration.app import create_app
from services.registration.models import Occasion
from services.registration.settings import Settings
from shared.service import EXTENSION
from shared.settings import load
from tests.journeys.stage import SECRET
from tests.registration.office import Office
from tests.registration.samples import sample_participant
from tests.servers.guardian import wait_until
from tests.servers.server import free_port, listens

PEOPLE, PLACES, WEB_PROCESSES, WARM = 300, 30, 4, 40

Answers = list[tuple[int, dict[str, Any], float]]


def rush(url: str) -> tuple[Office, Occasion, Answers]:
    """Let everybody register at once, on a migrated database; gives office, occasion and answers."""
    office = Office(create_app(load(Settings, database_url=url, secret_key=SECRET, log_level="error")))
    another, occasion = office.open_occasion(places=PEOPLE), office.open_occasion(places=PLACES)
    with served(url) as port:
        at_once(port, another, WARM)  # a server that has just started connects and compiles first
        answers = at_once(port, occasion, PEOPLE)
    return office, occasion, answers


@contextmanager
def served(url: str) -> Iterator[int]:
    """The registration service in several web processes; gives the port."""
    port = free_port()
    settings = {"DATABASE_URL": url, "SECRET_KEY": SECRET, "LOG_LEVEL": "error"}
    command = [sys.executable, "-m", "services", "web", "registration", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [*command, "--workers", str(WEB_PROCESSES)],
        env={"PATH": "/usr/bin:/bin", **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert wait_until(lambda: listens(port) and is_ready(port), 30)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def at_once(port: int, occasion: Occasion, people: int) -> list[tuple[int, dict[str, Any], float]]:
    """So many register at the same moment; gives each status, answer and how long it took."""
    path = f"/registration/api/occasions/{occasion.id}/registrations"
    start = Barrier(people)

    def register(number: int) -> tuple[int, dict[str, Any], float]:
        body = json.dumps(sample_participant(f"Person{number}"))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        start.wait()
        since = time.perf_counter()
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        content = json.loads(answer.read())
        connection.close()
        return answer.status, content, time.perf_counter() - since

    with ThreadPoolExecutor(people) as crowd:
        return list(crowd.map(register, range(people)))


def is_ready(port: int) -> bool:
    """Whether the service answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/registration/healthz")
    status = connection.getresponse().status
    connection.close()
    return status == 200


def measure(own: Servers) -> dict[str, float]:
    """One rush on a fresh database."""
    office, _occasion, answers = rush(own.database("registration"))
    office.app.extensions[EXTENSION].database.dispose()
    taken = [seconds for _status, _answer, seconds in answers]
    return {"slowest_s": max(taken), "median_s": percentile(taken, 0.5)}


def main() -> None:
    """Print the medians of some rounds."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    with servers() as own:
        rounds = [measure(own) for _ in range(given.rounds)]
    report("rush", **{name: median([item[name] for item in rounds]) for name in rounds[0]})


if __name__ == "__main__":
    main()
