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
LONGEST = 15.0  # seconds for an answer, on a machine that has other work too


def test_nobody_notices_that_webs_are_added_started_anew_and_taken_away(
    installation: Installation, stage: Stage
) -> None:
    occasion = publish_an_occasion(stage, places=1500)
    with People(stage, occasion["id"], "replaced") as people:
        installation.restart(installation.containers("registration-web")[0])  # the only one there is
        installation.wait_until_healthy("registration-web")
        scale(installation)
        for name in installation.containers("registration-web"):
            installation.restart(name)
            people.wait_for_more(5)
        installation.remove(installation.containers("registration-web")[-1])
        people.wait_for_more(10)
    installation.note(f"answers while webs were added, started anew and taken away: {people}")
    assert not people.faults(), people
    everything_arrived(stage, people)


def test_one_of_each_may_die(installation: Installation, stage: Stage) -> None:
    occasion = publish_an_occasion(stage, places=1500)
    scale(installation)
    with People(stage, occasion["id"], "killed") as people:
        for name in WANTED:
            installation.inside(name, "python", "-c", KILL, check=False)
            people.wait_for_more(20)
        assert wait_until(lambda: numbers(installation) == WANTED, 120, every=1)
        installation.wait_until_healthy(*WANTED)
    installation.note(f"answers while one of each was killed: {people}")
    # What the killed one may have carried out is not sent again, unless its key remembers the answer.
    assert not people.faults(but=502, of="plain"), people
    assert people.answers["plain", 502] <= 1, people  # one at a time asks, and one web was killed
    everything_arrived(stage, people)


@pytest.mark.parametrize(("server", "told"), [("rabbitmq", 0), ("postgresql", 503)])
def test_a_server_may_be_started_anew(
    installation: Installation, stage: Stage, server: str, told: int
) -> None:
    occasion = publish_an_occasion(stage, places=1500)
    with People(stage, occasion["id"], server) as people:
        people.wait_for_more(10)
        (name,) = installation.containers(server)
        installation.restart(name)
        installation.wait_until_healthy(server)
        people.wait_for_more(20)
    installation.note(f"answers while {server} was started anew: {people}")
    assert not people.faults(but=told), people
    assert people.slowest < LONGEST, people
    everything_arrived(stage, people)
    assert "agrees" in figures_agree(installation)


def scale(installation: Installation) -> None:
    """Run as many of each as are wanted."""
    for name, number in WANTED.items():
        installation.up(name, number=number)
    installation.wait_until_healthy(*WANTED)
    assert numbers(installation) == WANTED


def numbers(installation: Installation) -> dict[str, int]:
    """How many of each are running."""
    return {name: len(installation.containers(name)) for name in WANTED}
