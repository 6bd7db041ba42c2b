"""Doing it again: a copy of an occasion on other days, and dates that recur."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.registration.models import Occasion
from services.registration.operations.activities import OCCASION_RULES, create_occasion
from services.registration.operations.changing import change_occasion
from services.registration.operations.locking import locked_occasion
from services.registration.problems import NoDates, TooManyDates
from services.registration.schemas.catalogue import MOST_SESSIONS
from shared import clock
from shared.ids import new_id

_SAME = ("places", "waiting_places", "allow_passing", "lecturer_contact_id", *OCCASION_RULES)
_MOVED = ("closes_at", "share_until")


def duplicate_occasion(session: Session, occasion_id: UUID, first_day: date) -> Occasion:
    """A draft like an earlier occasion, whose first session is on that day and the others as far after it.

    Deadlines keep their distance to the first day. Raises OccasionNotFound.
    """
    earlier = locked_occasion(session, occasion_id)
    days = (first_day - clock.local(earlier.starts_at).date()).days
    sessions = [
        {
            "starts_at": moved(item.starts_at, days),
            "ends_at": moved(item.ends_at, days),
            "venue": item.venue,
        }
        for item in earlier.sessions
    ]
    new = _settings(earlier, days) | {"sessions": sessions, "series_id": None}
    return create_occasion(session, earlier.activity_id, new)


def repeat_occasion(
    session: Session, occasion_id: UUID, days: Sequence[date], at: Mapping[str, Any], *, as_sessions: bool
) -> list[Occasion]:
    """Add these dates, `at` a time and a venue: as sessions of the occasion, or as drafts like it.

    The drafts have a `series_id` in common with the occasion.
    Raises OccasionNotFound, StateDoesNotFit, NoDates, TooManyDates.
    """
    occasion = locked_occasion(session, occasion_id)
    if not days:
        raise NoDates()
    meetings = [_meeting(day, at) for day in days]
    if as_sessions:
        if len(occasion.sessions) + len(meetings) > MOST_SESSIONS:
            raise TooManyDates()
        return [change_occasion(session, occasion_id, {"sessions": [*_kept(occasion), *meetings]})]
    series_id = occasion.series_id or new_id()
    change_occasion(session, occasion_id, {"series_id": series_id})
    first = clock.local(occasion.starts_at).date()
    return [
        create_occasion(
            session,
            occasion.activity_id,
            _settings(occasion, (day - first).days) | {"series_id": series_id, "sessions": [meeting]},
        )
        for day, meeting in zip(days, meetings, strict=True)
    ]


def moved(moment: datetime, days: int) -> datetime:
    """The same time by the Swedish clock, so many days later."""
    local = clock.local(moment)
    return clock.local_moment(local.date() + timedelta(days), local.time())


def _settings(occasion: Occasion, days: int) -> dict[str, Any]:
    same = {name: getattr(occasion, name) for name in _SAME}
    deadlines = {name: getattr(occasion, name) for name in _MOVED}
    return same | {name: moved(at, days) if at else None for name, at in deadlines.items()}


def _kept(occasion: Occasion) -> list[dict[str, Any]]:
    names = ("id", "starts_at", "ends_at", "venue")
    return [{name: getattr(item, name) for name in names} for item in occasion.sessions]


def _meeting(day: date, at: Mapping[str, Any]) -> dict[str, Any]:
    starts: time = at["starts"]
    ends: time = at["ends"]
    return {
        "starts_at": clock.local_moment(day, starts),
        "ends_at": clock.local_moment(day, ends),
        "venue": at["venue"],
    }
