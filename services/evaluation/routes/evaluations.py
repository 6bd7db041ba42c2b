"""Evaluations and their results, and the publishing of tertials."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.evaluation import operations, problems, schemas
from services.evaluation.models import PublishedTertial
from services.evaluation.queries import evaluations as queries
from services.evaluation.queries.evaluations import Seen
from shared.service import reading, transaction
from shared.web import (
    ApiBlueprint,
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
