"""The one place that tells the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
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


def local_moment(day: date, at: time) -> datetime:
    """The moment in UTC at which a Swedish wall shows this day and time."""
    return datetime.combine(day, at.replace(tzinfo=None), STOCKHOLM).astimezone(UTC)


def midnight(day: date) -> datetime:
    """The moment in UTC at which a day begins in Sweden."""
    return local_moment(day, time())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Play another moment in this thread: for a believable year of demo data, and for tests."""
    token = _played.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _played.reset(token)
