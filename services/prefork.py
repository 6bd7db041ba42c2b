"""Serving one service from several processes, which share the memory of its application: gunicorn."""

import ctypes
import gc
import logging
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger


class _Log(Logger):
    """What gunicorn has to say, in the log that everything else is in."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel(logging.WARNING)


class _Gunicorn(BaseApplication):
    def __init__(self, make: Callable[[], Flask], options: dict[str, Any]) -> None:
        self._make = make
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._make()


def serve_from_many(make: Callable[[], Flask], bind: str, workers: int, threads: int) -> None:
    """Serve one service with gunicorn until told to stop."""
    options = {
        "bind": bind,
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "graceful_timeout": 30,
        "keepalive": 15,
        "worker_tmp_dir": "/dev/shm",  # noqa: S108 - the heartbeat file must not wait for a disk
        "control_socket_disable": True,  # it would want to write into a read-only home
        # The application is made once and its memory shared by all processes: it holds no connection yet.
        "preload_app": True,
        "pre_fork": _keep_memory_shared,
        "logger_class": _Log,
        "accesslog": None,  # the application logs requests itself, and some of them never
    }
    _Gunicorn(make, options).run()


def _keep_memory_shared(_arbiter: Any, _worker: Any) -> None:
    # Holes in the heap would be filled after the fork, and each page around one copied for it.
    gc.collect()
    give_back = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, other C libraries do not
    if give_back:
        give_back(0)
    gc.freeze()  # or the first collection after the fork would touch, and so copy, every page
