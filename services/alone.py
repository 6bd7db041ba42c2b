"""Serving one service from one process: waitress, which leaves in order."""

import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import WSGITask

from services.leaving import GRACE, PATIENCE
from shared.web.health import STOPPING

_TURN = 0.5  # seconds for which a round of the loop waits for something to happen
_LAST_WORDS = 2.0  # seconds for which a connection may stand on which nothing is asked


class _Task(WSGITask):
    """A request; while the server is leaving, its answer is the last on its connection."""

    def build_response_header(self) -> bytes:
        if self.channel.server.is_leaving():
            self.set_close_on_finish()
        return bytes(super().build_response_header())


class _Channel(HTTPChannel):
    task_class = _Task


def serve_from_one(make: Callable[[], Flask], bind: str, threads: int) -> None:
    """Serve one service with waitress until told to stop; Ctrl+C ends it at once."""
    app = make()
    stopping: threading.Event = app.extensions.setdefault(STOPPING, threading.Event())
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a shell has it ignored
    # The application's settings say whether a proxy stands in front: without one it heeds no such headers.
    options = {"threads": threads, "ident": None, "clear_untrusted_proxy_headers": False}
    server: Any = create_server(app, listen=bind, **options)
    server.channel_class, server.is_leaving = _Channel, stopping.is_set
    with suppress(KeyboardInterrupt):
        _go_round(server, lambda: not stopping.is_set())
        _leave(server)


def _leave(server: Any) -> None:
    """Answer whoever still comes, close the door behind them, and finish what is at hand."""
    gone_at = monotonic() + GRACE
    _go_round(server, lambda: monotonic() < gone_at)
    _close_door(server)
    closed_at = monotonic()
    _go_round(server, lambda: _is_busy(server, monotonic() - closed_at))
    server.task_dispatcher.shutdown()


def _go_round(server: Any, wanted: Callable[[], bool]) -> None:
    while wanted():
        server.asyncore.loop(timeout=_TURN, map=server._map, use_poll=True, count=1)


def _close_door(server: Any) -> None:
    """Stop listening; whoever has knocked already is let in first, for closing would cut them off."""
    known = -1
    while known != len(server.active_channels):
        known = len(server.active_channels)
        server.handle_accept()
    server.del_channel()
    server.socket.close()


def _is_busy(server: Any, seconds: float) -> bool:
    """Whether something is still asked or answered, so long after the door was closed."""
    channels = list(server.active_channels.values())
    if seconds < _LAST_WORDS:  # whoever came last may not have spoken yet
        return bool(channels)
    return seconds < PATIENCE and any(
        one.requests or one.request or one.total_outbufs_len for one in channels
    )
