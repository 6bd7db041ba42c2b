"""The catalogue: what is offered, one occasion with its form, and the calendars."""

from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from services.registration import calendars, operations, queries, schemas
from services.registration.counter import registering
from services.registration.pages.blueprints import public_pages
from services.registration.problems import AlreadyRegistered, RegistrationIsClosed, WaitingListIsFull
from services.registration.wording import availability
from shared.i18n import current_language
from shared.i18n import gettext as _
from shared.service import reading, service
from shared.vocabulary import EMPLOYERS, KINDS, ROLES, SIDES
from shared.web import Form, public, render, see_other
from shared.web.problems import TooManyTries

SIZE = 12
CALENDAR = "text/calendar; charset=utf-8"


@public_pages.get("/")
@public
def catalogue() -> str:
    """The courses that are coming, as cards, with a search."""
    kind = request.args.get("kind", "")
    wanted = queries.Criteria(
        kind=kind if kind in KINDS else None,
        q=request.args.get("q", "")[:100].strip(),
        not_ended=True,
        begun_last=True,  # nobody can register for them any more
    )
    number = request.args.get("page", 1, type=int)
    with reading() as session:
        page = queries.find_occasions(session, wanted, min(max(number, 1), 1000), SIZE)
    return render("catalogue.html", page=page, wanted=wanted, kinds=KINDS, availability=availability)


@public_pages.route("/occasions/<uuid:occasion_id>", methods=["GET", "POST"])
@public
def occasion(occasion_id: UUID) -> ResponseReturnValue:
    """One occasion: everything about it, and the form by which to register."""
    form = Form(schemas.NewParticipant)
    if form.ok:
        new = form.data | {"language": current_language()}
        try:
            with registering() as session:
                receipt = operations.register_participant(session, occasion_id, new)
        except (AlreadyRegistered, RegistrationIsClosed, WaitingListIsFull, TooManyTries) as problem:
            form.add_problem(problem)
        else:
            return see_other(url_for("pages.registration", token=receipt.token, new="yes"))
    with reading() as session:
        found = queries.find_public_occasion(session, occasion_id)
    page = render("occasion.html", occasion=found, form=form, available=availability(found), **_choices())
    return page, 422 if form.is_sent else 200


@public_pages.get("/occasions/<uuid:occasion_id>.ics")
@public
def occasion_calendar(occasion_id: UUID) -> Response:
    """The days of one occasion, for a calendar program."""
    with reading() as session:
        found = queries.find_public_occasion(session, occasion_id)
    return Response(calendars.calendar_of([found], found.activity.title), content_type=CALENDAR)


@public_pages.get("/calendar.ics")
@public
def calendar() -> Response:
    """Every coming session, as a feed to subscribe to."""
    with reading() as session:
        found = queries.upcoming_occasions(session)
    name = _("Courses from %(office)s", office=service().region.office)
    return Response(calendars.calendar_of(found, name), content_type=CALENDAR)


def _choices() -> dict[str, object]:
    region = service().region
    cities = [item for item in region.municipalities if item.districts]
    return {
        "municipalities": [(item.code, item.name) for item in region.municipalities],
        "cities": cities,
        "districts": [(part.slug, part.name) for item in cities for part in item.districts],
        "kinds": KINDS,
        "employers": EMPLOYERS,
        "sides": SIDES,
        "roles": ROLES,
    }
