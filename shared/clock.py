"""The one place that tells the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")

_played: ContextVar[datetime | None] = ContextVar("played_time", default=None)


def now() -> datetime:
    """The present moment in UTC, or the moment that `at` plays."""
    return _played.get() or datetime.now(UTC)


def today() -> date:
    """The present date as people in Sweden see it."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """A moment as the clock on a Swedish wall shows it."""
    return moment.astimezone(STOCKHOLM)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Play another moment in this thread: for a believable year of demo data, and for tests."""
    token = _played.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _played.reset(token)
