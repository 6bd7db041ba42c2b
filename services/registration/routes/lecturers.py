"""Lecturers, suppliers and persons entered twice, by API."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.registration import problems, schemas
from services.registration.models import Lecturer, Participant
from services.registration.operations import lecturers, merging
from services.registration.queries.doubles import likely_doubles
from services.registration.queries.lecturers import list_lecturers as find_lecturers
from shared.service import reading, transaction
from shared.web import ApiBlueprint, page_of, page_schema, raises, requires

blueprint = ApiBlueprint("registration", "lecturers", description="Lecturers, suppliers and persons")


@blueprint.get("/lecturers")
@requires("coordinator")
@blueprint.arguments(schemas.LecturerQuery, location="query")
@blueprint.response(200, page_schema(schemas.LecturerView))
def list_lecturers(wanted: dict[str, bool]) -> Mapping[str, Any]:
    """The lecturers and suppliers that an occasion may choose, or those that are closed, by name."""
    with reading() as session:
        found = find_lecturers(session, is_active=wanted["is_active"])
    return page_of(found, len(found), 1, 1)


@blueprint.post("/lecturers")
@requires("coordinator")
@blueprint.arguments(schemas.NewLecturer)
@blueprint.response(201, schemas.LecturerView)
@raises(problems.ContactIsTaken)
def add_lecturer(new: dict[str, Any]) -> Lecturer:
    """Add a lecturer or supplier with a contact person."""
    with transaction() as session:
        return _whole(lecturers.add_lecturer(session, new))


@blueprint.patch("/lecturers/<uuid:lecturer_id>")
@requires("coordinator")
@blueprint.arguments(schemas.LecturerChange)
@blueprint.response(200, schemas.LecturerView)
@raises(problems.LecturerNotFound, problems.ContactIsTaken)
def change_lecturer(change: dict[str, Any], lecturer_id: UUID) -> Lecturer:
    """Change a lecturer or the contact person, close or open; occasions follow to another contact."""
    with transaction() as session:
        return _whole(lecturers.change_lecturer(session, lecturer_id, change))


@blueprint.put("/lecturers/<uuid:lecturer_id>/account")
@requires("admin")
@blueprint.arguments(schemas.LecturerAccount)
@blueprint.response(200, schemas.LecturerView)
@raises(problems.LecturerNotFound, problems.AccountDoesNotFit, problems.AccountNotFound)
def tie_account(tie: dict[str, UUID], lecturer_id: UUID) -> Lecturer:
    """Let a lecturer's account see the occasions that name the lecturer."""
    with transaction() as session:
        return _whole(lecturers.tie_account(session, lecturer_id, tie["account_id"]))


@blueprint.get("/persons/doubles")
@requires("coordinator")
@blueprint.response(200, page_schema(schemas.DoubleView))
def list_doubles() -> Mapping[str, Any]:
    """Persons who were probably entered twice, the likeliest first, two hundred at most."""
    with reading() as session:
        found = likely_doubles(session)
    return page_of(found, len(found), 1, 1)


@blueprint.post("/persons/<uuid:person_id>/merge")
@requires("coordinator")
@blueprint.arguments(schemas.PersonPair)
@blueprint.response(200, schemas.PersonEntryView)
@raises(problems.PersonNotFound, problems.PersonsCannotMerge)
def merge_persons(pair: dict[str, UUID], person_id: UUID) -> Participant:
    """Give everything of the other person to this one, who keeps name and address."""
    with transaction() as session:
        return merging.merge_persons(session, person_id, pair["other_id"])


@blueprint.post("/persons/<uuid:person_id>/keep-apart")
@requires("coordinator")
@blueprint.arguments(schemas.PersonPair)
@blueprint.response(204)
@raises(problems.PersonNotFound, problems.PersonsCannotMerge)
def keep_apart(pair: dict[str, UUID], person_id: UUID) -> None:
    """Note that two who look alike are different persons."""
    with transaction() as session:
        merging.keep_apart(session, person_id, pair["other_id"])


def _whole(lecturer: Lecturer) -> Lecturer:
    """The lecturer with the contact, read while there is a session."""
    assert lecturer.contact
    return lecturer
