"""Registrations by API."""

from typing import Any
from uuid import UUID

from services.registration import operations, problems, schemas
from services.registration.counter import registering
from services.registration.models import Registration, Status
from services.registration.routes.callers import caller_of
from services.registration.routes.holders import ADMISSION
from shared.service import transaction
from shared.web import ApiBlueprint, public, raises

blueprint = ApiBlueprint("registration", "participation", description="Registrations")

PAGE_SIZE = 100
ALL: tuple[Status, ...] = ("confirmed", "held", "offered", "waiting", "cancelled")
FILE = {"type": "string", "format": "binary"}


@blueprint.post("/occasions/<uuid:occasion_id>/registrations")
@public
@blueprint.arguments(schemas.NewParticipant)
@blueprint.response(201, schemas.RegistrationReceipt)
@raises(
    problems.OccasionNotFound,
    problems.RegistrationIsClosed,
    problems.WaitingListIsFull,
    problems.ManagerIsNeeded,
    *ADMISSION,
)
def register_participant(new: dict[str, Any], occasion_id: UUID) -> operations.Receipt:
    """Register a participant, who gets a place or a place on the waiting list.

    Where a manager approves the problems, one is held until then.
    """
    accept_warnings = new.pop("accept_warnings")
    with registering() as session:
        return operations.register_participant(session, occasion_id, new, accept_warnings=accept_warnings)


@blueprint.post("/registrations/<uuid:registration_id>/cancel")
@public
@blueprint.arguments(schemas.HolderProof)
@blueprint.response(200, schemas.RegistrationStatus)
@raises(
    problems.NotTheHolder,
    problems.RegistrationNotFound,
    problems.AlreadyCancelled,
    problems.OccasionHasBegun,
    problems.ParticipantHasAttended,
)
def cancel_registration(proof: dict[str, str], registration_id: UUID) -> Registration:
    """Cancel a registration; the next in the queue moves up.

    For coordinators, and for the holder or the booker of the group, who give their link's token in the body
    or as bearer token.
    """
    with transaction() as session:
        by = caller_of(session, registration_id, proof.get("token"))
        return operations.cancel_registration(session, registration_id, by)
