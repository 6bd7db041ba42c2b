"""Logs: one JSON line per event on standard output, with the trace of the work it belongs to."""

import logging
import sys
from typing import Any

import orjson
import structlog

from shared.trace import current_trace


def set_up_logging(level: str, form: str) -> None:
    """Configure the log of this process, once; `form` is json or console."""
    if structlog.is_configured():
        return
    threshold = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=_console() if form == "console" else _json(),
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=(
            structlog.PrintLoggerFactory(sys.stdout)
            if form == "console"
            else structlog.BytesLoggerFactory(sys.stdout.buffer)
        ),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(threshold, logging.WARNING), stream=sys.stdout, format="%(message)s")


def _json() -> list[Any]:
    return [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_trace,
        # Without local variables: they hold names and addresses.
        structlog.processors.ExceptionRenderer(
            structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        ),
        structlog.processors.JSONRenderer(serializer=_dump),
    ]


def _console() -> list[Any]:
    return [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False),
        structlog.dev.ConsoleRenderer(
            colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback
        ),
    ]


def _add_trace(_: Any, __: str, event: Any) -> Any:
    trace = current_trace()
    if trace:
        event.setdefault("trace", trace[3:35])
    return event


def _dump(value: Any, **_: Any) -> bytes:
    return orjson.dumps(value, default=str)
