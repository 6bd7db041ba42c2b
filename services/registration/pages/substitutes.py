"""The office's pages that say who takes a place: one without a name, or instead of somebody."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from services.registration import operations
from services.registration.pages.blueprints import office
from services.registration.pages.holding import may
from services.registration.pages.participants import line_of
from services.registration.pages.refusals import refuse
from services.registration.problems import NeedsConfirmation
from services.registration.schemas.person_forms import NameForm
from shared.service import transaction
from shared.vocabulary import LANGUAGES, ROLES
from shared.web import Form, Problem, render, requires, see_other

Person = dict[str, Any]
# Puts a person in a place, with the warnings accepted or not; returns the registration's id.
Act = Callable[[Session, UUID, Person, bool], UUID]


@office.route("/registrations/<uuid:registration_id>/name", methods=["GET", "POST"])
@requires("coordinator")
def name_participant(registration_id: UUID) -> ResponseReturnValue:
    """Say who takes a place of a group that has no name yet."""
    return _taken("manage/name_participant.html", registration_id, _name)


@office.route("/registrations/<uuid:registration_id>/replace", methods=["GET", "POST"])
@requires("coordinator")
def replace_participant(registration_id: UUID) -> ResponseReturnValue:
    """Let somebody else take the place; both are told."""
    return _taken("manage/replace_participant.html", registration_id, _replace)


def _name(session: Session, registration_id: UUID, person: Person, accepts: bool) -> UUID:
    operations.name_participant(session, registration_id, person, "coordinator", accept_warnings=accepts)
    return registration_id


def _replace(session: Session, registration_id: UUID, person: Person, accepts: bool) -> UUID:
    receipt = operations.replace_participant(
        session, registration_id, person, "coordinator", accept_warnings=accepts
    )
    return receipt.id


def _taken(template: str, registration_id: UUID, act: Act) -> ResponseReturnValue:
    item, occasion = line_of(registration_id)
    form, is_warned = Form(NameForm, {"role": item.role, "language": "sv"}), False
    if form.ok:
        person = {**form.data}
        accepts = person.pop("accept_warnings")
        try:
            with transaction() as session:
                seated = act(session, registration_id, person, accepts)
        except Problem as problem:
            is_warned = isinstance(problem, NeedsConfirmation)
            refuse(form, problem)
        else:
            return see_other(url_for("office.registration", registration_id=seated))
    page = render(
        template,
        form=form,
        item=item,
        occasion=occasion,
        may=may(item, occasion),
        is_warned=is_warned,
        roles=ROLES,
        languages=LANGUAGES,
    )
    return page, 422 if form.is_sent else 200
