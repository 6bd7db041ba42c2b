"""The questionnaire of one invitation, answered without an account."""

from urllib.parse import urlencode

from flask import request
from werkzeug.wrappers import Response

from services.evaluation import operations
from services.evaluation.models import Evaluation
from services.evaluation.pages.asking import answer_form, render_questions, speaking
from services.evaluation.pages.blueprints import pages
from services.evaluation.problems import LinkCannotAnswer
from services.evaluation.queries.questionnaires import asked
from services.evaluation.questionnaires import EASY, Questionnaire
from shared.service import reading, transaction
from shared.web import Form, public, render, see_other, unlogged


@pages.get("/answer/<string:token>")
@public
@unlogged
def show_questionnaire(token: str) -> str:
    """The questionnaire of one invitation."""
    with reading() as session:
        evaluation = operations.open_invitation(session, token)
        questionnaire = asked(session, evaluation)
    return _page(evaluation, questionnaire)


@pages.post("/answer/<string:token>")
@public
@unlogged
def answer(token: str) -> Response | tuple[str, int]:
    """Keep the answers, once, and thank."""
    with transaction() as session:
        evaluation = operations.open_invitation(session, token)
        questionnaire = asked(session, evaluation)
        with speaking():
            form = answer_form(questionnaire)
        if not form.ok:
            return _page(evaluation, questionnaire, form), 422
        operations.answer(session, token, form.data)
    return see_other(_thanks(evaluation))


@pages.get("/thanks")
@public
@unlogged
def thank() -> str:
    """Thanks, and what becomes of the answers."""
    with speaking():
        return render("thanks.html", purpose=request.args.get("about"))


@pages.errorhandler(LinkCannotAnswer)
def explain(problem: LinkCannotAnswer) -> tuple[str, int]:
    """Why a link cannot be used, or no longer: nobody has done anything wrong."""
    with speaking():
        return render("link.html", problem=problem), problem.status


def _thanks(evaluation: Evaluation) -> str:
    """An address without the link's secret, for the browser's history."""
    about = {} if evaluation.purpose == "occasion" else {"about": evaluation.purpose}
    easy = {"lang": EASY} if request.args.get("lang") == EASY else {}
    asked_of = urlencode(about | easy)
    return f"/evaluation/thanks?{asked_of}" if asked_of else "/evaluation/thanks"


def _page(evaluation: Evaluation, questionnaire: Questionnaire, form: Form | None = None) -> str:
    with speaking():
        return render_questions(
            "questionnaire.html",
            questionnaire,
            form or answer_form(questionnaire),
            evaluation=evaluation,
            preview=False,
        )
