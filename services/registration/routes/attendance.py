"""Attendance by API: the list of a session, one of its lines, and check-in at the door."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response

from services.registration import check_ins, door, operations, problems
from services.registration.models import CourseSession
from services.registration.queries.attendance import sessions_without_attendance
from services.registration.routes.callers import session_in_charge
from services.registration.schemas import attendance as schemas
from shared import neighbours
from shared.service import reading, transaction
from shared.web import ApiBlueprint, page_of, page_schema, public, raises, requires
from shared.web.problems import TooManyTries

blueprint = ApiBlueprint("registration", "attendance", description="Attendance and check-in")

SVG = "image/svg+xml"
_CHANGES = (
    problems.SessionNotFound,
    problems.NotYourOccasion,
    problems.StateDoesNotFit,
    problems.NotAParticipant,
    problems.TertialIsFrozen,
)


@blueprint.get("/sessions/without-attendance")
@requires("coordinator")
@blueprint.response(200, page_schema(schemas.UnnotedSession))
def list_sessions_without_attendance() -> Mapping[str, Any]:
    """The sessions of open occasions that have ended, and whose attendance is yet to be noted."""
    with reading() as session:
        found = sessions_without_attendance(session)
    return page_of(found, len(found), 1, 1)


@blueprint.get("/sessions/<uuid:session_id>/attendance")
@requires("coordinator", "lecturer")
@blueprint.response(200, schemas.AttendanceView)
@raises(problems.SessionNotFound, problems.NotYourOccasion)
def get_attendance(session_id: UUID) -> Mapping[str, Any]:
    """Who is noted as present at a session."""
    with reading() as session:
        found = session_in_charge(session, session_id)
        return _as_kept(found, operations.present_at(session, session_id))


@blueprint.put("/sessions/<uuid:session_id>/attendance")
@requires("coordinator", "lecturer")
@blueprint.arguments(schemas.AttendanceList)
@blueprint.response(200, schemas.AttendanceView)
@raises(*_CHANGES)
def record_attendance(attendance: dict[str, Any], session_id: UUID) -> Mapping[str, Any]:
    """Note who was present at a session: the whole list, as often as needed."""
    with transaction() as session:
        session_in_charge(session, session_id)
        kept = operations.record_attendance(session, session_id, attendance["present"], attendance["reason"])
        return _as_kept(kept, set(attendance["present"]))


@blueprint.put("/sessions/<uuid:session_id>/attendance/<uuid:registration_id>")
@requires("coordinator", "lecturer")
@blueprint.arguments(schemas.Correction)
@blueprint.response(200, schemas.AttendanceView)
@raises(*_CHANGES)
def note_present(correction: dict[str, Any], session_id: UUID, registration_id: UUID) -> Mapping[str, Any]:
    """Note one participant as present; the rest of the list stays as it is."""
    return _changed(session_id, come=[registration_id], **correction)


@blueprint.delete("/sessions/<uuid:session_id>/attendance/<uuid:registration_id>")
@requires("coordinator", "lecturer")
@blueprint.arguments(schemas.Correction, location="query")
@blueprint.response(200, schemas.AttendanceView)
@raises(*_CHANGES)
def note_absent(correction: dict[str, Any], session_id: UUID, registration_id: UUID) -> Mapping[str, Any]:
    """Note one participant as absent; the rest of the list stays as it is."""
    return _changed(session_id, gone=[registration_id], **correction)


@blueprint.get("/sessions/<uuid:session_id>/check-in")
@requires("coordinator", "lecturer")
@blueprint.response(200, schemas.CheckInCode)
@raises(problems.SessionNotFound, problems.NotYourOccasion)
def get_check_in_code(session_id: UUID) -> Mapping[str, Any]:
    """The address by which the participants of a session check themselves in, and when it is open."""
    with reading() as session:
        window = check_ins.window_of(session_in_charge(session, session_id))
    url = neighbours.check_in(check_ins.code_of(session_id))
    return {"url": url, "opens_at": window.opens_at, "closes_at": window.closes_at}


@blueprint.get("/sessions/<uuid:session_id>/check-in.svg")
@requires("coordinator", "lecturer")
@blueprint.response(200, {"type": "string"}, content_type=SVG)
@raises(problems.SessionNotFound, problems.NotYourOccasion)
def get_check_in_qr(session_id: UUID) -> Response:
    """The address of the check-in as a QR code."""
    with reading() as session:
        session_in_charge(session, session_id)
    return Response(check_ins.check_in_qr(session_id), content_type=SVG)


@blueprint.post("/check-ins/<check_in_code>")
@public
@blueprint.arguments(schemas.NewCheckIn)
@blueprint.response(200, schemas.CheckInReceipt)
@raises(
    problems.SessionNotFound,
    problems.CheckInCodeIsWrong,
    problems.CheckInIsNotOpen,
    problems.CheckInIsClosed,
    problems.NoPlaceWithThisAddress,
    TooManyTries,
)
def check_in(new: dict[str, Any], check_in_code: str) -> Mapping[str, Any]:
    """Check oneself in at the door, with the code on the screen and the registration's e-mail address."""
    arrival = door.arrive(check_in_code, new["email"], new["registration_id"])
    choices = [
        {"registration_id": item.id, "name": item.participant.shown_name}
        for item in arrival.choices
        if item.participant
    ]
    return {"is_present": arrival.is_present, "choices": choices}


def _changed(session_id: UUID, **change: Any) -> Mapping[str, Any]:
    with transaction() as session:
        session_in_charge(session, session_id)
        kept = operations.change_attendance(session, session_id, **change)
        return _as_kept(kept, operations.present_at(session, session_id))


def _as_kept(course_session: CourseSession, present: set[UUID]) -> Mapping[str, Any]:
    return {
        "session_id": course_session.id,
        "recorded_at": course_session.recorded_at,
        "present": sorted(present),
    }
