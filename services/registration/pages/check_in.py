"""The page that the code on the screen leads to: participants say that they are here."""

from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from services.registration import door, queries
from services.registration.check_ins import check_open, session_of
from services.registration.models import CourseSession
from services.registration.pages.blueprints import public_pages
from services.registration.participant_session import signed_in
from services.registration.problems import (
    CheckInIsClosed,
    CheckInIsNotOpen,
    NoPlaceWithThisAddress,
)
from services.registration.queries.attendance import places_of
from services.registration.schemas.attendance import NewCheckIn
from shared.service import reading
from shared.web import Form, public, render, see_other
from shared.web.problems import Problem, TooManyTries


@public_pages.get("/check-in/<check_in_code>")
@public
def check_in(check_in_code: str) -> ResponseReturnValue:
    """Ask for the e-mail address, or for one tap of whoever has their registrations open in this browser."""
    known = signed_in()
    if known is None or "done" in request.args:
        return _page(check_in_code, Form(NewCheckIn))
    with reading() as session:
        course_session = queries.find_session(session, session_of(check_in_code))
        own = places_of(session, course_session.occasion_id, known.email_key)
    return _page(check_in_code, Form(NewCheckIn, {"email": known.email_key}), choices=own)


@public_pages.post("/check-in/<check_in_code>")
@public
def check_in_now(check_in_code: str) -> ResponseReturnValue:
    """Note somebody as present; of several who share the address, the one that was chosen."""
    form = Form(NewCheckIn)
    if not form.ok:
        return _page(check_in_code, form)
    try:
        arrival = door.arrive(check_in_code, form.data["email"], form.data["registration_id"])
    except (NoPlaceWithThisAddress, TooManyTries, CheckInIsNotOpen, CheckInIsClosed) as problem:
        form.add_problem(problem)
        return _page(check_in_code, form)
    if arrival.is_present:
        return see_other(url_for("pages.check_in", check_in_code=check_in_code, done="yes"))
    return _page(check_in_code, form, choices=arrival.choices)


def _page(code: str, form: Form, **context: object) -> ResponseReturnValue:
    session_id: UUID = session_of(code)
    with reading() as session:
        course_session = queries.find_session(session, session_id)
        occasion = queries.find_occasion(session, course_session.occasion_id)
        closed = _why_closed(course_session)
    page = render(
        "check_in.html",
        code=code,
        form=form,
        occasion=occasion,
        course_session=course_session,
        closed=closed,
        is_done="done" in request.args and not form.is_sent,
        **{"choices": (), **context},
    )
    return page, 422 if form.errors or form.problem else 200


def _why_closed(course_session: CourseSession) -> Problem | None:
    try:
        check_open(course_session)
    except (CheckInIsNotOpen, CheckInIsClosed) as problem:
        return problem
    return None
