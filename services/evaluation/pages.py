"""The pages of the evaluation service: the questionnaire for those asked, the results for staff."""

from typing import Any, cast
from uuid import UUID

from flask import request
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from services.evaluation import operations, queries, schemas
from services.evaluation.models import Evaluation
from services.evaluation.questionnaire import Questionnaire, asked, question
from services.evaluation.tertials import last_day
from shared import clock, neighbours
from shared.service import reading, transaction
from shared.web import Form, PageBlueprint, Staff, public, render, requires, see_other, staff, unlogged

blueprint = PageBlueprint("evaluation")

PAGE_SIZE = 25
_FIRST_PAGE = {"page": 1, "per_page": PAGE_SIZE}


@blueprint.get("/answer/<string:token>")
@public
@unlogged
def show_questionnaire(token: str) -> str:
    """The questionnaire of one invitation."""
    with reading() as session:
        evaluation = operations.open_invitation(session, token)
    return _questionnaire(evaluation, Form(_asked(evaluation).schema))


@blueprint.post("/answer/<string:token>")
@public
@unlogged
def answer(token: str) -> Response | tuple[str, int]:
    """Keep the answers, once, and thank."""
    with transaction() as session:
        evaluation = operations.open_invitation(session, token)
        form = Form(_asked(evaluation).schema)
        if not form.ok:
            return _questionnaire(evaluation, form), 422
        operations.answer(session, token, form.data)
    return see_other("/evaluation/thanks")


@blueprint.get("/thanks")
@public
@unlogged
def thank() -> str:
    """Thanks, and what becomes of the answers."""
    return render("thanks.html")


@blueprint.get("/")
@requires("coordinator", "lecturer")
def list_evaluations() -> str:
    """The evaluations a member of staff may see, with their response rates."""
    wanted, caller = _wanted(), cast(Staff, staff())
    with reading() as session:
        page = queries.list_evaluations(session, caller, **wanted)
        tertials = queries.list_tertials(session) if _coordinates(caller) else []
    return render(
        "evaluations.html",
        page=page,
        number=wanted["page"],
        state=wanted.get("state"),
        tertials=tertials,
        is_over=lambda tertial: last_day(tertial) < clock.today(),
    )


@blueprint.get("/evaluations/<uuid:evaluation_id>")
@requires("coordinator", "lecturer")
def show_evaluation(evaluation_id: UUID) -> str:
    """One evaluation: the response rate while it is open, its results from the closing on."""
    caller = cast(Staff, staff())
    with reading() as session:
        seen = queries.see_evaluation(session, caller, evaluation_id)
        texts = queries.texts_of(session, seen)
        occasions = queries.occasions_in(session, seen.unit) if seen.unit else 1
    return render(
        "evaluation.html",
        seen=seen,
        evaluation=seen.evaluation,
        texts=texts,
        occasions=occasions,
        question=question,
        coordinates=_coordinates(caller),
    )


@blueprint.post("/evaluations/<uuid:evaluation_id>/close")
@requires("coordinator")
def close_evaluation(evaluation_id: UUID) -> Response:
    """Close an evaluation before its last day."""
    with transaction() as session:
        operations.close_evaluation(session, evaluation_id)
    return see_other(neighbours.evaluation(evaluation_id))


@blueprint.post("/periods/<string:tertial>/publish")
@requires("coordinator")
def publish_tertial(tertial: str) -> Response:
    """Publish a tertial that is over."""
    with transaction() as session:
        operations.publish_tertial(session, tertial)
    return see_other(neighbours.evaluations())


def _asked(evaluation: Evaluation) -> Questionnaire:
    return asked(evaluation.questionnaire, evaluation.questionnaire_version)


def _questionnaire(evaluation: Evaluation, form: Form) -> str:
    questions = _asked(evaluation).questions
    return render(
        "questionnaire.html",
        evaluation=evaluation,
        questions=questions,
        labels={item.code: str(item.text).rstrip("?.") for item in questions},
        form=form,
    )


def _wanted() -> dict[str, Any]:
    """What the address asks for; a page shows its first page rather than refuse a wrong one."""
    try:
        return {**schemas.EvaluationQuery().load(request.args.to_dict()), "per_page": PAGE_SIZE}
    except ValidationError:
        return dict(_FIRST_PAGE)


def _coordinates(caller: Staff) -> bool:
    return caller.role in ("admin", "coordinator")
