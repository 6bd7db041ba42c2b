"""Surveys that are not tied to an occasion: made, changed, closed, compared; and earlier ones taken in."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response

from services.evaluation import problems
from services.evaluation.files import comparisons as files
from services.evaluation.operations import former_results
from services.evaluation.operations import surveys as operations
from services.evaluation.queries import surveys as queries
from services.evaluation.queries.surveys import ComparedSurveys, SeenSurvey
from services.evaluation.schemas import surveys as schemas
from services.evaluation.schemas.comparisons import ComparisonView
from shared.service import reading, transaction
from shared.sheets import CSV, XLSX
from shared.web import ApiBlueprint, attached, page_of, page_schema, raises, requires

blueprint = ApiBlueprint("evaluation", "surveys", description="Surveys that are not tied to an occasion")
_FILE = {"type": "string", "format": "binary"}
_COMPARED = (problems.SurveyIsUnknown, problems.SurveyHasNoResults)


@blueprint.get("/surveys")
@requires("coordinator")
@blueprint.arguments(schemas.SurveyQuery, location="query")
@blueprint.response(200, page_schema(schemas.SurveyView))
def list_surveys(wanted: dict[str, Any]) -> Mapping[str, Any]:
    """Surveys, the one that opened or opens last first."""
    with reading() as session:
        page = queries.list_surveys(session, **wanted)
    return page_of(page.items, page.total, wanted["page"], page.pages)


@blueprint.post("/surveys")
@requires("coordinator")
@blueprint.arguments(schemas.NewSurvey)
@blueprint.response(201, schemas.SurveyView)
@raises(problems.SurveyIsWrong)
def create_survey(new: dict[str, Any]) -> SeenSurvey:
    """Make a survey; its recipients are chosen in registration, where the addresses are, before or after."""
    with transaction() as session:
        survey = operations.create_survey(session, new)
        return queries.see_survey(session, survey.id)


@blueprint.get("/surveys/<uuid:survey_id>")
@requires("coordinator")
@blueprint.response(200, schemas.SurveyView)
@raises(problems.SurveyIsUnknown)
def get_survey(survey_id: UUID) -> SeenSurvey:
    """One survey, with how many were asked and have answered."""
    with reading() as session:
        return queries.see_survey(session, survey_id)


@blueprint.patch("/surveys/<uuid:survey_id>")
@requires("coordinator")
@blueprint.arguments(schemas.SurveyChange)
@blueprint.response(200, schemas.SurveyView)
@raises(problems.SurveyIsUnknown, problems.SurveyWasSent, problems.SurveyIsWrong)
def change_survey(change: dict[str, Any], survey_id: UUID) -> SeenSurvey:
    """Change a survey that nobody was asked to answer yet; what is left out stays."""
    with transaction() as session:
        operations.change_survey(session, survey_id, change)
        return queries.see_survey(session, survey_id)


@blueprint.delete("/surveys/<uuid:survey_id>")
@requires("coordinator")
@blueprint.response(204)
@raises(problems.SurveyIsUnknown, problems.SurveyWasSent)
def cancel_survey(survey_id: UUID) -> None:
    """Call off a survey that nobody was asked to answer yet."""
    with transaction() as session:
        operations.cancel_survey(session, survey_id)


@blueprint.post("/surveys/<uuid:survey_id>/close")
@requires("coordinator")
@blueprint.response(200, schemas.SurveyView)
@raises(problems.SurveyIsUnknown, problems.EvaluationWasClosed)
def close_survey(survey_id: UUID) -> SeenSurvey:
    """Close a survey before its last day; from then on no answer can be linked to a person."""
    with transaction() as session:
        operations.close_survey(session, survey_id)
        return queries.see_survey(session, survey_id)


@blueprint.post("/surveys/import")
@requires("coordinator")
@blueprint.arguments(schemas.FormerSurvey)
@blueprint.response(201, schemas.SurveyView)
@raises(problems.SurveyIsWrong, problems.FormerResultsAreWrong)
def import_survey(new: dict[str, Any]) -> SeenSurvey:
    """Take in the published results of an earlier survey, all rows or none; only sums, and no answers."""
    with transaction() as session:
        survey = former_results.import_former_results(session, new)
        return queries.see_survey(session, survey.id)


@blueprint.get("/surveys/compare")
@requires("coordinator")
@blueprint.arguments(schemas.ComparisonQuery, location="query")
@blueprint.response(200, ComparisonView)
@raises(*_COMPARED)
def compare_surveys(wanted: dict[str, UUID]) -> ComparedSurveys:
    """Two closed surveys, question by question; differences are those of b less those of a."""
    return _compared(wanted)


@blueprint.get("/surveys/compare.csv")
@requires("coordinator")
@blueprint.arguments(schemas.ComparisonQuery, location="query")
@blueprint.response(200, _FILE, content_type="text/csv")
@raises(*_COMPARED)
def compare_surveys_as_csv(wanted: dict[str, UUID]) -> Response:
    """The comparison as CSV (RFC 4180, UTF-8), in codes: question, measure, value, a, b, difference."""
    return attached(files.as_csv(_compared(wanted)), CSV, "comparison.csv")


@blueprint.get("/surveys/compare.xlsx")
@requires("coordinator")
@blueprint.arguments(schemas.ComparisonQuery, location="query")
@blueprint.response(200, _FILE, content_type=XLSX)
@raises(*_COMPARED)
def compare_surveys_as_xlsx(wanted: dict[str, UUID]) -> Response:
    """The comparison as a workbook in the reader's language."""
    return attached(files.as_xlsx(_compared(wanted)), XLSX, "comparison.xlsx")


def _compared(wanted: dict[str, UUID]) -> ComparedSurveys:
    with reading() as session:
        return queries.compare_surveys(session, wanted["a"], wanted["b"])
