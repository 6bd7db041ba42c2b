"""When digests are due: on one day of the week or the month, at an hour of the Swedish wall."""

from datetime import date, datetime, time, timedelta

from services.registration.settings import Settings
from shared import clock


def next_due(settings: Settings, after: datetime) -> datetime:
    """The first moment of a digest after another moment; the setting is not off."""
    day = _first_day(settings, clock.local(after).date())
    due_at = _at(settings, day)
    return due_at if due_at > after else _at(settings, _first_day(settings, day + timedelta(days=1)))


def a_period_before(settings: Settings, moment: datetime) -> datetime:
    """A week or a month earlier, at the same hour of the wall: since when the first digest tells."""
    wall = clock.local(moment)
    if settings.digest == "weekly":
        return clock.local_moment(wall.date() - timedelta(weeks=1), wall.time())
    last_of_month = wall.date().replace(day=1) - timedelta(days=1)
    return clock.local_moment(last_of_month.replace(day=min(wall.day, last_of_month.day)), wall.time())


def _first_day(settings: Settings, day: date) -> date:
    """That day or the first one after it on which digests go out."""
    if settings.digest == "weekly":
        return day + timedelta(days=(settings.digest_day - day.isoweekday()) % 7)
    if day.day <= settings.digest_day:
        return day.replace(day=settings.digest_day)
    return (day.replace(day=1) + timedelta(days=31)).replace(day=settings.digest_day)


def _at(settings: Settings, day: date) -> datetime:
    return clock.local_moment(day, time(settings.digest_hour))
