"""One process on SQLite, killed at any moment while people register: nothing is lost, or done twice."""

import os
import random
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa
from click.testing import CliRunner

from services.__main__ import main
from services.embedded import Embedded
from services.names import SERVICES
from services.notifications.models import Message
from services.registration.models import Registration
from shared import clock
from shared.beats import report
from shared.service import EXTENSION, transaction
from tests.faults.one_fault.conftest import NIGHTLY
from tests.faults.one_fault.crowd import NO_ANSWER, Crowd
from tests.registration.office import Office
from tests.servers.guardian import wait_until
from tests.servers.server import free_port

SEED, PLACES = 20, 40


class OneProcess:
    """`services up` on a data folder."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        words = ["up", "--port", str(self.port), "--data", str(self.data), "--empty"]
        silent = subprocess.DEVNULL
        command = [sys.executable, "-m", "services", *words]
        self.process = subprocess.Popen(command, stdout=silent, stderr=silent, env=os.environ)

    def answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/registration/readyz", timeout=5).ok
        except NO_ANSWER:
            return False

    def kill(self) -> None:
        assert self.process
        assert self.process.poll() is None, "it ended by itself"
        self.process.kill()
        self.process.wait()


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("kills", [3, pytest.param(25, marks=NIGHTLY)])
def test_one_process_that_is_killed_under_load_loses_nothing_and_does_nothing_twice(
    tmp_path: Path, kills: int
) -> None:
    chance, runs = random.Random(SEED), OneProcess(tmp_path / "data")
    occasion_id = prepared(runs)
    crowd = Crowd(f"{runs.url}/registration/api/occasions/{occasion_id}/registrations")
    crowd.begins()
    try:
        for number in range(kills):
            runs.start()
            if number % 4 != 3:  # each fourth dies as it starts
                assert wait_until(runs.answers, 60)
            wait_until(lambda: runs.process.poll() is not None, chance.uniform(0.1, 1.2))
            runs.kill()
        runs.start()
        assert wait_until(runs.answers, 60)
    finally:
        crowd.ends()
        runs.kill()
    assert not crowd.refused and len(crowd.accepted) > 5 * kills
    everything_holds(runs, crowd)


def prepared(runs: OneProcess) -> str:
    """A data folder with an occasion that people may register for."""
    embedded = Embedded(runs.data, runs.url)
    occasion = Office(embedded.apps["registration"]).open_occasion(places=PLACES)
    embedded.settle()
    embedded.stop()
    return str(occasion.id)


def everything_holds(runs: OneProcess, crowd: Crowd) -> None:
    """What was accepted is there once, told of once, and reported as it is."""
    embedded = Embedded(runs.data, runs.url)
    with clock.at(clock.now() + timedelta(minutes=10)):  # a letter that was on its way is given another try
        embedded.settle()
    registrations = rows(embedded, "registration", sa.select(Registration.id, Registration.status))
    assert sorted(str(row.id) for row in registrations) == sorted(crowd.accepted.values())
    places = Counter(row.status for row in registrations)
    assert places == Counter(confirmed=PLACES, waiting=len(registrations) - PLACES) or len(places) == 1
    assert places["confirmed"] <= PLACES
    told = rows(embedded, "notifications", sa.select(Message.registration_id, Message.state))
    assert Counter(row.registration_id for row in told) == Counter(row.id for row in registrations)
    assert {row.state for row in told} == {"sent"}
    assert len(list((runs.data / "mailbox").glob("*.eml"))) == len(told)
    for name in SERVICES:
        with embedded.apps[name].app_context(), transaction() as session:
            figures = report(session).figures
        left = [figures[key] for key in ("outbox_length", "inbox_retries", "inbox_failed")]
        assert left == [0, 0, 0], name
    embedded.stop()
    agreed = CliRunner().invoke(main, ["reconcile", "--data", str(runs.data)])
    assert (agreed.exit_code, agreed.output.count("\n")) == (0, 1), agreed.output


def rows(embedded: Embedded, service: str, statement: sa.Select[tuple[object, ...]]) -> list[sa.Row[object]]:
    with embedded.apps[service].extensions[EXTENSION].database.read() as session:
        return list(session.execute(statement))
