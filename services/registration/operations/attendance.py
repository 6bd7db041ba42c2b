"""Who was present at a session: the whole list at a time, as often as needed."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Attendance, CourseSession, Registration
from services.registration.operations.locking import locked_occasion
from services.registration.operations.occasions import emit_completed
from services.registration.operations.states import attendance_state
from services.registration.problems import NotAParticipant, SessionNotFound
from shared import clock, events
from shared.i18n import lazy as _
from shared.outbox import emit


def record_attendance(session: Session, session_id: UUID, present: Iterable[UUID]) -> CourseSession:
    """Note the whole list of those present at a session; the same list again changes nothing.

    Raises SessionNotFound, StateDoesNotFit, NotAParticipant.
    """
    wanted = set(present)
    found = session.get(CourseSession, session_id)
    if found is None:
        raise SessionNotFound()
    occasion = locked_occasion(session, found.occasion_id, "published", "completed")
    course_session = session.get_one(CourseSession, session_id, populate_existing=True)
    _check_participants(session, occasion.id, wanted)
    before = present_at(session, session_id)
    if course_session.recorded_at is not None and before == wanted:
        return course_session
    _replace(session, session_id, before, wanted)
    course_session.version += 1
    course_session.recorded_at = clock.now()
    state = attendance_state(course_session, wanted)
    emit(session, events.AttendanceRecorded(session_id, version=course_session.version, **state))
    if occasion.state == "completed":
        occasion.version += 1
        emit_completed(session, occasion)
    return course_session


def present_at(session: Session, session_id: UUID) -> set[UUID]:
    """The registrations of those present at a session."""
    return set(
        session.scalars(sa.select(Attendance.registration_id).where(Attendance.session_id == session_id))
    )


def _check_participants(session: Session, occasion_id: UUID, wanted: set[UUID]) -> None:
    confirmed = sa.select(Registration.id).where(
        Registration.occasion_id == occasion_id, Registration.status == "confirmed"
    )
    if strangers := wanted - set(session.scalars(confirmed)):
        reason = _("These have no place on the occasion: %(ids)s", ids=", ".join(map(str, sorted(strangers))))
        raise NotAParticipant(errors={"present": [reason]})


def _replace(session: Session, session_id: UUID, before: set[UUID], wanted: set[UUID]) -> None:
    if gone := before - wanted:
        session.execute(
            sa.delete(Attendance).where(
                Attendance.session_id == session_id, Attendance.registration_id.in_(gone)
            )
        )
    if come := wanted - before:
        rows = [{"session_id": session_id, "registration_id": item} for item in sorted(come)]
        session.execute(sa.insert(Attendance), rows)
