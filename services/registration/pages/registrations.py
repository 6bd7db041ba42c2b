"""The holder's pages, behind the manage link: where the registration stands, and what can be done with it."""

from collections.abc import Callable
from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from services.registration import operations
from services.registration.files import calendars
from services.registration.models import Registration
from services.registration.operations.charging import cost_of_cancelling
from services.registration.operations.ending import EndedBy
from services.registration.pages import holder_acts
from services.registration.pages.blueprints import public_pages
from services.registration.pages.holding import held, may, of_holder
from services.registration.queries.certificates import is_certified
from shared.service import reading, transaction
from shared.vocabulary import ROLES
from shared.web import Problem, public, render, see_other


@public_pages.get("/registrations/<token>")
@public
def registration(token: str) -> str:
    """The confirmation, and the page to come back to."""
    return _page("registration.html", token, is_new="new" in request.args)


@public_pages.get("/registrations/<token>/calendar.ics")
@public
def registration_calendar(token: str) -> Response:
    """The days of the occasion, with the same ids as the confirmation's calendar entries."""
    with reading() as session:
        found = held(session, token)
    return Response(calendars.calendar_of_registration(found), content_type=calendars.CALENDAR)


@public_pages.route("/registrations/<token>/change", methods=["GET", "POST"])
@public
def change_registration(token: str) -> ResponseReturnValue:
    """Change the registration's facts, until the occasion begins."""
    return holder_acts.change(of_holder(token))


@public_pages.route("/registrations/<token>/replace", methods=["GET", "POST"])
@public
def replace_participant(token: str) -> ResponseReturnValue:
    """Let a colleague take the place."""
    return holder_acts.replace(of_holder(token))


@public_pages.route("/registrations/<token>/cancel", methods=["GET", "POST"])
@public
def cancel_registration(token: str) -> ResponseReturnValue:
    """Ask once more before a place is given up; then the next in the queue moves up."""
    return holder_acts.cancel(of_holder(token))


@public_pages.post("/registrations/<token>/accept")
@public
def accept_offer(token: str) -> ResponseReturnValue:
    """Take the offered place."""
    return _answered(token, operations.accept_offer)


@public_pages.route("/registrations/<token>/decline", methods=["GET", "POST"])
@public
def decline_offer(token: str) -> ResponseReturnValue:
    """Ask once more, then leave the offered place to the next."""
    if request.method == "POST":
        return _answered(token, operations.decline_offer)
    return _page("registration_decline.html", token)


def _answered(token: str, act: Callable[[Session, UUID, EndedBy], Registration]) -> ResponseReturnValue:
    try:
        with transaction() as session:
            act(session, held(session, token).id, "participant")
    except Problem as problem:
        if problem.status == 404:
            raise
        return _page("registration.html", token, problem=problem), problem.status
    return see_other(url_for("pages.registration", token=token))


def _page(template: str, token: str, **context: object) -> str:
    with reading() as session:
        found = held(session, token)
        has_certificate = found.occasion.state == "completed" and is_certified(session, found.id)
    known = {
        "registration": found,
        "occasion": found.occasion,
        "may": may(found, found.occasion),
        "cost": cost_of_cancelling(found.occasion) if found.status == "confirmed" else 0,
        "has_certificate": has_certificate,
        "roles": ROLES,
    }
    return render(template, token=token, **{"is_new": False, "problem": None, **known, **context})
