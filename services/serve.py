"""Serving over HTTP: from one process by waitress, from several by gunicorn."""

import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

from flask import Flask

Wsgi = Callable[..., Any]


def serve_service(make: Callable[[], Flask], bind: str, workers: int, threads: int) -> None:
    """Serve one service at `bind` until told to stop."""
    if workers > 1:
        from services.prefork import serve_from_many  # a process loads only the server that it uses

        return serve_from_many(make, bind, workers, threads)
    from services.alone import serve_from_one

    # A master with one worker would have half of the application twice.
    return serve_from_one(make, bind, threads)


def serve_from_here(application: Wsgi, bind: str, threads: int = 8) -> None:
    """Serve a WSGI application from this process until interrupted."""
    import waitress

    # The application's settings say whether a proxy stands in front: without one it heeds no such headers.
    options = {"threads": threads, "ident": None, "clear_untrusted_proxy_headers": False}
    waitress.serve(application, listen=bind, **options)


def leave_when_told() -> None:
    """Let SIGTERM end this process as Ctrl+C does: after the requests at hand."""

    def leave(_signal: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, leave)
