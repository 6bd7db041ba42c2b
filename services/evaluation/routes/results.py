"""Results of one evaluation, of a course and of a lecturer, as JSON and as files; and masking of texts."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response

from services.evaluation import problems
from services.evaluation.files import results as files
from services.evaluation.models import FreeText
from services.evaluation.operations.masking import mask_text as mask
from services.evaluation.queries import results as queries
from services.evaluation.queries.results import EvaluationResults, Results
from services.evaluation.schemas import results as schemas
from services.evaluation.schemas.evaluations import ActivityQuery
from shared.service import reading, transaction
from shared.web import (
    ApiBlueprint,
    count_pages,
    page_of,
    page_schema,
    raises,
    requires,
    signed_in_staff,
)

blueprint = ApiBlueprint("evaluation", "results", description="Results of evaluations, courses and lecturers")

_FILE = {"responses": {"200": {"description": "OK", "content": files.CONTENT}}}


@blueprint.get("/evaluations/<uuid:evaluation_id>")
@requires("coordinator", "lecturer")
@blueprint.response(200, schemas.EvaluationDetail)
@raises(problems.EvaluationIsUnknown)
def show_evaluation(evaluation_id: UUID) -> Mapping[str, Any]:
    """One evaluation with its results and texts; while it is open, how many have answered and no more."""
    with reading() as session:
        return _detail(queries.evaluation_results(session, signed_in_staff(), evaluation_id))


@blueprint.get("/evaluations/<uuid:evaluation_id>/results.<any(csv, xlsx, pdf):kind>")
@requires("coordinator", "lecturer")
@blueprint.doc(**_FILE)
@raises(problems.EvaluationIsUnknown)
def evaluation_as_file(evaluation_id: UUID, kind: str) -> Response:
    """The results of one evaluation: CSV (UTF-8, a line for each value and text), workbook or tagged PDF."""
    with reading() as session:
        return files.sent(queries.evaluation_results(session, signed_in_staff(), evaluation_id), kind)


@blueprint.get("/activities")
@requires("coordinator", "lecturer")
@blueprint.arguments(ActivityQuery, location="query")
@blueprint.response(200, page_schema(schemas.ActivityRow))
def list_activities(wanted: dict[str, Any]) -> Mapping[str, Any]:
    """The courses that have evaluations, the latest held first, each with its results over all occasions."""
    with reading() as session:
        rows, total = queries.list_activities(session, signed_in_staff(), **wanted)
        items = [_summed(row.results) | {"activity": row.activity_id} for row in rows]
    return page_of(items, total, wanted["page"], count_pages(total, wanted["per_page"]))


@blueprint.get("/activities/<uuid:activity_id>/results")
@requires("coordinator", "lecturer")
@blueprint.response(200, schemas.ResultsView)
@raises(problems.ActivityIsUnknown)
def show_activity(activity_id: UUID) -> Mapping[str, Any]:
    """The results of a course over its occasions: the sum of what was published of each."""
    with reading() as session:
        return _summed(queries.activity_results(session, signed_in_staff(), activity_id))


@blueprint.get("/activities/<uuid:activity_id>/results.<any(csv, xlsx, pdf):kind>")
@requires("coordinator", "lecturer")
@blueprint.doc(**_FILE)
@raises(problems.ActivityIsUnknown)
def activity_as_file(activity_id: UUID, kind: str) -> Response:
    """The results of a course as CSV (UTF-8), workbook or tagged PDF."""
    with reading() as session:
        return files.sent(queries.activity_results(session, signed_in_staff(), activity_id), kind)


@blueprint.get("/lecturers/<uuid:contact_id>/results")
@requires("coordinator", "lecturer")
@blueprint.response(200, schemas.ResultsView)
@raises(problems.LecturerIsUnknown)
def show_lecturer(contact_id: UUID) -> Mapping[str, Any]:
    """The results of a lecturer or supplier over time, by their contact: what is theirs alone."""
    with reading() as session:
        return _summed(queries.lecturer_results(session, signed_in_staff(), contact_id))


@blueprint.get("/lecturers/<uuid:contact_id>/results.<any(csv, xlsx, pdf):kind>")
@requires("coordinator", "lecturer")
@blueprint.doc(**_FILE)
@raises(problems.LecturerIsUnknown)
def lecturer_as_file(contact_id: UUID, kind: str) -> Response:
    """The results of a lecturer or supplier as CSV (UTF-8), workbook or tagged PDF."""
    with reading() as session:
        return files.sent(queries.lecturer_results(session, signed_in_staff(), contact_id), kind)


@blueprint.post("/texts/<uuid:text_id>/mask")
@requires("coordinator")
@blueprint.arguments(schemas.MaskedText)
@blueprint.response(200, schemas.TextView)
@raises(problems.TextIsUnknown, problems.NothingIsMasked, problems.MaskAddsText)
def mask_text(new: dict[str, str], text_id: UUID) -> FreeText:
    """Mask pieces of what somebody wrote, for good: what was there is overwritten and cannot be had back."""
    with transaction() as session:
        return mask(session, text_id, new["text"])


def _detail(results: EvaluationResults) -> Mapping[str, Any]:
    return {
        "evaluation": results.mine,
        "together_with": results.together_with,
        "questions": [item.figures for item in results.distributions],
        "texts": [text for written in results.texts.values() for text in written],
        "followed_up": _now_and_then(results),
        "follow_up": next(iter(results.follow_ups), None),
    }


def _summed(results: Results) -> dict[str, Any]:
    return {
        "title": results.title,
        "occasions": len(results.closed),
        "invited": results.invited,
        "answered": results.answered,
        "response_rate": results.response_rate,
        "evaluations": results.held,
        "questions": [item.figures for item in results.distributions],
        "followed_up": _now_and_then(results),
        "later": [item.figures for item in results.later_only],
    }


def _now_and_then(results: Results) -> list[Mapping[str, Any]]:
    return [
        {"code": then.question.code, "then": then.figures, "later": later.figures}
        for then, later in results.followed_up
    ]
