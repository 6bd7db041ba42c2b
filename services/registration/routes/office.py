"""The office's lists and its everyday work, by API."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.registration import problems, schemas
from services.registration.models import Occasion, Registration
from services.registration.operations import Receipt, change_occasion, importing
from services.registration.operations import office as operations
from services.registration.queries import office as office_queries
from services.registration.routes.holders import ADMISSION
from services.registration.schemas import office_lists
from services.registration.schemas.importing import ImportReceipt, NewParticipants
from shared.service import reading, transaction
from shared.web import ApiBlueprint, page_of, page_schema, raises, requires

blueprint = ApiBlueprint("registration", "office", description="The office's lists")


@blueprint.get("/office/occasions")
@requires("coordinator")
@blueprint.arguments(office_lists.OfficeQuery, location="query")
@blueprint.response(200, page_schema(office_lists.OfficeOccasionView))
def list_office_occasions(wanted: dict[str, Any]) -> Mapping[str, Any]:
    """Occasions of every state, filtered and sorted."""
    number = wanted.pop("page")
    criteria = office_queries.OfficeCriteria(**wanted)
    with reading() as session:
        page = office_queries.find_office_occasions(session, criteria, number, with_sessions=True)
    return page_of(page.items, page.total, number, page.pages)


@blueprint.get("/office/occasions/<uuid:occasion_id>")
@requires("coordinator")
@blueprint.response(200, office_lists.OfficeOccasionView)
@raises(problems.OccasionNotFound)
def get_office_occasion(occasion_id: UUID) -> Occasion:
    """One occasion of any state, with its note."""
    with reading() as session:
        return office_queries.find_office_occasion(session, occasion_id)


@blueprint.put("/occasions/<uuid:occasion_id>/note")
@requires("coordinator")
@blueprint.arguments(office_lists.NoteText)
@blueprint.response(200, office_lists.NoteText)
@raises(problems.OccasionNotFound)
def note_occasion(given: dict[str, str], occasion_id: UUID) -> Occasion:
    """Keep what the office should remember of an occasion; nobody is told."""
    with transaction() as session:
        return change_occasion(session, occasion_id, {"note": given["note"]})


@blueprint.put("/registrations/<uuid:registration_id>/note")
@requires("coordinator")
@blueprint.arguments(office_lists.NoteText)
@blueprint.response(200, office_lists.NoteText)
@raises(problems.RegistrationNotFound)
def note_registration(given: dict[str, str], registration_id: UUID) -> Registration:
    """Keep what the office should remember of a registration; nobody is told."""
    with transaction() as session:
        return operations.write_note(session, registration_id, given["note"])


@blueprint.put("/occasions/<uuid:occasion_id>/registrations/note")
@requires("coordinator")
@blueprint.arguments(office_lists.ChosenNote)
@blueprint.response(200, office_lists.ChosenAnswer)
@raises(problems.RegistrationNotFound)
def note_registrations(given: dict[str, Any], occasion_id: UUID) -> dict[str, int]:
    """Keep the same note with several registrations of an occasion."""
    with transaction() as session:
        return {"count": operations.note_several(session, occasion_id, given["ids"], given["note"])}


@blueprint.post("/occasions/<uuid:occasion_id>/registrations/cancel")
@requires("coordinator")
@blueprint.arguments(office_lists.Chosen)
@blueprint.response(200, office_lists.ChosenAnswer)
@raises(
    problems.OccasionNotFound,
    problems.RegistrationNotFound,
    problems.AlreadyCancelled,
    problems.ParticipantHasAttended,
)
def cancel_registrations(given: dict[str, Any], occasion_id: UUID) -> dict[str, int]:
    """Cancel several registrations of an occasion, all or none; then the queue moves up."""
    with transaction() as session:
        return {"count": operations.cancel_chosen(session, occasion_id, given["ids"])}


@blueprint.post("/office/occasions/<uuid:occasion_id>/registrations")
@requires("coordinator")
@blueprint.arguments(schemas.NewParticipant)
@blueprint.response(201, schemas.RegistrationReceipt)
@raises(problems.OccasionNotFound, problems.RegistrationIsClosed, problems.WaitingListIsFull, *ADMISSION)
def add_participant(new: dict[str, Any], occasion_id: UUID) -> Receipt:
    """Register somebody by the office: also after the deadline, and without the manager's approval.

    Roles that are not meant and earlier courses that are missing are warnings here.
    """
    accept_warnings = new.pop("accept_warnings")
    with transaction() as session:
        return operations.add_participant(session, occasion_id, new, accept_warnings=accept_warnings)


@blueprint.post("/occasions/<uuid:occasion_id>/registrations/import")
@requires("coordinator")
@blueprint.arguments(NewParticipants)
@blueprint.response(200, ImportReceipt)
@raises(
    problems.OccasionNotFound,
    problems.RegistrationIsClosed,
    problems.PeopleAreWrong,
)
def import_participants(given: dict[str, Any], occasion_id: UUID) -> importing.ImportResult:
    """Register a whole list, everybody or nobody; with `dry_run` only tell what would become of them."""
    people = given["participants"]
    if given["dry_run"]:
        return importing.try_import(occasion_id, people)
    with transaction() as session:
        return importing.import_participants(session, occasion_id, people)
