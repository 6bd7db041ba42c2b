"""Runs a command of ours with armed fault points: the process kills itself when it passes one the Nth time.

    python -m tests.faults.armed events_confirmed:3,batch_handled:1 -- worker registration

The product names its points by `sys.audit("kursforum.…")`; only a hook of Python's own hears them, and
nothing in the product can set one.
"""

import os
import signal
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

POINTS = (
    "change_committed",
    "events_selected",
    "events_published",
    "events_confirmed",
    "handler_called",
    "batch_handled",
    "batch_committed",
    "letter_taken",
)
_PREFIX = "kursforum."


def read_points(text: str) -> dict[str, int]:
    """`POINT:NTH,…` as a table. Raises ValueError for a point that the product does not have."""
    points = {name: int(nth) for name, _, nth in (part.partition(":") for part in text.split(",") if part)}
    if unknown := points.keys() - set(POINTS):
        raise ValueError(f"there is no fault point {', '.join(sorted(unknown))}")
    return points


def arm(points: Mapping[str, int], fuse: Path | None = None) -> None:
    """Kill this process when it passes a point the Nth time.

    A `fuse` is a file that is burnt by the first death, so that of several processes with this hook, or of
    those which their master starts anew, one dies.
    """
    passed: Counter[str] = Counter()

    def hear(event: str, _arguments: tuple[object, ...]) -> None:
        if not event.startswith(_PREFIX):
            return
        point = event.removeprefix(_PREFIX)
        passed[point] += 1
        if passed[point] == points.get(point) and _burns(fuse):
            os.kill(os.getpid(), signal.SIGKILL)  # nothing is flushed, closed or told

    sys.addaudithook(hear)


def _burns(fuse: Path | None) -> bool:
    if fuse is None:
        return True
    try:
        fuse.unlink()
    except FileNotFoundError:
        return False
    return True


def main(arguments: list[str]) -> None:
    """Arm the points before `--`, and run the command after it."""
    points, _dashes, *command = arguments
    arm(read_points(points))
    sys.argv[1:] = command
    from services.__main__ import run

    run()


if __name__ == "__main__":
    main(sys.argv[1:])
