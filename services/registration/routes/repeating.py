"""Copies of occasions and dates that recur, by API."""

from typing import Any
from uuid import UUID

from services.registration import problems, schemas
from services.registration.models import Occasion
from services.registration.operations import repeating
from services.registration.schemas import repeating as repeat_schemas
from shared.service import transaction
from shared.web import ApiBlueprint, raises, requires

blueprint = ApiBlueprint("registration", "repeating", description="Copies and dates that recur")


@blueprint.post("/occasions/<uuid:occasion_id>/duplicate")
@requires("coordinator")
@blueprint.arguments(repeat_schemas.Copy)
@blueprint.response(201, schemas.OccasionReceipt)
@raises(problems.OccasionNotFound)
def duplicate_occasion(copy: dict[str, Any], occasion_id: UUID) -> Occasion:
    """Make a draft like an earlier occasion: all its settings, its days moved to the chosen first day."""
    with transaction() as session:
        return repeating.duplicate_occasion(session, occasion_id, copy["first_day"])


@blueprint.get("/office/dates")
@requires("coordinator")
@blueprint.arguments(repeat_schemas.Dates, location="query")
@blueprint.response(200, repeat_schemas.DatesView)
def recurring_dates(wanted: dict[str, Any]) -> dict[str, Any]:
    """The dates that a rule gives, to see them before anything is made."""
    return wanted


@blueprint.post("/occasions/<uuid:occasion_id>/repeat")
@requires("coordinator")
@blueprint.arguments(repeat_schemas.Repetition)
@blueprint.response(201, repeat_schemas.RepetitionReceipt)
@raises(
    problems.OccasionNotFound,
    problems.StateDoesNotFit,
    problems.NoDates,
    problems.TooManyDates,
)
def repeat_occasion(wanted: dict[str, Any], occasion_id: UUID) -> dict[str, list[Occasion]]:
    """Add dates that recur: as drafts like the occasion, or as further sessions of it."""
    days, as_sessions = wanted.pop("days"), wanted.pop("as_") == "sessions"
    with transaction() as session:
        made = repeating.repeat_occasion(session, occasion_id, days, wanted, as_sessions=as_sessions)
        return {"occasions": made}
