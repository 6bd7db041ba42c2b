"""The holder's page, behind the manage link: where the registration stands, and how to cancel it."""

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from services.registration import calendars, operations, queries
from services.registration.models import Registration
from services.registration.pages.blueprints import public_pages
from services.registration.pages.catalogue import CALENDAR
from services.registration.problems import AlreadyCancelled, OccasionHasBegun, ParticipantHasAttended
from shared.service import reading, transaction
from shared.web import public, render, see_other


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
        found = queries.find_held_registration(session, token)
        occasion = queries.find_occasion(session, found.occasion_id)
    content = calendars.calendar_of([occasion], occasion.activity.title, found.id)
    return Response(content, content_type=CALENDAR)


@public_pages.get("/registrations/<token>/cancel")
@public
def cancel_registration(token: str) -> str:
    """Ask once more before a place is given up."""
    return _page("registration_cancel.html", token)


@public_pages.post("/registrations/<token>/cancel")
@public
def cancel_registration_now(token: str) -> ResponseReturnValue:
    """Give up the place; the next in the queue moves up."""
    try:
        with transaction() as session:
            found = queries.find_held_registration(session, token)
            operations.cancel_registration(session, found.id, "participant")
    except (AlreadyCancelled, OccasionHasBegun, ParticipantHasAttended) as problem:
        return _page("registration.html", token, problem=problem), problem.status
    return see_other(url_for("pages.registration", token=token))


def _page(template: str, token: str, **context: object) -> str:
    with reading() as session:
        found: Registration = queries.find_held_registration(session, token)
        occasion = queries.find_occasion(session, found.occasion_id)
        position = queries.position(session, found)
    may_cancel = found.status != "cancelled" and occasion.state == "published" and not occasion.has_begun
    known = {"registration": found, "occasion": occasion, "position": position, "may_cancel": may_cancel}
    return render(template, token=token, **{"is_new": False, "problem": None, **known, **context})
