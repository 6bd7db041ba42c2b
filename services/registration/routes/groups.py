"""Groups and managers' approvals by API."""

from typing import Any
from uuid import UUID

from services.registration import operations, problems, queries, schemas
from services.registration.counter import registering
from services.registration.models import Registration
from services.registration.routes.callers import booker_of
from services.registration.routes.holders import ADMISSION
from shared.service import reading, transaction
from shared.web import ApiBlueprint, public, raises

blueprint = ApiBlueprint("registration", "groups", description="Groups, and approval by the manager")


@blueprint.post("/occasions/<uuid:occasion_id>/groups")
@public
@blueprint.arguments(schemas.NewGroup)
@blueprint.response(201, schemas.GroupReceipt)
@raises(
    problems.OccasionNotFound,
    problems.RegistrationIsClosed,
    problems.GroupIsTooLarge,
    problems.GroupDoesNotFit,
    problems.ManagerIsNeeded,
    *ADMISSION,
)
def register_group(new: dict[str, Any], occasion_id: UUID) -> operations.GroupReceipt:
    """Register several in one go: all get problems, or all wait, or none is registered.

    Members without a name are named later, by the group's link.
    """
    accept_warnings = new.pop("accept_warnings")
    with registering() as session:
        return operations.register_group(session, occasion_id, new, accept_warnings=accept_warnings)


@blueprint.get("/groups/<uuid:party_id>")
@public
@blueprint.arguments(schemas.TokenQuery, location="query")
@blueprint.response(200, schemas.GroupView)
@raises(problems.NotTheHolder, problems.GroupNotFound)
def get_group(proof: dict[str, str], party_id: UUID) -> queries.Group:
    """A group with each of its problems, for its booker and for coordinators."""
    with reading() as session:
        booker_of(session, party_id, proof.get("token"))
        return queries.find_group(session, party_id)


@blueprint.post("/groups/<uuid:party_id>/cancel")
@public
@blueprint.arguments(schemas.HolderProof)
@blueprint.response(200, schemas.GroupView)
@raises(
    problems.NotTheHolder,
    problems.GroupNotFound,
    problems.AlreadyCancelled,
    problems.OccasionHasBegun,
    problems.ParticipantHasAttended,
)
def cancel_group(proof: dict[str, str], party_id: UUID) -> queries.Group:
    """Cancel all places of a group."""
    with transaction() as session:
        by = booker_of(session, party_id, proof.get("token"))
        operations.cancel_group(session, party_id, by)
        return queries.find_group(session, party_id)


@blueprint.get("/approvals/<string(maxlength=100):token>")
@public
@blueprint.response(200, schemas.ApprovalView)
@raises(problems.ApprovalNotFound)
def get_approval(token: str) -> queries.Approval:
    """What a manager is asked to approve, by the link's last part."""
    with reading() as session:
        return queries.find_approval(session, token)


@blueprint.post("/approvals/<string(maxlength=100):token>/approve")
@public
@blueprint.response(200, schemas.RegistrationStatus)
@raises(problems.ApprovalNotFound, problems.ApprovalIsDecided, problems.ApprovalHasEnded)
def approve_registration(token: str) -> Registration:
    """Let the participant's place count."""
    with transaction() as session:
        return operations.approve_registration(session, token)


@blueprint.post("/approvals/<string(maxlength=100):token>/decline")
@public
@blueprint.arguments(schemas.ManagersReason)
@blueprint.response(200, schemas.RegistrationStatus)
@raises(problems.ApprovalNotFound, problems.ApprovalIsDecided, problems.ApprovalHasEnded)
def decline_registration(answer: dict[str, str], token: str) -> Registration:
    """Decline the place, which goes to the next in the queue; the participant is told the reason."""
    with transaction() as session:
        return operations.decline_registration(session, token, answer["reason"])
