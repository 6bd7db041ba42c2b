"""Changing an occasion: its places, its deadline, its days."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.registration.models import CourseSession, Occasion
from services.registration.operations.activities import OCCASION_RULES, new_session, span_sessions
from services.registration.operations.approvals import free_of_approval
from services.registration.operations.attendance import present_at
from services.registration.operations.deadlines import hold_until_the_start
from services.registration.operations.locking import locked_occasion
from services.registration.operations.queue import move_up
from services.registration.operations.states import attendance_state, occasion_state
from services.registration.problems import SessionHasAttendance, SessionNotFound
from shared import events
from shared.audit import note
from shared.envelope import Event
from shared.outbox import emit

_PLAIN = {
    *("places", "waiting_places", "closes_at", "allow_passing", "lecturer_contact_id"),
    *OCCASION_RULES,
}
_AT_ANY_TIME = {"note", "series_id"}  # for the office only: nobody is told


def change_occasion(session: Session, occasion_id: UUID, change: Mapping[str, Any]) -> Occasion:
    """Change what is given; more places move the queue up, fewer never throw anyone out.

    `sessions` is the whole list: one with an id is changed, one without is added, one left out is removed.
    New rules of the queue hold at once; an occasion that no longer asks for approval confirms who was held.
    Raises OccasionNotFound, StateDoesNotFit, SessionNotFound, SessionHasAttendance.
    """
    note(session, "occasion.changed", occasion_id, fields=sorted(change))
    if change and change.keys() <= _AT_ANY_TIME:
        return _set(locked_occasion(session, occasion_id), change)
    occasion = _set(locked_occasion(session, occasion_id, "draft", "published"), change)
    told: list[Event] = []
    if "sessions" in change:
        told = _change_sessions(session, occasion, change["sessions"])
        hold_until_the_start(session, occasion)
    occasion.version += 1
    session.flush()
    if occasion.state == "published":
        state = occasion_state(session, occasion)
        changed = events.OccasionChanged(occasion.id, version=occasion.version, **state)
        freed = [] if occasion.needs_approval else free_of_approval(session, occasion)
        emit(session, changed, *told, *freed, *move_up(session, occasion))
    return occasion


def _set(occasion: Occasion, change: Mapping[str, Any]) -> Occasion:
    for name in change.keys() & _PLAIN:
        setattr(occasion, name, change[name])
    return occasion


def _change_sessions(
    session: Session, occasion: Occasion, wanted: Sequence[Mapping[str, Any]]
) -> list[Event]:
    known = {item.id: item for item in occasion.sessions}
    if any(item.get("id") and item["id"] not in known for item in wanted):
        raise SessionNotFound()
    kept = {item["id"] for item in wanted if item.get("id")}
    if any(item.recorded_at for key, item in known.items() if key not in kept):
        raise SessionHasAttendance()
    told: list[Event] = []
    for item in wanted:
        if course_session := known.get(item.get("id")):  # type: ignore[arg-type]
            told += _change_session(session, course_session, item)
    occasion.sessions = [
        *(known[key] for key in known if key in kept),
        *(new_session(item) for item in wanted if not item.get("id")),
    ]
    span_sessions(occasion)
    return told


def _change_session(session: Session, course_session: CourseSession, item: Mapping[str, Any]) -> list[Event]:
    """Take the new times and venue; attendance that was noted is told anew, for its hours have changed."""
    before = course_session.starts_at, course_session.ends_at
    course_session.starts_at, course_session.ends_at = item["starts_at"], item["ends_at"]
    course_session.venue = item["venue"]
    if course_session.recorded_at is None or before == (item["starts_at"], item["ends_at"]):
        return []
    course_session.version += 1
    state = attendance_state(course_session, present_at(session, course_session.id))
    return [events.AttendanceRecorded(course_session.id, version=course_session.version, **state)]
