"""What the holder of a registration, its booker or a coordinator does with it, by API."""

from typing import Any
from uuid import UUID

from services.registration import operations, problems, queries, schemas
from services.registration.counter import registering
from services.registration.models import Registration
from services.registration.routes.callers import caller_of
from shared.service import reading, transaction
from shared.web import ApiBlueprint, public, raises
from shared.web.problems import InputIsInvalid, TooManyTries

blueprint = ApiBlueprint("registration", "holders", description="One registration, by its link")

ADMISSION = (
    problems.AlreadyRegistered,
    problems.NotForThisRole,
    problems.PrerequisiteIsMissing,
    problems.NeedsConfirmation,
    TooManyTries,
)


@blueprint.get("/registrations/<uuid:registration_id>")
@public
@blueprint.arguments(schemas.TokenQuery, location="query")
@blueprint.response(200, schemas.OwnRegistration)
@raises(problems.NotTheHolder)
def get_registration(proof: dict[str, str], registration_id: UUID) -> queries.OwnRegistration:
    """A registration with its place in the queue, for its holder, its booker and coordinators."""
    with reading() as session:
        caller_of(session, registration_id, proof.get("token"))
        return queries.find_own_registration(session, registration_id)


@blueprint.patch("/registrations/<uuid:registration_id>")
@public
@blueprint.arguments(schemas.RegistrationChange)
@blueprint.response(200, schemas.RegistrationStatus)
@raises(
    problems.NotTheHolder,
    problems.RegistrationNotFound,
    problems.AlreadyCancelled,
    problems.FactsAreFrozen,
    problems.ReasonIsNeeded,
    problems.NotForThisRole,
    problems.ShareIsFull,
    InputIsInvalid,
)
def change_registration(change: dict[str, Any], registration_id: UUID) -> Registration:
    """Change role, workplace, needs, language, place of work or invoice data.

    For the holder until the first session starts; coordinators may correct it later, and give the reason.
    """
    token, reason = change.pop("token", None), change.pop("reason", None)
    with transaction() as session:
        by = caller_of(session, registration_id, token)
        return operations.change_registration(session, registration_id, change, by, reason)


@blueprint.post("/registrations/<uuid:registration_id>/accept")
@public
@blueprint.arguments(schemas.HolderProof)
@blueprint.response(200, schemas.RegistrationStatus)
@raises(
    problems.NotTheHolder,
    problems.RegistrationNotFound,
    problems.NothingIsOffered,
    problems.OfferHasEnded,
    problems.OnlyTheBookerMay,
)
def accept_offer(proof: dict[str, str], registration_id: UUID) -> Registration:
    """Take an offered place; for a group its booker takes all of them."""
    with transaction() as session:
        by = caller_of(session, registration_id, proof.get("token"))
        return operations.accept_offer(session, registration_id, by)


@blueprint.post("/registrations/<uuid:registration_id>/decline")
@public
@blueprint.arguments(schemas.HolderProof)
@blueprint.response(200, schemas.RegistrationStatus)
@raises(
    problems.NotTheHolder, problems.RegistrationNotFound, problems.NothingIsOffered, problems.OfferHasEnded
)
def decline_offer(proof: dict[str, str], registration_id: UUID) -> Registration:
    """Leave an offered place to the next; a booker leaves all places of the group."""
    with transaction() as session:
        by = caller_of(session, registration_id, proof.get("token"))
        return operations.decline_offer(session, registration_id, by)


@blueprint.post("/registrations/<uuid:registration_id>/replace")
@public
@blueprint.arguments(schemas.Replacement)
@blueprint.response(201, schemas.RegistrationReceipt)
@raises(
    problems.NotTheHolder,
    problems.RegistrationNotFound,
    problems.AlreadyCancelled,
    problems.OccasionHasBegun,
    problems.StateDoesNotFit,
    problems.NoPlaceToPassOn,
    problems.ShareIsFull,
    *ADMISSION,
)
def replace_participant(new: dict[str, Any], registration_id: UUID) -> operations.Receipt:
    """Pass the place on to a colleague, who gets a registration and a link of their own."""
    accept_warnings = new.pop("accept_warnings")
    with registering() as session:
        by = caller_of(session, registration_id, new.pop("token", None))
        return operations.replace_participant(
            session, registration_id, new, by, accept_warnings=accept_warnings
        )


@blueprint.post("/registrations/<uuid:registration_id>/name")
@public
@blueprint.arguments(schemas.ParticipantName)
@blueprint.response(200, schemas.RegistrationStatus)
@raises(
    problems.NotTheHolder,
    problems.RegistrationNotFound,
    problems.AlreadyCancelled,
    problems.OccasionHasBegun,
    problems.StateDoesNotFit,
    problems.PlaceIsNamed,
    *ADMISSION,
)
def name_participant(person: dict[str, Any], registration_id: UUID) -> Registration:
    """Say who takes a place that a group was registered with."""
    accept_warnings = person.pop("accept_warnings")
    with registering() as session:
        caller = caller_of(session, registration_id, person.pop("token", None))
        by = "coordinator" if caller == "coordinator" else "booker"
        named, _ = operations.name_participant(
            session, registration_id, person, by, accept_warnings=accept_warnings
        )
        return named
