"""What an error says is cut before it is logged: databases and mail servers quote what people wrote."""

import json
import logging
from typing import Any

import pytest
import structlog

from shared.logging import MASK, JsonLines, LibraryLines, processors

REFUSED = "550 5.1.1 <anna.ek@huddinge.example> is unknown"
TAKEN = (
    "duplicate key\nDETAIL:  Key (email_key, name_key)=(anna.ek@huddinge.example, anna ek) already exists."
)


def _fail() -> None:
    try:
        raise ValueError(TAKEN)
    except ValueError as error:
        raise RuntimeError(REFUSED) from error


@pytest.mark.parametrize("form", ["json", "console"])
def test_an_error_is_logged_with_its_place_and_its_cause_and_without_data(form: str) -> None:
    line = _told(form)
    assert all(
        said in line for said in ("test_logging.py", "_fail", "RuntimeError", "duplicate key", "550 5.1.1")
    )
    assert "anna" not in line


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_text_in_a_line_loses_addresses_and_what_follows_its_first_line(form: str) -> None:
    log = structlog.wrap_logger(structlog.ReturnLogger(), processors=processors(form))
    line = _text(log.error("event_parked", error=TAKEN, words=REFUSED))
    assert ("duplicate key" in line, "is unknown" in line, "anna" in line) == (True, True, False)


def test_what_a_library_logs_is_cut_in_the_same_way() -> None:
    try:
        _fail()
    except RuntimeError as error:
        given = ("to %s", ("anna.ek@huddinge.example",), (RuntimeError, error, error.__traceback__))
    line = LibraryLines().format(logging.LogRecord("smtp", logging.ERROR, __file__, 1, *given))
    assert line.startswith("to <address>") and "duplicate key" in line and "anna" not in line


def _told(form: str) -> str:
    log = structlog.wrap_logger(structlog.ReturnLogger(), processors=processors(form))
    try:
        _fail()
    except RuntimeError:
        return _text(log.exception("loop_failed", loop="consume"))
    return ""


def _text(line: Any) -> str:
    return line.decode() if isinstance(line, bytes) else str(line)


def test_what_a_library_logs_is_one_line_of_json_without_addresses() -> None:
    given = ("refused for %s\nRCPT TO", ("anna@nacka.example",), None)
    record = logging.LogRecord("smtp", logging.ERROR, __file__, 1, *given)
    line = JsonLines().format(record)
    assert "\n" not in line
    written = json.loads(line)
    assert (written["logger"], written["level"]) == ("smtp", "error")
    assert written["event"] == f"refused for {MASK}\nRCPT TO"
