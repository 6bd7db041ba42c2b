"""Evaluations and their results, and the publishing of tertials."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.evaluation import operations, problems, schemas
from services.evaluation.models import PublishedTertial
from services.evaluation.operations import moving
from services.evaluation.queries import evaluations as queries
from services.evaluation.queries.evaluations import Seen
from shared.service import reading, transaction
from shared.web import (
    ApiBlueprint,
    Paging,
    count_pages,
    page_of,
    page_schema,
    raises,
    requires,
    signed_in_staff,
)

blueprint = ApiBlueprint("evaluation", description="Evaluations and their results")


@blueprint.get("/evaluations")
@requires("coordinator", "lecturer")
@blueprint.arguments(schemas.EvaluationQuery, location="query")
@blueprint.response(200, page_schema(schemas.EvaluationView))
def list_evaluations(wanted: dict[str, Any]) -> Mapping[str, Any]:
    """Evaluations, the latest held first; a lecturer sees those of their own occasions.

    `results` are there from the closing on, where five or more have answered.
    """
    with reading() as session:
        page = queries.list_evaluations(session, signed_in_staff(), **wanted)
    return page_of(page.items, page.total, wanted["page"], page.pages)


@blueprint.patch("/evaluations/<uuid:evaluation_id>")
@requires("coordinator")
@blueprint.arguments(schemas.MovedLastDay)
@blueprint.response(200, schemas.EvaluationView)
@raises(problems.EvaluationIsUnknown, problems.EvaluationWasClosed, problems.LastDayIsWrong)
def move_last_day(new: dict[str, Any], evaluation_id: UUID) -> Seen:
    """Move the last day to answer of an evaluation, follow-up or survey that is not closed.

    Reminders that the new day leaves no time for are not sent; those that it gives time for are.
    """
    with transaction() as session:
        moving.move_last_day(session, evaluation_id, **new)
        return queries.see_evaluation(session, signed_in_staff(), evaluation_id)


@blueprint.get("/unasked-occasions")
@requires("coordinator")
@blueprint.arguments(Paging, location="query")
@blueprint.response(200, page_schema(schemas.UnaskedOccasion))
def list_unasked_occasions(wanted: dict[str, int]) -> Mapping[str, Any]:
    """Completed occasions whose rule asked nobody, the latest held first."""
    with reading() as session:
        found, total = queries.list_unasked(session, **wanted)
    return page_of(found, total, wanted["page"], count_pages(total, wanted["per_page"]))


@blueprint.post("/evaluations/<uuid:evaluation_id>/close")
@requires("coordinator")
@blueprint.response(200, schemas.EvaluationView)
@raises(problems.EvaluationIsUnknown, problems.EvaluationWasClosed)
def close_evaluation(evaluation_id: UUID) -> Seen:
    """Close an evaluation before its last day; from then on no answer can be linked to a person."""
    with transaction() as session:
        operations.close_evaluation(session, evaluation_id)
        return queries.see_evaluation(session, signed_in_staff(), evaluation_id)


@blueprint.post("/periods/<string:tertial>/publish")
@requires("coordinator")
@blueprint.response(200, schemas.TertialView)
@raises(
    problems.TertialIsUnknown,
    problems.TertialIsNotOver,
    problems.EvaluationsAreOpen,
    problems.NothingToPublish,
)
def publish_tertial(tertial: str) -> PublishedTertial:
    """Publish the results of a tertial that is over, as 2026-T1; asked again, the answer is the same."""
    with transaction() as session:
        return operations.publish_tertial(session, tertial)
