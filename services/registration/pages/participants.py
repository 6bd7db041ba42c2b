"""The office's pages about one participant's registration."""

from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from services.registration import operations
from services.registration.operations import office as office_operations
from services.registration.operations.office import add_participant as add
from services.registration.operations.states import FACTS
from services.registration.pages.blueprints import office
from services.registration.pages.choices import unit_choices
from services.registration.pages.holding import may
from services.registration.pages.refusals import refuse
from services.registration.problems import NeedsConfirmation
from services.registration.queries import office as office_queries
from services.registration.queries.enrolments import Enrolment, find_enrolment
from services.registration.schemas.office_lists import NoteText
from services.registration.schemas.person_forms import AddForm, CorrectionForm
from services.registration.words.standing import status_names, trouble_names
from shared.service import reading, transaction
from shared.vocabulary import EMPLOYERS, LANGUAGES, ROLES, SIDES
from shared.web import Form, Problem, render, requires, see_other

_INVOICE = ("organisation_number", "invoice_reference")


@office.get("/registrations/<uuid:registration_id>")
@requires("coordinator")
def registration(registration_id: UUID) -> str:
    """One registration: who, where from, and what can be done."""
    item, occasion = line_of(registration_id)
    return render(
        "manage/registration.html",
        item=item,
        occasion=occasion,
        may=may(item, occasion),
        statuses=status_names(),
        troubles=trouble_names(),
        employers=EMPLOYERS,
        sides=SIDES,
        roles=ROLES,
    )


@office.route("/occasions/<uuid:occasion_id>/add", methods=["GET", "POST"])
@requires("coordinator")
def add_participant(occasion_id: UUID) -> ResponseReturnValue:
    """Register somebody who called or wrote; also after the deadline."""
    with reading() as session:
        occasion = office_queries.find_office_occasion(session, occasion_id)
    form, is_warned = Form(AddForm, {"language": "sv"}), False
    if form.ok:
        new = {**form.data}
        accepts = new.pop("accept_warnings")
        try:
            with transaction() as session:
                receipt = add(session, occasion_id, new, accept_warnings=accepts)
        except Problem as problem:
            is_warned = isinstance(problem, NeedsConfirmation)
            refuse(form, problem)
        else:
            return see_other(url_for("office.registration", registration_id=receipt.id))
    page = render(
        "manage/add_participant.html",
        form=form,
        occasion=occasion,
        is_warned=is_warned,
        languages=LANGUAGES,
        **unit_choices(),
    )
    return page, 422 if form.is_sent else 200


@office.route("/registrations/<uuid:registration_id>/change", methods=["GET", "POST"])
@requires("coordinator")
def change_registration(registration_id: UUID) -> ResponseReturnValue:
    """Correct the facts of a registration; once the occasion has begun with a reason."""
    item, occasion = line_of(registration_id)
    form = Form(CorrectionForm, _values(item))
    if form.ok:
        change = {**form.data}
        reason = change.pop("reason")
        try:
            with transaction() as session:
                operations.change_registration(session, registration_id, change, "coordinator", reason)
        except Problem as problem:
            form.add_problem(problem)
        else:
            return see_other(url_for("office.registration", registration_id=registration_id))
    page = render(
        "manage/change_registration.html", form=form, item=item, occasion=occasion, **unit_choices()
    )
    return page, 422 if form.is_sent else 200


@office.route("/registrations/<uuid:registration_id>/note", methods=["GET", "POST"])
@requires("coordinator")
def note_registration(registration_id: UUID) -> ResponseReturnValue:
    """What the office should remember of a registration."""
    item, occasion = line_of(registration_id)
    form = Form(NoteText(partial=True), {"note": item.note})
    if form.ok:
        with transaction() as session:
            office_operations.write_note(session, registration_id, form.data.get("note", ""))
        return see_other(url_for("office.registration", registration_id=registration_id))
    page = render("manage/note.html", form=form, occasion=occasion, registration=item)
    return page, 422 if form.is_sent else 200


@office.route("/registrations/<uuid:registration_id>/cancel", methods=["GET", "POST"])
@requires("coordinator")
def cancel_registration(registration_id: UUID) -> ResponseReturnValue:
    """Ask once more, then cancel a registration; the next in the queue moves up."""
    if request.method == "POST":
        with transaction() as session:
            ended = operations.cancel_registration(session, registration_id, "coordinator")
        return see_other(url_for("office.occasion", occasion_id=ended.occasion_id, _anchor="participants"))
    item, occasion = line_of(registration_id)
    return render("manage/cancel_registration.html", registration=item, occasion=occasion)


def line_of(registration_id: UUID) -> tuple[Enrolment, Any]:
    """A registration as the office's list has it, with its occasion. Raises RegistrationNotFound."""
    with reading() as session:
        item, occasion_id = find_enrolment(session, registration_id)
        return item, office_queries.find_office_occasion(session, occasion_id)


def _values(item: Enrolment) -> dict[str, str]:
    return {name: getattr(item, name) or "" for name in ("workplace", *FACTS, *_INVOICE, "needs")}
