"""Starts our commands as processes that begin in a fifth of a second: forked from one that has imported all.

A program of its own, without a thread, since it forks; it reads orders as lines of JSON and tells, also in
lines, which process began and which is gone.
"""

import ctypes
import json
import os
import select
import signal
import sys
from pathlib import Path
from typing import Any

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


def serve() -> None:
    """Fork a process for each order; leave when whoever gives them is gone."""
    _import_everything()
    children: set[int] = set()
    try:
        _tell(ready=True)
        _take_orders(children)
    finally:
        for process in children:
            os.killpg(process, signal.SIGKILL)


def _take_orders(children: set[int]) -> None:
    orders = b""
    while True:
        for process in _gone(children):
            _tell(gone=process)
        if not select.select([0], [], [], 0.05)[0]:
            continue
        read = os.read(0, 65536)
        if not read:
            break
        *lines, orders = (orders + read).split(b"\n")
        for line in lines:
            children.add(process := _start(json.loads(line)))
            _tell(started=process)


def _gone(children: set[int]) -> list[int]:
    ended = [process for process in children if os.waitpid(process, os.WNOHANG)[0]]
    children.difference_update(ended)
    return ended


def _tell(**what: Any) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")


def _import_everything() -> None:
    import gunicorn.app.base
    import waitress

    import services.__main__
    import services.prefork
    import services.serve
    import shared.worker
    from services.names import SERVICES, handlers_of, jobs_of, module

    assert gunicorn.app.base and waitress and services.__main__ and services.prefork and services.serve
    assert shared.worker
    for name in SERVICES:
        module(name, "app")
        handlers_of(name)
        jobs_of(name)


def _start(order: dict[str, Any]) -> int:
    """A process in a group of its own, so that a master dies together with its children."""
    process = os.fork()
    if process:
        return process
    try:
        os.setsid()
        if die_with := getattr(ctypes.CDLL(None), "prctl", None):
            die_with(_DIE_WITH_PARENT, signal.SIGKILL)
        _redirect(order["log"])
        os.environ.update(order["settings"])
        sys.argv[1:] = order["arguments"]
        _run(order)
    except SystemExit:
        pass
    except BaseException:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def _redirect(log: str) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(nothing, 0)
    os.dup2(target, 1)
    os.dup2(target, 2)


def _run(order: dict[str, Any]) -> None:
    from services.__main__ import run
    from tests.faults.armed import arm, read_points

    if order["points"]:
        fuse = Path(f"{order['log']}.{os.getpid()}.fuse")
        fuse.touch()
        arm(read_points(order["points"]), fuse)
    run()


if __name__ == "__main__":
    serve()
