"""Who was present at a session: the whole list at a time or one by one, as often as needed."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Attendance, CourseSession, Occasion, Registration
from services.registration.operations.certificates import settle_certificates
from services.registration.operations.freezing import check_frozen
from services.registration.operations.locking import locked_occasion
from services.registration.operations.occasions import emit_completed
from services.registration.operations.states import attendance_state
from services.registration.problems import NotAParticipant, SessionNotFound
from shared import clock, events
from shared.audit import note
from shared.i18n import lazy as _
from shared.outbox import emit


def record_attendance(
    session: Session, session_id: UUID, present: Iterable[UUID], reason: str | None = None
) -> CourseSession:
    """Note the whole list of those present at a session; the same list again changes nothing.

    Raises SessionNotFound, StateDoesNotFit, NotAParticipant, and TertialIsFrozen where a reason is missing.
    """
    occasion, course_session = _locked(session, session_id)
    return _keep(session, occasion, course_session, set(present), reason)


def change_attendance(
    session: Session,
    session_id: UUID,
    *,
    come: Iterable[UUID] = (),
    gone: Iterable[UUID] = (),
    reason: str | None = None,
) -> CourseSession:
    """Note who came and who did not, and leave the rest of the list as others have noted it meanwhile.

    Raises as record_attendance does.
    """
    occasion, course_session = _locked(session, session_id)
    before, absent = present_at(session, session_id), set(gone)
    _check_participants(session, occasion.id, absent - before)  # whoever was noted may always be taken off
    return _keep(session, occasion, course_session, before - absent | set(come), reason)


def present_at(session: Session, session_id: UUID) -> set[UUID]:
    """The registrations of those present at a session."""
    return set(
        session.scalars(sa.select(Attendance.registration_id).where(Attendance.session_id == session_id))
    )


def _locked(session: Session, session_id: UUID) -> tuple[Occasion, CourseSession]:
    occasion_id = session.scalar(sa.select(CourseSession.occasion_id).where(CourseSession.id == session_id))
    if occasion_id is None:
        raise SessionNotFound()
    occasion = locked_occasion(session, occasion_id, "published", "completed")
    return occasion, session.get_one(CourseSession, session_id, populate_existing=True)


def _keep(
    session: Session,
    occasion: Occasion,
    course_session: CourseSession,
    wanted: set[UUID],
    reason: str | None,
) -> CourseSession:
    before = present_at(session, course_session.id)
    _check_participants(session, occasion.id, wanted - before)
    if course_session.recorded_at is not None and before == wanted:
        return course_session
    check_frozen(course_session.starts_at, reason)
    _replace(session, course_session.id, before, wanted)
    course_session.version += 1
    course_session.recorded_at = clock.now()
    counts = {"come": len(wanted - before), "gone": len(before - wanted)}
    note(session, "attendance.recorded", course_session.id, reason=reason, **counts)
    state = attendance_state(course_session, wanted)
    emit(session, events.AttendanceRecorded(course_session.id, version=course_session.version, **state))
    if occasion.state == "completed":
        occasion.version += 1
        emit_completed(session, occasion)
        settle_certificates(session, occasion)
    return course_session


def _check_participants(session: Session, occasion_id: UUID, named: set[UUID]) -> None:
    with_a_place = sa.select(Registration.id).where(
        Registration.occasion_id == occasion_id,
        Registration.status == "confirmed",
        Registration.participant_id.is_not(None),  # somebody who is here has a name to be noted by
    )
    if named and (strangers := named - set(session.scalars(with_a_place))):
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
