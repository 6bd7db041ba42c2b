"""Surveys that are not tied to an occasion: the list, and one survey with what can be done with it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from services.evaluation.operations import surveys as operations
from services.evaluation.operations.recipients import FEW
from services.evaluation.pages.blueprints import pages
from services.evaluation.queries import surveys as queries
from services.evaluation.schemas import surveys as schemas
from shared.i18n import gettext as _
from shared.service import reading, transaction
from shared.web import render, requires, see_other

PAGE_SIZE = 25
_FIRST_PAGE = {"page": 1, "per_page": PAGE_SIZE}


@pages.get("/surveys")
@requires("coordinator")
def list_surveys() -> str:
    """The surveys, with their response rates."""
    wanted = _wanted()
    with reading() as session:
        page = queries.list_surveys(session, **wanted)
        can_compare = len(queries.comparable(session)) > 1
    return render(
        "surveys.html",
        page=page,
        number=wanted["page"],
        state=wanted.get("state"),
        can_compare=can_compare,
    )


@pages.get("/surveys/<uuid:survey_id>")
@requires("coordinator")
def show_survey(survey_id: UUID) -> str:
    """One survey: when it is open, whom it asks, and how many have answered."""
    with reading() as session:
        seen = queries.see_survey(session, survey_id)
        comparison = queries.comparison_at_hand(session, seen.survey)
        compared = queries.compared_with(session, seen.survey)
    return render(
        "survey.html",
        seen=seen,
        survey=seen.survey,
        few=FEW,
        compared=compared,
        comparison=comparison,
        reminders=_reminders(seen.survey.reminder_days),
    )


@pages.post("/surveys/<uuid:survey_id>/cancel")
@requires("coordinator")
def cancel_survey(survey_id: UUID) -> ResponseReturnValue:
    """Call off a survey that nobody was asked to answer yet."""
    with transaction() as session:
        operations.cancel_survey(session, survey_id)
    return see_other(url_for("pages.list_surveys"))


@pages.post("/surveys/<uuid:survey_id>/close")
@requires("coordinator")
def close_survey(survey_id: UUID) -> ResponseReturnValue:
    """Close a survey before its last day."""
    with transaction() as session:
        operations.close_survey(session, survey_id)
    return see_other(url_for("pages.show_survey", survey_id=survey_id))


def _wanted() -> dict[str, Any]:
    """What the address asks for; a page shows its first page rather than refuse a wrong one."""
    try:
        return {**schemas.SurveyQuery().load(request.args.to_dict()), "per_page": PAGE_SIZE}
    except ValidationError:
        return dict(_FIRST_PAGE)


def _reminders(days: Sequence[int]) -> str:
    """On which days people are reminded, in words."""
    if not days:
        return _("None")
    *earlier, last = [str(day) for day in days]
    if not earlier:
        return _("%(day)s days after the opening", day=last)
    return _("%(days)s and %(day)s days after the opening", days=", ".join(earlier), day=last)
