"""Attendance at the door: big boxes on a phone, a session at a time."""

from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from services.registration import operations, queries
from services.registration.pages.blueprints import office
from shared.service import reading, transaction
from shared.web import render, requires, see_other


@office.get("/sessions/<uuid:session_id>/attendance")
@requires("coordinator")
def attendance(session_id: UUID) -> str:
    """Those with a place, each with a box; ticked are those noted before."""
    with reading() as session:
        course_session = queries.find_session(session, session_id)
        occasion = queries.find_occasion(session, course_session.occasion_id)
        participants = queries.list_participations(session, occasion.id, ("confirmed",))
        present = operations.present_at(session, session_id)
    return render(
        "manage/attendance.html",
        occasion=occasion,
        course_session=course_session,
        participants=participants,
        present=present,
    )


@office.post("/sessions/<uuid:session_id>/attendance")
@requires("coordinator")
def record_attendance(session_id: UUID) -> ResponseReturnValue:
    """Note the whole list; with `everyone` all who have a place."""
    with transaction() as session:
        occasion_id = queries.find_session(session, session_id).occasion_id
        if "everyone" in request.form:
            everyone = queries.list_participations(session, occasion_id, ("confirmed",))
            present = [item.id for item in everyone]
        else:
            present = [_id(text) for text in request.form.getlist("present")]
        operations.record_attendance(session, session_id, present)
    return see_other(url_for("office.occasion", occasion_id=occasion_id, _anchor="sessions"))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)  # nobody's id, so that the list is refused with a reason
