"""The two stages: everything in one process, and four web processes, four workers and real servers."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import pytest
import requests

from services.names import SERVICES
from tests.journeys.stage import PATIENCE, SECRET, Stage, letters_in
from tests.servers.databases import Databases
from tests.servers.guardian import wait_until
from tests.servers.server import free_port
from tests.servers.smtp import smtp

TOKEN = ("tokens", "create", "--role", "admin", "--name", "Journey")
AT_ONCE = {"EVALUATION_DELAY": "0", "LOG_LEVEL": "warning"}


@contextmanager
def one_process(data: Path) -> Iterator[Stage]:
    """Everything in one process, on SQLite, as `make up` starts it."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    up = ("up", "--port", str(port), "--data", str(data), "--empty")
    printed = data.with_suffix(".log")
    with printed.open("w") as log, _process(AT_ONCE, *up, output=log):
        for name in SERVICES:
            _wait_until_ready(f"{url}/{name}")
        token = _run({}, *TOKEN, "--data", str(data))
        stage = Stage(dict.fromkeys(SERVICES, url), lambda: letters_in(data / "mailbox"), token)
        stage.password = _password_in(printed.read_text())
        with stage.http:
            yield stage


@contextmanager
def four_services(databases: Databases, broker_url: str) -> Iterator[Stage]:
    """A web process and a worker for each service, on PostgreSQL, RabbitMQ and SMTP."""
    with smtp() as mailbox, ExitStack() as stack:
        ports = {name: free_port() for name in SERVICES}
        urls = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
        common = {
            "RABBITMQ_URL": broker_url,
            "SMTP_URL": mailbox.url,
            "SECRET_KEY": SECRET,
            "BASE_URL": urls["registration"],
            **AT_ONCE,
        }
        stage = Stage(urls, lambda: list(mailbox.messages))
        stack.enter_context(stage.http)
        for name in SERVICES:
            settings = common | {"DATABASE_URL": databases.fresh(name, "postgresql", Path())}
            stack.callback(databases.drop, settings["DATABASE_URL"])
            if name == "registration":
                stage.token = _run(settings, *TOKEN)
            # Both servers of HTTP are tried: from several processes, and from one.
            workers = "2" if name == "registration" else "1"
            bind = ("--bind", f"127.0.0.1:{ports[name]}", "--workers", workers)
            stack.enter_context(_process(settings, "web", name, *bind))
            stack.enter_context(_process(settings, "worker", name))
        for name, url in urls.items():
            _wait_until_ready(f"{url}/{name}")
        yield stage


@pytest.fixture(params=["one_process", "four_services"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """A running Kursforum, in each of its two ways."""
    if request.param == "one_process":
        with one_process(tmp_path / "data") as found:
            yield found
        return
    broker_url = request.getfixturevalue("rabbitmq_vhost")
    request.getfixturevalue("postgresql_server")
    with four_services(request.getfixturevalue("databases"), broker_url) as found:
        yield found


def _wait_until_ready(url: str) -> None:
    def is_ready() -> bool:
        try:
            return requests.get(f"{url}/readyz", timeout=5).json()["status"] == "ready"
        except (requests.RequestException, ValueError, KeyError):
            return False

    assert wait_until(is_ready, PATIENCE, every=0.1), url


def _run(settings: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "services", *arguments]
    done = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _password_in(printed: str) -> str:
    """The administrator's password, which the first start shows."""
    found = re.search(r"Password\s+(\S+)", printed)
    assert found, printed
    return found[1]


@contextmanager
def _process(
    settings: dict[str, str], *arguments: str, output: IO[str] | int = subprocess.DEVNULL
) -> Iterator[None]:
    command = [sys.executable, "-m", "services", *arguments]
    process = subprocess.Popen(command, env=os.environ | settings, stdout=output)
    try:
        yield
    finally:
        # By SIGTERM a web process would wait until a gateway has turned to others.
        process.send_signal(signal.SIGINT if arguments[0] == "web" else signal.SIGTERM)
        process.wait(PATIENCE)
