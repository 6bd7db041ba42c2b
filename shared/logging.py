"""Logs: one JSON line per event on standard output, with the trace of the work it belongs to.

No line names a person. What we write ourselves has ids and fingerprints; of an error, whose text may quote
what somebody wrote, the first line is kept, without the addresses in it: what a database adds below is data.
"""

import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import Any, TextIO

import orjson
import structlog

from shared.trace import current_trace


def set_up_logging(level: str, form: str) -> None:
    """Configure the log of this process, once; `form` is json or console."""
    if structlog.is_configured():
        return
    threshold = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=processors(form),
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=(
            structlog.PrintLoggerFactory(sys.stdout)
            if form == "console"
            else structlog.BytesLoggerFactory(sys.stdout.buffer)
        ),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(LibraryLines() if form == "console" else JsonLines())
    logging.basicConfig(level=max(threshold, logging.WARNING), handlers=[handler])


def processors(form: str) -> list[Any]:
    """What a line passes through until it is text; `form` is json or console."""
    return _console() if form == "console" else _json()


class LibraryLines(logging.Formatter):
    """How what libraries log becomes text."""

    def format(self, record: logging.LogRecord) -> str:
        """The line without addresses."""
        return _ADDRESS.sub(MASK, super().format(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 — the library's name
        """Where an error came from, and the first line of what it says."""
        return "".join(_traced(ei[1]))


class JsonLines(LibraryLines):
    """The same as JSON, beside what we write ourselves."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever was logged."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z")
        line = {"logger": record.name, "event": super().format(record), "level": record.levelname.lower()}
        return orjson.dumps(line | {"timestamp": at}).decode()


MASK = "<address>"
_ADDRESS = re.compile(r"[^\s<>()\"',;:=\[\]]+@[^\s<>()\"',;:=\[\]]+")


def _json() -> list[Any]:
    return [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_trace,
        # Without local variables: they hold names and addresses.
        structlog.processors.ExceptionRenderer(
            structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        ),
        _without_data,
        structlog.processors.JSONRenderer(serializer=_dump),
    ]


def _console() -> list[Any]:
    return [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False),
        _without_data,
        structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty(), exception_formatter=_print_traced),
    ]


def _without_data(_: Any, __: str, event: Any) -> Any:
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = masked(value)
    for error in event.get("exception", ()) if isinstance(event.get("exception"), list) else ():
        error["exc_value"] = masked(error["exc_value"])
        error.pop("exc_notes", None)
    return event


def masked(text: str) -> str:
    """The first line of an error's text, without the addresses in it, and as PostgreSQL keeps text."""
    return _ADDRESS.sub(MASK, text.partition("\n")[0].replace("\0", ""))


def _print_traced(to: TextIO, exc_info: Any) -> None:
    to.write("\n" + "".join(_traced(exc_info[1])))


def _traced(error: BaseException | None) -> list[str]:
    """An error and what caused it, each with its place and the first line of its text."""
    if error is None:
        return []
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return [
        *_traced(before),
        *traceback.format_tb(error.__traceback__),
        f"{type(error).__name__}: {masked(str(error))}\n",
    ]


def _add_trace(_: Any, __: str, event: Any) -> Any:
    trace = current_trace()
    if trace:
        event.setdefault("trace", trace[3:35])
    return event


def _dump(value: Any, **_: Any) -> bytes:
    return orjson.dumps(value, default=str)
