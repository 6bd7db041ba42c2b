"""A web process that is told to stop: it says so, answers whoever still comes, and finishes what it began."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
import requests

from tests.servers.guardian import wait_until
from tests.servers.server import free_port, listens

PATIENCE = 30.0  # seconds
FIRST_HALF = b"POST /registration/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nem"


@dataclass
class Web:
    """A web process of the registration service."""

    database_url: str
    workers: int
    port: int = field(default_factory=free_port)

    def __enter__(self) -> "Web":
        given = {"DATABASE_URL": self.database_url, "SECRET_KEY": "k" * 40, "LOG_LEVEL": "error"}
        command = ["web", "registration", "--bind", f"127.0.0.1:{self.port}", "--workers", str(self.workers)]
        self.process = subprocess.Popen([sys.executable, "-m", "services", *command], env=os.environ | given)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def ask(self, page: str, by: requests.Session | None = None) -> requests.Response:
        """What it answers on a connection of its own, or on one that somebody keeps."""
        return (by or requests).get(f"http://127.0.0.1:{self.port}/registration/{page}", timeout=PATIENCE)


@pytest.fixture
def webs(fresh_database: Callable[[str, str], str]) -> Iterator[list[Web]]:
    """One under each server: waitress for one process, gunicorn for several."""
    url = fresh_database("registration", "sqlite")
    with ExitStack() as stack:
        made = [stack.enter_context(Web(url, workers)) for workers in (1, 2)]
        assert wait_until(lambda: all(listens(web.port) for web in made), PATIENCE)
        yield made


@pytest.fixture
def visitors(webs: list[Web]) -> Iterator[list[tuple[Web, requests.Session, socket.socket]]]:
    """At each a program that keeps its connection, and somebody who has sent half of a form."""
    with ExitStack() as stack:
        made = []
        for web in webs:
            half = stack.enter_context(socket.create_connection(("127.0.0.1", web.port), PATIENCE))
            half.sendall(FIRST_HALF)
            made.append((web, stack.enter_context(requests.Session()), half))
        yield made


def test_a_web_process_that_is_told_to_stop_loses_no_request(
    visitors: list[tuple[Web, requests.Session, socket.socket]],
) -> None:
    for web, kept, _half in visitors:
        assert web.ask("healthz", kept).headers.get("Connection") != "close"
    for web, _kept, _half in visitors:
        web.process.terminate()
    for web, kept, _half in visitors:
        assert wait_until(lambda web=web: "stopping" in web.ask("readyz").text, PATIENCE)
        last = web.ask("healthz", kept)
        assert (last.status_code, last.headers["Connection"]) == (200, "close")
    for web, _kept, half in visitors:
        assert wait_until(lambda web=web: not listens(web.port), PATIENCE)
        half.sendall(b"pt")
        assert half.recv(4096).startswith(b"HTTP/1.1 ")
        assert web.process.wait(PATIENCE) == 0
