"""What holders and bookers do with one registration: each act is a form, shown until it is right."""

from typing import Any

import sqlalchemy as sa
from flask import request
from flask.typing import ResponseReturnValue

from services.registration import operations
from services.registration.counter import registering
from services.registration.models import Need
from services.registration.operations.charging import cost_of_cancelling
from services.registration.operations.states import FACTS
from services.registration.pages.choices import place_choices
from services.registration.pages.holding import Holding, may
from services.registration.pages.refusals import refuse
from services.registration.problems import NeedsConfirmation
from services.registration.schemas.public_forms import ColleagueForm, OwnChangeForm
from shared.i18n import current_language
from shared.service import reading, transaction
from shared.vocabulary import LANGUAGES, ROLES
from shared.web import Form, Problem, render, see_other

_INVOICE = ("organisation_number", "invoice_reference")


def change(item: Holding) -> ResponseReturnValue:
    """Change role, workplace, needs, language and what the invoice says, until the occasion begins."""
    form = Form(OwnChangeForm, {} if request.method == "POST" else _values(item))
    if form.ok:
        try:
            with transaction() as session:
                operations.change_registration(session, item.registration.id, form.data, item.by)
        except Problem as problem:
            form.add_problem(problem)
        else:
            return see_other(item.home)
    page = _page("registration_change.html", item, form=form, languages=LANGUAGES, **place_choices())
    return page, 422 if form.is_sent else 200


def replace(item: Holding) -> ResponseReturnValue:
    """Let a colleague take the place."""
    return _colleague(item, "registration_replace.html", operations.replace_participant)


def name(item: Holding) -> ResponseReturnValue:
    """Say who takes a place that has no name yet."""
    return _colleague(item, "place_name.html", operations.name_participant)


def cancel(item: Holding) -> ResponseReturnValue:
    """Ask once more, and say what it costs; then give up the place."""
    if request.method == "POST":
        try:
            with transaction() as session:
                operations.cancel_registration(session, item.registration.id, item.by)
        except Problem as problem:
            return _page("registration_cancel.html", item, problem=problem), problem.status
        return see_other(item.home)
    return _page("registration_cancel.html", item, problem=None)


def _colleague(item: Holding, template: str, act: Any) -> ResponseReturnValue:
    form, is_warned = Form(ColleagueForm, {"role": item.registration.role}), False
    if form.ok:
        person = {**form.data, "language_if_new": current_language()}
        accepts = person.pop("accept_warnings")
        try:
            with registering() as session:
                act(session, item.registration.id, person, item.by, accept_warnings=accepts)
        except Problem as problem:
            is_warned = isinstance(problem, NeedsConfirmation)
            refuse(form, problem)
        else:
            return see_other(item.home)
    page = _page(template, item, form=form, is_warned=is_warned, roles=ROLES)
    return page, 422 if form.is_sent else 200


def _page(template: str, item: Holding, **context: Any) -> str:
    found = item.registration
    return render(
        template,
        item=item,
        registration=found,
        occasion=found.occasion,
        may=may(found, found.occasion, item.by),
        cost=cost_of_cancelling(found.occasion) if found.status == "confirmed" else 0,
        **context,
    )


def _values(item: Holding) -> dict[str, str]:
    found = item.registration
    with reading() as session:
        needs = session.scalar(sa.select(Need.text).where(Need.registration_id == found.id))
    texts = {name: getattr(found, name) or "" for name in ("workplace", *FACTS, *_INVOICE)}
    language = found.participant.language if found.participant else ""
    return texts | {"needs": needs or "", "language": language}
