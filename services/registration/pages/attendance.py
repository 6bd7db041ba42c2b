"""Attendance at the door: big rows on a phone, a session at a time, and the code on the screen."""

from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from services.registration import check_ins, operations, queries
from services.registration.operations.freezing import is_frozen
from services.registration.pages.blueprints import office
from services.registration.problems import TertialIsFrozen
from services.registration.queries.attendance import list_expected, sessions_without_attendance
from services.registration.routes.callers import is_lecturer, session_in_charge
from shared import neighbours
from shared.service import reading, transaction
from shared.web import render, requires, see_other
from shared.web.problems import Problem

_LONGEST_REASON = 500


@office.get("/sessions/<uuid:session_id>/attendance")
@requires("coordinator", "lecturer")
def attendance(session_id: UUID) -> str:
    """Those with a place, each with a box; ticked are those noted before."""
    return _page(session_id)


@office.post("/sessions/<uuid:session_id>/attendance")
@requires("coordinator", "lecturer")
def record_attendance(session_id: UUID) -> ResponseReturnValue:
    """Note what the boxes say now and did not when the page was made; with `everyone` all who are on it.

    Whoever checked in by phone meanwhile stays noted.
    """
    shown, were, ticked = (_ids(name) for name in ("shown", "were", "present"))
    now = shown if "everyone" in request.form else ticked
    reason = request.form.get("reason", "").strip()[:_LONGEST_REASON] or None
    try:
        with transaction() as session:
            session_in_charge(session, session_id)
            operations.change_attendance(session, session_id, come=now - were, gone=were - now, reason=reason)
    except TertialIsFrozen as problem:
        return _page(session_id, ticked=now, problem=problem), problem.status
    searched = request.form.get("q", "") or None
    return see_other(url_for("office.attendance", session_id=session_id, saved="yes", q=searched))


@office.get("/sessions/<uuid:session_id>/check-in")
@requires("coordinator", "lecturer")
def check_in_screen(session_id: UUID) -> str:
    """The code on a screen for all to see, by which participants check themselves in."""
    with reading() as session:
        course_session = session_in_charge(session, session_id)
        occasion = queries.find_occasion(session, course_session.occasion_id)
        present = operations.present_at(session, session_id)
    return render(
        "manage/check_in_screen.html",
        occasion=occasion,
        course_session=course_session,
        window=check_ins.window_of(course_session),
        qr=check_ins.check_in_qr(session_id),
        address=neighbours.check_in(check_ins.code_of(session_id)),
        present=present,
    )


@office.get("/attendance")
@requires("coordinator")
def missing_attendance() -> str:
    """The sessions that have ended without attendance being noted."""
    with reading() as session:
        sessions = sessions_without_attendance(session)
    return render("manage/missing_attendance.html", sessions=sessions)


def _page(session_id: UUID, ticked: set[UUID] | None = None, problem: Problem | None = None) -> str:
    words = request.values.get("q", "").strip()[:100]
    with reading() as session:
        course_session = session_in_charge(session, session_id)
        occasion = queries.find_occasion(session, course_session.occasion_id)
        expected = list_expected(session, occasion.id, names_only=is_lecturer())
        present = operations.present_at(session, session_id)
    return render(
        "manage/attendance.html",
        occasion=occasion,
        course_session=course_session,
        expected=[item for item in expected if item.is_like(words)],
        total=len(expected),
        present=present,
        ticked=present if ticked is None else ticked,
        is_frozen=is_frozen(course_session.starts_at),
        problem=problem,
        is_lecturer=is_lecturer(),
        q=words,
    )


def _ids(name: str) -> set[UUID]:
    return {_id(text) for text in request.form.getlist(name)}


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)  # nobody's id, so that the list is refused with a reason
