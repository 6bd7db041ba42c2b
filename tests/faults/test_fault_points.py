import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.armed import POINTS, read_points
from tests.faults.plan import make_plan
from tests.house_rules.sources import python_files

_POINT = re.compile(r'sys\.audit\("kursforum\.(\w+)"')


def test_the_product_has_exactly_the_points_that_can_be_armed() -> None:
    found = [name for path in python_files("services", "shared") for name in _POINT.findall(path.read_text())]
    assert sorted(found) == sorted(POINTS)


def test_nothing_in_the_product_listens_at_a_point() -> None:
    listening = [path for path in python_files("services", "shared") if "addaudithook" in path.read_text()]
    assert listening == []


# In a process of its own each time: a hook of Python's stays until the process ends.
_PASSES = """
import sys
from pathlib import Path
from tests.faults.armed import arm
arm({"letter_taken": 3}, Path(sys.argv[1]) if sys.argv[1:] else None)
for number in range(5):
    print(number, flush=True)
    sys.audit("kursforum.letter_taken")
"""


def test_a_process_dies_at_the_nth_passing_and_not_before() -> None:
    done = _run("-c", _PASSES)
    assert (done.returncode, done.stdout.split()) == (-signal.SIGKILL, ["0", "1", "2"])


def test_of_processes_with_the_same_fuse_one_dies(tmp_path: Path) -> None:
    fuse = tmp_path / "fuse"
    fuse.touch()
    assert [_run("-c", _PASSES, str(fuse)).returncode for _ in range(2)] == [-signal.SIGKILL, 0]


def test_the_runner_arms_and_then_runs_the_command() -> None:
    command = ("healthy", "web", "reporting", "--port", "1")
    assert (
        _run("-m", "tests.faults.armed", "letter_taken:1", "--", *command).returncode == 1
    )  # nobody answers


def test_an_unknown_point_is_refused() -> None:
    with pytest.raises(ValueError, match="no fault point lettr_taken"):
        read_points("lettr_taken:1")


def test_the_same_seed_gives_the_same_plan() -> None:
    assert make_plan(7, 700) == make_plan(7, 700) != make_plan(8, 700)


def test_two_hundred_seeds_try_every_kind_of_fault_and_every_point() -> None:
    faults = [fault for seed in range(1, 201) for fault in make_plan(seed, 700).faults]
    assert len({fault.name for fault in faults}) == 15
    armed = {fault.arguments[1].partition(":")[0] for fault in faults if fault.name == "arm"}
    assert armed == set(POINTS)


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
