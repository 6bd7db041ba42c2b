import subprocess
import sys

import pytest

from tests.servers.missing import ServerIsMissing, need

# Many kinds of fault, but for the broker's own end, which takes half a minute; `make chaos` plays any number.
WANTED = ("1", "--seed", "882", "--people", "60")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_journey_loses_nothing_and_does_nothing_twice_whatever_fails() -> None:
    need(_play)


def _play() -> None:
    command = [sys.executable, "-m", "tests.faults.chaos", *WANTED]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 3:
        raise ServerIsMissing(done.stdout.strip())
    assert done.returncode == 0, done.stdout + done.stderr
