"""Moving the last day to answer of what is still open."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from services.evaluation.models import Evaluation
from services.evaluation.operations.moving import LAST_CALL, move_last_day
from services.evaluation.pages.blueprints import pages
from services.evaluation.problems import EvaluationWasClosed
from services.evaluation.queries import evaluations as queries
from services.evaluation.queries.evaluations import Seen
from services.evaluation.schemas.evaluations import MovedLastDay
from shared import neighbours
from shared.i18n import gettext as _
from shared.service import reading, transaction
from shared.web import Form, Problem, render, requires, see_other, signed_in_staff


@pages.route("/evaluations/<uuid:evaluation_id>/last-day", methods=["GET", "POST"])
@requires("coordinator")
def choose_last_day(evaluation_id: UUID) -> ResponseReturnValue:
    """Choose another last day for an evaluation, follow-up or survey."""
    with reading() as session:
        seen = queries.see_evaluation(session, signed_in_staff(), evaluation_id)
    if seen.state == "closed":
        raise EvaluationWasClosed()
    form = Form(MovedLastDay, {"closes_on": seen.evaluation.closes_on.isoformat()})
    if form.ok:
        try:
            with transaction() as session:
                move_last_day(session, evaluation_id, **form.data)
            return see_other(_back(seen.evaluation))
        except Problem as problem:
            form.add_problem(problem)
    return _page(form, seen), 422 if form.is_sent else 200


def _page(form: Form, seen: Seen) -> str:
    labels = {"closes_on": _("Last day to answer"), "remind_again": _("Remind those who have not answered")}
    return render(
        "last_day.html",
        form=form,
        seen=seen,
        evaluation=seen.evaluation,
        labels=labels,
        back=_back(seen.evaluation),
        last_call=LAST_CALL.days,
    )


def _back(evaluation: Evaluation) -> str:
    if evaluation.purpose == "survey":
        return neighbours.survey(evaluation.id)
    return neighbours.evaluation(evaluation.id)
