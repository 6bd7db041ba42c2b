"""Several of each, one of them killed, and servers that are started anew, while people register."""

import pytest

from tests.compose.installation import Installation
from tests.compose.load import People, everything_arrived, figures_agree
from tests.journeys.stage import Stage
from tests.journeys.test_main_journey import publish_an_occasion
from tests.servers.guardian import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

# The process below the container's init, as the system would end it for want of memory.
KILL = """
import os, signal
lowest = min(int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) > 1)
os.kill(lowest, signal.SIGKILL)
"""
WANTED = {"registration-worker": 3, "registration-web": 2}


def test_any_number_runs_and_one_of_each_may_die(installation: Installation, stage: Stage) -> None:
    occasion = publish_an_occasion(stage, places=1500)
    with People(stage, occasion["id"], "killed") as people:
        for name, number in WANTED.items():
            installation.up(name, number=number)
        installation.wait_until_healthy(*WANTED)
        assert {name: len(installation.containers(name)) for name in WANTED} == WANTED
        people.wait_for_more(20)
        for name in WANTED:
            installation.inside(name, "python", "-c", KILL, check=False)
            people.wait_for_more(20)
        came_back = wait_until(
            lambda: {name: len(installation.containers(name)) for name in WANTED} == WANTED, 60, every=1
        )
        assert came_back
        installation.wait_until_healthy(*WANTED)
    installation.note(f"answers while one of each was killed: {dict(people.answers)}")
    everything_arrived(stage, people)


@pytest.mark.parametrize("server", ["rabbitmq", "postgresql"])
def test_a_server_may_be_started_anew(installation: Installation, stage: Stage, server: str) -> None:
    occasion = publish_an_occasion(stage, places=1500)
    with People(stage, occasion["id"], server) as people:
        people.wait_for_more(10)
        (name,) = installation.containers(server)
        installation.engine.run("restart", name)
        installation.wait_until_healthy(server)
        people.wait_for_more(20)
    installation.note(f"answers while {server} was started anew: {dict(people.answers)}")
    everything_arrived(stage, people)
    assert "agrees" in figures_agree(installation)
