"""Runs a server beside a test run and ends it when the run is gone, even when the run was killed.

A program of its own, on the standard library alone: it outlives the worker that started it.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

STOP, KILL, END = signal.SIGTERM, signal.SIGUSR1, signal.SIGUSR2
RECORD, LOG = "guardian.pid", "server.log"
PATIENCE = 10.0
_LOOK_EVERY = 0.2


def wait_until(is_so: Callable[[], bool], seconds: float, every: float = 0.02) -> bool:
    """Wait until something is so, or the time is out; tells which."""
    deadline, pause = monotonic() + seconds, threading.Event()
    while not is_so():
        if monotonic() > deadline:
            return False
        pause.wait(every)
    return True


def guard(spec: dict[str, Any]) -> None:
    """Run the commands until told to end, or the run or the last command is gone."""
    folder = Path(spec["folder"])
    wanted: list[int] = []
    for number in (STOP, KILL, END):
        signal.signal(number, lambda received, _: wanted.append(received))
    record = folder / RECORD
    record.write_text(str(os.getpid()))
    with open(folder / LOG, "ab") as log:
        servers = [_run(command, spec["environment"], log) for command in spec["commands"]]
    main = servers[-1]
    wait_until(
        lambda: bool(wanted) or not _is_alive(spec["alive"]) or main.poll() is not None,
        seconds=float("inf"),
        every=_LOOK_EVERY,
    )
    how = {STOP: spec["stop_signal"], KILL: signal.SIGKILL, END: spec["end_signal"]}
    for server in reversed(servers):
        _end(server, how[wanted[0] if wanted else END])
    if not _is_alive(spec["alive"]):
        shutil.rmtree(spec["belongings"], ignore_errors=True)
    record.unlink(missing_ok=True)


def _run(command: list[str], environment: dict[str, str], log: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


def _end(server: subprocess.Popen[bytes], how: int) -> None:
    _signal(server, how)
    with suppress(subprocess.TimeoutExpired):
        server.wait(PATIENCE)
    _signal(server, signal.SIGKILL)  # what a killed parent leaves behind
    server.wait()


def _signal(server: subprocess.Popen[bytes], number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(server.pid, number)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    guard(json.load(sys.stdin))
