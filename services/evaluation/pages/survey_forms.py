"""The office's form of a survey: when it opens and closes, what it asks, and when it reminds."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue

from services.evaluation.models import Evaluation
from services.evaluation.operations import surveys as operations
from services.evaluation.pages.blueprints import pages
from services.evaluation.problems import SurveyWasSent
from services.evaluation.queries import surveys as queries
from services.evaluation.queries.drafts import choices
from services.evaluation.queries.surveys import SeenSurvey
from services.evaluation.schemas import surveys as schemas
from shared import clock
from shared.i18n import gettext as _
from shared.service import reading, transaction
from shared.web import Form, Problem, render, requires, see_other

_OPEN_DAYS, _REMINDERS = 21, ("7", "14")
_IN_THE_MORNING = time(8)


@pages.route("/surveys/new", methods=["GET", "POST"])
@requires("coordinator")
def create_survey() -> ResponseReturnValue:
    """Make a survey."""
    form = Form(schemas.SurveyForm, _suggested())
    if form.ok:
        try:
            with transaction() as session:
                survey = operations.create_survey(session, form.data)
            return see_other(url_for("pages.show_survey", survey_id=survey.id))
        except Problem as problem:
            show_problem(form, problem)
    return _form_page(form, None)


@pages.route("/surveys/<uuid:survey_id>/change", methods=["GET", "POST"])
@requires("coordinator")
def change_survey(survey_id: UUID) -> ResponseReturnValue:
    """Change a survey that nobody was asked to answer yet."""
    with reading() as session:
        seen = queries.see_survey(session, survey_id)
    if seen.state == "closed":
        raise SurveyWasSent()
    form = Form(schemas.SurveyForm, _as_texts(seen.survey))
    if form.ok:
        try:
            with transaction() as session:
                operations.change_survey(session, survey_id, _changed(form.data, seen.survey))
            return see_other(url_for("pages.show_survey", survey_id=survey_id))
        except Problem as problem:
            show_problem(form, problem)
    return _form_page(form, seen)


def _form_page(form: Form, seen: SeenSurvey | None) -> ResponseReturnValue:
    with reading() as session:
        questionnaires = choices(session, "survey")
        others = queries.others(session, seen.survey.id if seen else None)
    page = render(
        "survey_form.html",
        form=form,
        seen=seen,
        questionnaires=questionnaires,
        others=[(str(item.id), f"{item.title} ({item.held_on.year})") for item in others],
        labels=labels(),
    )
    return page, 422 if form.is_sent else 200


def show_problem(form: Form, problem: Problem) -> None:
    """A problem beside the fields of the form, which has a day and a time instead of a moment."""
    form.add_problem(problem)
    for name, field in (("opens_at", "opens_on"), ("reminder_days", "first_reminder")):
        if name in form.errors:
            form.errors[field] = form.errors.pop(name)


def _changed(data: dict[str, Any], survey: Evaluation) -> dict[str, Any]:
    """What the form says; the opening is no change where its minute is the same."""
    is_same = data["opens_at"] == survey.due_at.replace(second=0, microsecond=0)
    return {**data, "opens_at": survey.due_at} if is_same else data


def _suggested() -> dict[str, str]:
    opens_on = clock.today() + timedelta(days=1)
    return {
        "opens_on": f"{opens_on:%Y-%m-%d}",
        "opens_time": f"{_IN_THE_MORNING:%H:%M}",
        "closes_on": f"{opens_on + timedelta(days=_OPEN_DAYS):%Y-%m-%d}",
        "first_reminder": _REMINDERS[0],
        "second_reminder": _REMINDERS[1],
    }


def _as_texts(survey: Evaluation) -> dict[str, str]:
    opens_at: datetime = clock.local(survey.due_at)
    days = [str(day) for day in survey.reminder_days] + ["", ""]
    return {
        "title": survey.title,
        "questionnaire": survey.questionnaire,
        "opens_on": f"{opens_at:%Y-%m-%d}",
        "opens_time": f"{opens_at:%H:%M}",
        "closes_on": f"{survey.closes_on:%Y-%m-%d}",
        "first_reminder": days[0],
        "second_reminder": days[1],
        "compared_with": str(survey.compared_with or ""),
    }


def labels() -> dict[str, str]:
    """What the fields are called."""
    return {
        "title": _("Title"),
        "questionnaire": _("Questionnaire"),
        "opens_on": _("Opens on"),
        "opens_time": _("Time"),
        "closes_on": _("Last day to answer"),
        "first_reminder": _("First reminder"),
        "second_reminder": _("Second reminder"),
        "compared_with": _("Compare with"),
        "year": _("Year"),
        "invited": _("How many were asked"),
    }
