"""The catalogue by API: activities, occasions, and what becomes of them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.registration import operations, problems, queries, schemas
from services.registration.models import Activity, Occasion
from services.registration.problems import PrerequisiteNotFound
from shared.service import reading, transaction
from shared.web import ApiBlueprint, page_of, page_schema, public, raises, requires

blueprint = ApiBlueprint("registration", description="Activities and occasions")


@blueprint.get("/occasions")
@public
@blueprint.arguments(schemas.OccasionQuery, location="query")
@blueprint.response(200, page_schema(schemas.OccasionView))
def list_occasions(wanted: dict[str, Any]) -> Mapping[str, Any]:
    """Published occasions, in the order of their first session."""
    number = wanted.pop("page")
    with reading() as session:
        page = queries.find_occasions(session, queries.Criteria(**wanted), number)
    return page_of(page.items, page.total, number, page.pages)


@blueprint.get("/occasions/<uuid:occasion_id>")
@public
@blueprint.response(200, schemas.OccasionView)
@raises(problems.OccasionNotFound)
def get_occasion(occasion_id: UUID) -> queries.OccasionDetails:
    """One occasion that is or was published."""
    with reading() as session:
        return queries.find_public_occasion(session, occasion_id)


@blueprint.post("/activities")
@requires("coordinator")
@blueprint.arguments(schemas.NewActivity)
@blueprint.response(201, schemas.ActivityReceipt)
@raises(PrerequisiteNotFound)
def create_activity(new: dict[str, Any]) -> Activity:
    """Add what will be offered."""
    with transaction() as session:
        return operations.create_activity(session, new)


@blueprint.patch("/activities/<uuid:activity_id>")
@requires("coordinator")
@blueprint.arguments(schemas.ActivityChange)
@blueprint.response(200, schemas.ActivityReceipt)
@raises(problems.ActivityNotFound, PrerequisiteNotFound)
def change_activity(change: dict[str, Any], activity_id: UUID) -> Activity:
    """Change what is offered, and its rules; occasions that were held stay as they were reported."""
    with transaction() as session:
        return operations.change_activity(session, activity_id, change)


@blueprint.post("/activities/<uuid:activity_id>/occasions")
@requires("coordinator")
@blueprint.arguments(schemas.NewOccasion)
@blueprint.response(201, schemas.OccasionReceipt)
@raises(problems.ActivityNotFound)
def create_occasion(new: dict[str, Any], activity_id: UUID) -> Occasion:
    """Add an occasion of an activity, as a draft."""
    with transaction() as session:
        return operations.create_occasion(session, activity_id, new)


@blueprint.patch("/occasions/<uuid:occasion_id>")
@requires("coordinator")
@blueprint.arguments(schemas.OccasionChange)
@blueprint.response(200, schemas.OccasionReceipt)
@raises(
    problems.OccasionNotFound,
    problems.SessionNotFound,
    problems.StateDoesNotFit,
    problems.SessionHasAttendance,
)
def change_occasion(change: dict[str, Any], occasion_id: UUID) -> Occasion:
    """Change places, deadline or days; those concerned are told. `sessions` is the whole list."""
    with transaction() as session:
        occasion = operations.change_occasion(session, occasion_id, change)
        session.refresh(occasion, ["sessions"])  # the answer has them, and no change need have asked for them
        return occasion


@blueprint.post("/occasions/<uuid:occasion_id>/publish")
@requires("coordinator")
@blueprint.response(200, schemas.OccasionStatus)
@raises(problems.OccasionNotFound, problems.StateDoesNotFit)
def publish_occasion(occasion_id: UUID) -> Occasion:
    """Open a draft for registration."""
    with transaction() as session:
        return operations.publish_occasion(session, occasion_id)


@blueprint.post("/occasions/<uuid:occasion_id>/cancel")
@requires("coordinator")
@blueprint.arguments(schemas.Cancellation)
@blueprint.response(200, schemas.OccasionStatus)
@raises(problems.OccasionNotFound, problems.StateDoesNotFit)
def cancel_occasion(cancellation: dict[str, str], occasion_id: UUID) -> Occasion:
    """Cancel an occasion with all its registrations; everybody is told the reason."""
    with transaction() as session:
        return operations.cancel_occasion(session, occasion_id, cancellation["reason"])


@blueprint.post("/occasions/<uuid:occasion_id>/complete")
@requires("coordinator")
@blueprint.response(200, schemas.OccasionStatus)
@raises(problems.OccasionNotFound, problems.StateDoesNotFit)
def complete_occasion(occasion_id: UUID) -> Occasion:
    """Mark an occasion as held; those who were present are asked to evaluate it."""
    with transaction() as session:
        return operations.complete_occasion(session, occasion_id)
