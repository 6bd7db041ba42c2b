"""Answering by a program: the same as the page does, and as silently."""

from typing import Any

from services.evaluation import operations, problems, schemas
from services.evaluation.queries.questionnaires import asked
from services.evaluation.questionnaires import content_of
from services.evaluation.schemas.questionnaires import AskedView
from shared.service import reading, transaction
from shared.web import ApiBlueprint, public, raises, unlogged

blueprint = ApiBlueprint("evaluation", "answering", description="Answering by the link of an invitation")


@blueprint.get("/answers/<string(maxlength=200):token>")
@public
@unlogged
@blueprint.response(200, AskedView)
@raises(
    problems.LinkIsUnknown,
    problems.AlreadyAnswered,
    problems.EvaluationIsClosed,
    problems.InvitationIsWithdrawn,
)
def show_questions(token: str) -> dict[str, Any]:
    """What an invitation asks, in every language that it is written in; leaves no line in any log."""
    with reading() as session:
        evaluation = operations.open_invitation(session, token)
        return {"evaluation": evaluation, **content_of(asked(session, evaluation).questions)}


@blueprint.post("/answers/<string(maxlength=200):token>")
@public
@unlogged
@blueprint.arguments(schemas.NewAnswers)
@blueprint.response(204)
@raises(
    problems.LinkIsUnknown,
    problems.AlreadyAnswered,
    problems.EvaluationIsClosed,
    problems.InvitationIsWithdrawn,
    problems.AnswersAreWrong,
)
def answer(new: dict[str, Any], token: str) -> None:
    """Answer the evaluation that an invitation links to, once; leaves no line in any log."""
    with transaction() as session:
        operations.answer(session, token, new["answers"])
