"""The office's pages about occasions: the list, each of them, and what becomes of it."""

from dataclasses import replace
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from services.registration import operations, queries, schemas
from services.registration.pages import catalogue
from services.registration.pages.blueprints import office
from services.registration.pages.filters import Filters
from services.registration.pages.holding import may
from services.registration.queries import enrolments
from services.registration.queries import office as office_queries
from services.registration.queries.parties import in_parties
from services.registration.schemas.enrolments import EnrolmentQuery
from services.registration.schemas.office_lists import NoteText, OfficeQuery
from services.registration.words.rules import rules_of
from services.registration.words.standing import availability, state_names, status_names, trouble_names
from shared import clock
from shared.service import reading, service, transaction
from shared.vocabulary import EMPLOYERS, KINDS, ROLES, SIDES
from shared.web import Form, render, requires, see_other

_OFFICE_QUERY, _ENROLMENT_QUERY = OfficeQuery(), EnrolmentQuery()
# What is over is looked up from its end.
_NEWEST_FIRST = ("completed", "cancelled")


@office.get("/occasions")
@requires("coordinator")
def list_occasions() -> str:
    """Every occasion that fits, with its numbers; those that are open unless others are asked for."""
    filters = Filters(_OFFICE_QUERY)
    states = state_names()
    state = filters.data.get("state") or ("" if request.args.get("state") == "all" else "published")
    if "sort" not in filters.given and state in _NEWEST_FIRST:
        filters.data["sort"] = "-starts_at"
    criteria = office_queries.OfficeCriteria(**{**filters.data, "state": state or None})
    with reading() as session:
        page = office_queries.find_office_occasions(session, criteria, filters.page)
        counts = office_queries.count_by_state_of(session, criteria)
        lecturers = queries.list_lecturers(session)
    return render(
        "manage/occasions.html",
        page=page,
        filters=filters,
        state=state or "all",
        states=states,
        counts=counts,
        kinds=KINDS,
        areas=[(name, name) for name in service().region.areas],
        lecturers=[(item.contact_id, item.name) for item in lecturers],
        availability=availability,
    )


@office.get("/occasions/<uuid:occasion_id>")
@requires("coordinator")
def occasion(occasion_id: UUID) -> str:
    """One occasion: its numbers, its days, its participants, and what can be done."""
    filters = Filters(_ENROLMENT_QUERY)
    names = ("q", "group", "unreached", "sort")
    wanted = {name: filters.data[name] for name in names if name in filters.data}
    status = filters.data.get("status")
    criteria = enrolments.EnrolmentCriteria(statuses=[status] if status else (), **wanted)
    with reading() as session:
        found = office_queries.find_office_occasion(session, occasion_id)
        page = enrolments.find_enrolments(session, occasion_id, criteria, filters.page)
        lecturer = office_queries.lecturer_name(session, found.lecturer_contact_id)
        is_by_group = criteria.sort.removeprefix("-") == "status" and not criteria.group
        context = {
            "runs": in_parties(page.items) if is_by_group else [(None, page.items)],
            "rules": list(rules_of(found, lecturer)),
            "counts": enrolments.count_by_status(session, occasion_id),
            "unreached": enrolments.count_unreached(session, occasion_id),
            "attended": queries.count_present(session, occasion_id),
            "series": office_queries.count_series(session, found.series_id),
        }
    return render(
        "manage/occasion.html",
        occasion=found,
        available=availability(found),
        is_over=found.ends_at <= clock.now(),
        page=page,
        filters=filters,
        may=may,
        statuses=status_names(),
        troubles=trouble_names(),
        employers=EMPLOYERS,
        sides=SIDES,
        roles=ROLES,
        **context,
    )


@office.route("/occasions/<uuid:occasion_id>/note", methods=["GET", "POST"])
@requires("coordinator")
def note_occasion(occasion_id: UUID) -> ResponseReturnValue:
    """What the office should remember of an occasion."""
    with reading() as session:
        found = office_queries.find_office_occasion(session, occasion_id)
    form = Form(NoteText(partial=True), {"note": found.note})
    if form.ok:
        with transaction() as session:
            operations.change_occasion(session, occasion_id, {"note": form.data.get("note", "")})
        return see_other(url_for("office.occasion", occasion_id=occasion_id))
    page = render("manage/note.html", form=form, occasion=found, registration=None)
    return page, 422 if form.is_sent else 200


@office.post("/occasions/<uuid:occasion_id>/publish")
@requires("coordinator")
def publish_occasion(occasion_id: UUID) -> ResponseReturnValue:
    """Open a draft for registration."""
    with transaction() as session:
        operations.publish_occasion(session, occasion_id)
    return see_other(url_for("office.occasion", occasion_id=occasion_id))


@office.route("/occasions/<uuid:occasion_id>/cancel", methods=["GET", "POST"])
@requires("coordinator")
def cancel_occasion(occasion_id: UUID) -> ResponseReturnValue:
    """Ask for the reason, then cancel the occasion with all its registrations."""
    form = Form(schemas.Cancellation)
    if form.ok:
        with transaction() as session:
            operations.cancel_occasion(session, occasion_id, form.data["reason"])
        return see_other(url_for("office.occasion", occasion_id=occasion_id))
    with reading() as session:
        found = queries.find_occasion(session, occasion_id)
        told = enrolments.count_named(session, occasion_id, enrolments.LIVING)
    page = render("manage/cancel_occasion.html", occasion=found, told=told, form=form)
    return page, 422 if form.is_sent else 200


@office.route("/occasions/<uuid:occasion_id>/complete", methods=["GET", "POST"])
@requires("coordinator")
def complete_occasion(occasion_id: UUID) -> ResponseReturnValue:
    """Show what will be reported, then mark the occasion as held."""
    if request.method == "POST":
        with transaction() as session:
            operations.complete_occasion(session, occasion_id)
        return see_other(url_for("office.occasion", occasion_id=occasion_id))
    with reading() as session:
        found = queries.find_occasion(session, occasion_id)
        attended = queries.count_present(session, occasion_id)
        present = enrolments.count_attending(session, occasion_id)
    return render("manage/complete_occasion.html", occasion=found, attended=attended, present=present)


@office.get("/occasions/<uuid:occasion_id>/preview")
@requires("coordinator")
def preview_occasion(occasion_id: UUID) -> str:
    """A draft as the public will see it."""
    with reading() as session:
        found = queries.find_occasion(session, occasion_id)
    as_open = replace(found, state="published")
    return catalogue.occasion_page("manage/preview.html", as_open, Form(schemas.NewParticipant))
