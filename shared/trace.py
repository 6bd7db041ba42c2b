"""W3C trace context: one id that joins the logs of a request and of all that it caused."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_trace: ContextVar[str | None] = ContextVar("traceparent", default=None)


def current_trace() -> str | None:
    """The traceparent of the work at hand, or None outside any."""
    return _trace.get()


@contextmanager
def traced(parent: str | None) -> Iterator[str]:
    """Work within the given trace, or within a new one when it is absent or malformed."""
    if not parent or not _TRACEPARENT.fullmatch(parent):
        parent = f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
    token = _trace.set(parent)
    try:
        yield parent
    finally:
        _trace.reset(token)
