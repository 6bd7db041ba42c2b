"""Persons by API: found, protected, exported and erased."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue

from services.registration import problems
from services.registration.models import Participant
from services.registration.operations.erasing import erase_person as erase
from services.registration.operations.exporting import request_export
from services.registration.operations.protecting import set_protected
from services.registration.queries import persons
from services.registration.schemas.persons import (
    PersonContent,
    PersonQuery,
    PersonRequestView,
    PersonView,
    Protection,
)
from shared.audit import note
from shared.service import reading, transaction
from shared.web import ApiBlueprint, page_of, page_schema, raises, requires

blueprint = ApiBlueprint("registration", "persons", description="Persons: copies, erasure, protection")


@blueprint.get("/persons")
@requires("coordinator")
@blueprint.arguments(PersonQuery, location="query")
@blueprint.response(200, page_schema(PersonView))
def list_persons(wanted: dict[str, Any]) -> Mapping[str, Any]:
    """Persons whose name or e-mail has the words of `q`; those who were erased are not found."""
    with reading() as session:
        page = persons.find_persons(session, wanted["q"], wanted["page"])
    return page_of(page.items, page.total, page.number, page.pages)


@blueprint.get("/persons/<uuid:person_id>")
@requires("coordinator")
@blueprint.response(200, PersonView)
@raises(problems.PersonNotFound)
def get_person(person_id: UUID) -> Participant:
    """One person."""
    with reading() as session:
        return persons.find_person(session, person_id)


@blueprint.put("/persons/<uuid:person_id>/protection")
@requires("coordinator")
@blueprint.arguments(Protection)
@blueprint.response(200, PersonView)
@raises(problems.PersonNotFound, problems.PersonIsErased)
def protect_person(protection: dict[str, bool], person_id: UUID) -> Participant:
    """Hide a person's name in lists, mails and files, or show it again."""
    with transaction() as session:
        return set_protected(session, person_id, protection["is_protected"])


@blueprint.post("/persons/<uuid:person_id>/export")
@requires("coordinator")
@blueprint.response(202, PersonRequestView)
@raises(problems.PersonNotFound, problems.PersonIsErased)
def export_person(person_id: UUID) -> persons.Answered:
    """Collect a copy of all that every service stores about a person; it is kept for seven days."""
    with transaction() as session:
        request = request_export(session, person_id)
        session.flush()
        return persons.find_request(session, request.id)


@blueprint.post("/persons/<uuid:person_id>/erase")
@requires("coordinator")
@blueprint.response(202, PersonRequestView)
@raises(
    problems.PersonNotFound,
    problems.PersonIsErased,
    problems.PersonHasDuties,
)
def erase_person(person_id: UUID) -> persons.Answered:
    """Erase a person in every service, for good; coming registrations are cancelled, and totals stay."""
    with transaction() as session:
        request = erase(session, person_id)
        session.flush()
        return persons.find_request(session, request.id)


@blueprint.get("/person-requests/<uuid:request_id>")
@requires("coordinator")
@blueprint.response(200, PersonRequestView)
@raises(problems.RequestNotFound)
def get_person_request(request_id: UUID) -> persons.Answered:
    """A request, and which services have carried it out."""
    with reading() as session:
        return persons.find_request(session, request_id)


@blueprint.get("/person-requests/<uuid:request_id>/content")
@requires("coordinator")
@blueprint.response(200, PersonContent)
@raises(problems.RequestNotFound, problems.ExportIsNotReady)
def get_person_content(request_id: UUID) -> ResponseReturnValue:
    """The copy itself, once every service has answered."""
    with transaction() as session:
        content = persons.export_content(session, request_id)
        subject = persons.find_request(session, request_id).request.contact_id
        note(session, "person.export_read", subject, request=request_id)
    return jsonify(content)
