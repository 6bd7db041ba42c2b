"""What a lecturer or supplier sees without an account: their questions, and the results of their course."""

from werkzeug.wrappers import Response

from services.evaluation.models import Evaluation
from services.evaluation.operations.reporting_back import give_report, open_report, results_behind
from services.evaluation.pages.asking import answer_form, render_questions, speaking
from services.evaluation.pages.blueprints import pages
from services.evaluation.queries.questionnaires import questionnaire
from services.evaluation.queries.results import own_results
from services.evaluation.questionnaires import Questionnaire
from shared.service import reading, transaction
from shared.web import Form, public, render, see_other


@pages.get("/report/<string:token>")
@public
def show_report(token: str) -> str:
    """The questions to a lecturer or supplier, who answers by name."""
    with transaction() as session:
        evaluation, report = open_report(session, token)
        asked = questionnaire(session, report.questionnaire, report.questionnaire_version)
    return _page(evaluation, asked)


@pages.post("/report/<string:token>")
@public
def answer_report(token: str) -> Response | tuple[str, int]:
    """Keep what the lecturer says, once, and thank."""
    with transaction() as session:
        evaluation, report = open_report(session, token)
        asked = questionnaire(session, report.questionnaire, report.questionnaire_version)
        with speaking():
            form = answer_form(asked)
        if not form.ok:
            return _page(evaluation, asked, form), 422
        give_report(session, token, form.data)
    return see_other("/evaluation/report/thanks")


@pages.get("/report/thanks")
@public
def thank_lecturer() -> str:
    """Thanks, and what the lecturer gets to see."""
    with speaking():
        return render("report_thanks.html")


@pages.get("/results/<string:token>")
@public
def show_own_results(token: str) -> str:
    """The results of one course, for the lecturer or supplier who was sent the link."""
    with reading() as session:
        link = results_behind(session, token)
        found = own_results(session, link.contact_id, link.evaluation_id)
    return render("own_results.html", results=found, seen=found.mine, valid_until=link.expires_on)


def _page(evaluation: Evaluation, asked: Questionnaire, form: Form | None = None) -> str:
    with speaking():
        return render_questions(
            "report.html", asked, form or answer_form(asked), evaluation=evaluation, preview=False
        )
