"""Questionnaires: what is asked, and the drafts of what will be."""

from collections.abc import Mapping
from typing import Any

from services.evaluation.operations import describing, drafting, editing
from services.evaluation.queries import drafts as queries
from services.evaluation.queries.drafts import Version
from services.evaluation.questionnaires import problems
from services.evaluation.schemas import questionnaires as schemas
from shared.service import reading, transaction
from shared.web import ApiBlueprint, page_of, page_schema, raises, requires

blueprint = ApiBlueprint("evaluation", "questionnaires", description="What is asked, and drafts of it")


@blueprint.get("/questionnaires")
@requires("coordinator")
@blueprint.response(200, page_schema(schemas.ListedQuestionnaire))
def list_questionnaires() -> Mapping[str, Any]:
    """Every questionnaire, those in use first."""
    with reading() as session:
        found = queries.list_questionnaires(session)
    return page_of(found, len(found), 1, 1)


@blueprint.post("/questionnaires")
@requires("coordinator")
@blueprint.arguments(schemas.NewQuestionnaire)
@blueprint.response(201, schemas.QuestionnaireVersionView)
@raises(problems.CodeIsTaken, problems.QuestionnaireIsUnknown)
def create_questionnaire(new: dict[str, Any]) -> Version:
    """Begin a questionnaire, empty or as a copy; it is a draft until it is published."""
    with transaction() as session:
        return describing.create_questionnaire(session, new)


@blueprint.get("/questionnaires/<string:code>")
@requires("coordinator")
@blueprint.arguments(schemas.VersionQuery, location="query")
@blueprint.response(200, schemas.QuestionnaireVersionView)
@raises(problems.QuestionnaireIsUnknown)
def show_questionnaire(wanted: dict[str, Any], code: str) -> Version:
    """The newest version of a questionnaire, or the one asked for."""
    with reading() as session:
        return queries.see_version(session, code, wanted.get("version"))


@blueprint.patch("/questionnaires/<string:code>")
@requires("coordinator")
@blueprint.arguments(schemas.QuestionnaireChange)
@blueprint.response(200, schemas.QuestionnaireVersionView)
@raises(problems.QuestionnaireIsUnknown, problems.QuestionnaireIsInUse)
def change_questionnaire(change: dict[str, Any], code: str) -> Version:
    """Rename a questionnaire, retire it, or take it into use again."""
    with transaction() as session:
        describing.describe_questionnaire(session, code, change)
        return queries.see_version(session, code)


@blueprint.get("/questionnaires/<string:code>/draft")
@requires("coordinator")
@blueprint.response(200, schemas.QuestionnaireVersionView)
@raises(problems.QuestionnaireIsUnknown, problems.DraftIsUnknown)
def show_draft(code: str) -> Version:
    """The draft of a questionnaire."""
    with reading() as session:
        return queries.see_draft(session, code)


@blueprint.put("/questionnaires/<string:code>/draft")
@requires("coordinator")
@blueprint.arguments(schemas.DraftContent)
@blueprint.response(200, schemas.QuestionnaireVersionView)
@raises(
    problems.QuestionnaireIsUnknown,
    problems.QuestionnaireIsRetired,
    problems.DraftIsStale,
    problems.DraftIsWrong,
)
def write_draft(content: dict[str, Any], code: str) -> Version:
    """Write the draft of a questionnaire, beginning one where there is none.

    `errors` of a refusal are by path, as `questions.2.options.0.text.sv`.
    """
    with transaction() as session:
        drafting.open_draft(session, code)
        if "name" in content:
            describing.describe_questionnaire(session, code, {"name": content["name"]})
        return editing.replace_questions(session, code, content["questions"], content.get("revision"))


@blueprint.post("/questionnaires/<string:code>/publish")
@requires("coordinator")
@blueprint.arguments(schemas.DraftRevision)
@blueprint.response(200, schemas.QuestionnaireVersionView)
@raises(
    problems.QuestionnaireIsUnknown,
    problems.DraftIsUnknown,
    problems.QuestionnaireIsRetired,
    problems.DraftIsStale,
    problems.DraftIsWrong,
)
def publish_draft(meant: Mapping[str, Any], code: str) -> Version:
    """Make the draft the newest version: evaluations made from now on ask it, those made before do not."""
    with transaction() as session:
        return drafting.publish_draft(session, code, meant.get("revision"))


@blueprint.delete("/questionnaires/<string:code>/draft")
@requires("coordinator")
@blueprint.response(204)
@raises(problems.QuestionnaireIsUnknown, problems.DraftIsUnknown)
def discard_draft(code: str) -> None:
    """Throw a draft away; a questionnaire that was never published goes with it."""
    with transaction() as session:
        drafting.discard_draft(session, code)
