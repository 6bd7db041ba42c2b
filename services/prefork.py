"""Serving one service from several processes, which share the memory of its application: gunicorn."""

import ctypes
import gc
import logging
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from services.leaving import GRACE, PATIENCE
from shared.web.health import STOPPING


class _Log(Logger):
    """What gunicorn has to say, in the log that everything else is in."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel(logging.WARNING)


class _Worker(ThreadWorker):
    """A process that leaves in order: gunicorn's own stops at once to take in those who knock."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Say that it leaves, and go on answering until nobody comes any more; then leave."""
        stopping: threading.Event = self.app.wsgi().extensions.setdefault(STOPPING, threading.Event())
        if stopping.is_set():
            return
        stopping.set()
        self.cfg.set("keepalive", 0)  # each answer is the last on its connection
        later = threading.Timer(GRACE, super().handle_exit, (sig, frame))
        later.daemon = True
        later.start()

    def set_accept_enabled(self, enabled: bool) -> None:
        """As gunicorn's; once the process leaves, the door is closed, not only left unattended."""
        super().set_accept_enabled(enabled)
        if not enabled and not self.alive:
            for listener in self.sockets:
                self._let_in(listener)
                listener.close()

    def _let_in(self, listener: Any) -> None:
        """Take in whoever has knocked already: closing would cut them off."""
        known = -1
        while known != self.nr_conns:
            known = self.nr_conns
            self.accept(listener)


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
        "worker_class": _Worker,
        "graceful_timeout": int(GRACE + PATIENCE),
        "keepalive": 95,  # longer than gateways keep a connection, so that none sends on one that closes
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
