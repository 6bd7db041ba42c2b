"""The catalogue: what is offered, one occasion with its form, and its calendar."""

from uuid import UUID

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from services.registration import operations, queries
from services.registration.counter import registering
from services.registration.files import calendars
from services.registration.pages.blueprints import public_pages
from services.registration.pages.choices import place_choices
from services.registration.pages.filters import Filters
from services.registration.problems import NeedsConfirmation
from services.registration.queries.details import find_title
from services.registration.schemas.catalogue_filters import CatalogueQuery, coming_months
from services.registration.schemas.public_forms import RegistrationForm
from services.registration.words.occasions import facts_of, good_to_know
from services.registration.words.standing import availability
from shared.i18n import current_language
from shared.service import reading, service
from shared.vocabulary import KINDS, LANGUAGES, ROLES
from shared.web import Form, Problem, public, render, see_other

SIZE = 12
_QUERY = CatalogueQuery()


@public_pages.get("/")
@public
def catalogue() -> str:
    """The courses that are coming, as cards, with a search and filters."""
    filters = Filters(_QUERY)
    wanted = queries.Criteria(**filters.data, not_ended=True)
    with reading() as session:
        page = queries.find_cards(session, wanted, filters.page, SIZE)
    region = service().region
    choices = {
        "kind": list(KINDS.items()),
        "month": list(coming_months()),
        "role": list(ROLES.items()),
        "municipality": [(item.code, item.name) for item in region.open_municipalities],
        "area": [(name, name) for name in region.areas],
    }
    return render(
        "catalogue.html", page=page, filters=filters, choices=choices, kinds=KINDS, availability=availability
    )


@public_pages.route("/occasions/<uuid:occasion_id>", methods=["GET", "POST"])
@public
def occasion(occasion_id: UUID) -> ResponseReturnValue:
    """One occasion: everything about it, and the form by which to register."""
    form, is_warned = Form(RegistrationForm, {"language": current_language()}), False
    if form.ok:
        new = form.data | {"language": form.data["language"] or current_language()}
        try:
            with registering() as session:
                receipt = operations.register_participant(
                    session, occasion_id, new, accept_warnings=new["accept_warnings"]
                )
        except Problem as problem:
            if problem.status == 404:
                raise
            is_warned = isinstance(problem, NeedsConfirmation)
            form.add_problem(problem)
        else:
            return see_other(url_for("pages.registration", token=receipt.token, new="yes"))
    with reading() as session:
        found = queries.find_public_occasion(session, occasion_id)
    return occasion_page("occasion.html", found, form, is_warned), 422 if form.is_sent else 200


def occasion_page(template: str, found: queries.OccasionDetails, form: Form, is_warned: bool = False) -> str:
    """The page of an occasion, also for the office to look at before it is open."""
    prerequisite = None
    if found.activity.prerequisite_id:
        with reading() as session:
            prerequisite = find_title(session, found.activity.prerequisite_id)
    return render(
        template,
        occasion=found,
        form=form,
        is_warned=is_warned,
        available=availability(found),
        facts_of=facts_of(found),
        good_to_know=good_to_know(found, prerequisite),
        kinds=KINDS,
        languages=LANGUAGES,
        **place_choices(),
    )


@public_pages.get("/occasions/<uuid:occasion_id>.ics")
@public
def occasion_calendar(occasion_id: UUID) -> Response:
    """The days of one occasion, for a calendar program."""
    with reading() as session:
        found = queries.find_public_occasion(session, occasion_id)
    return Response(calendars.calendar_of([found], found.activity.title), content_type=calendars.CALENDAR)
