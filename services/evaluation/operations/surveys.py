"""Surveys: askings without an occasion, which the office may change or drop until somebody was asked."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, Invitation
from services.evaluation.operations.closing import close_evaluation
from services.evaluation.operations.issuing import WAKE
from services.evaluation.operations.planning import end_of
from services.evaluation.operations.reminding import next_reminder_at
from services.evaluation.operations.rule_checks import BETWEEN_REMINDERS, FIRST_REMINDER
from services.evaluation.problems import SurveyIsUnknown, SurveyIsWrong, SurveyWasSent
from services.evaluation.queries.drafts import choices
from services.evaluation.queries.questionnaires import newest
from services.evaluation.tertials import tertial_of
from shared import clock
from shared.audit import note
from shared.ids import new_id
from shared.wake import wake

LONGEST = timedelta(days=366)


def create_survey(session: Session, new: Mapping[str, Any]) -> Evaluation:
    """Make a survey that opens at a moment, or at once; who gets it is chosen apart. Raises SurveyIsWrong."""
    opens_at = _not_in_the_past(new.get("opens_at") or clock.now())
    survey = Evaluation(
        id=new_id(),
        purpose="survey",
        occasion_version=0,
        version=0,
        reminded=0,
        state="open",
        invited=0,
        answered=0,
        reported_at=clock.now(),
    )
    _write(session, survey, {"reminder_days": [], "compared_with": None, **new, "opens_at": opens_at})
    session.add(survey)
    session.flush()
    note(session, "survey.created", survey.id, questionnaire=survey.questionnaire)
    return survey


def change_survey(session: Session, survey_id: UUID, change: Mapping[str, Any]) -> Evaluation:
    """Change what was said of a survey that nobody was asked to answer yet; what is left out stays.

    Raises SurveyIsUnknown, SurveyWasSent, SurveyIsWrong.
    """
    survey = _unsent(session, survey_id)
    known = {name: getattr(survey, name) for name in ("title", "questionnaire", "closes_on", "compared_with")}
    known |= {"reminder_days": survey.reminder_days, "opens_at": survey.due_at}
    wanted = known | dict(change)
    if wanted["opens_at"] != survey.due_at:
        wanted["opens_at"] = _not_in_the_past(wanted["opens_at"] or clock.now())
    _write(session, survey, wanted)
    note(session, "survey.changed", survey.id, fields=sorted(change))
    wake(session, WAKE)
    return survey


def cancel_survey(session: Session, survey_id: UUID) -> None:
    """Drop a survey that nobody was asked to answer. Raises SurveyIsUnknown, SurveyWasSent."""
    survey = _unsent(session, survey_id)
    note(session, "survey.cancelled", survey.id)
    untracked = {"synchronize_session": False}
    theirs = sa.delete(Invitation).where(Invitation.evaluation_id == survey.id)
    session.execute(theirs, execution_options=untracked)
    compared = sa.update(Evaluation).where(Evaluation.compared_with == survey.id).values(compared_with=None)
    session.execute(compared, execution_options=untracked)
    session.delete(survey)
    session.flush()


def close_survey(session: Session, survey_id: UUID) -> Evaluation:
    """Close a survey before its last day. Raises SurveyIsUnknown, EvaluationWasClosed."""
    return close_evaluation(session, _locked(session, survey_id).id)


def _locked(session: Session, survey_id: UUID) -> Evaluation:
    mine = sa.select(Evaluation).where(Evaluation.id == survey_id, Evaluation.purpose == "survey")
    survey = session.scalars(mine.with_for_update()).one_or_none()
    if survey is None:
        raise SurveyIsUnknown()
    return survey


def _unsent(session: Session, survey_id: UUID) -> Evaluation:
    """A survey that nobody was asked to answer, nor is before this transaction ends."""
    survey = _locked(session, survey_id)
    mine = sa.select(Invitation.issued_on).where(Invitation.evaluation_id == survey.id)
    sent = [day for day in session.scalars(mine.with_for_update()) if day]
    if survey.state == "closed":
        raise SurveyWasSent()
    if sent:
        raise SurveyWasSent(detail=SurveyWasSent.LAST_DAY_MOVES)
    return survey


def _write(session: Session, survey: Evaluation, wanted: Mapping[str, Any]) -> None:
    _check(session, survey, wanted)
    opens_at: datetime = wanted["opens_at"]
    opens_on = clock.local(opens_at).date()
    survey.title = wanted["title"]
    survey.questionnaire, survey.questionnaire_version = newest(session, wanted["questionnaire"])
    survey.due_at = opens_at
    survey.held_on, survey.tertial = opens_on, tertial_of(opens_on)
    survey.closes_on, survey.closes_at = wanted["closes_on"], end_of(wanted["closes_on"])
    survey.reminder_days = list(wanted["reminder_days"])
    survey.next_reminder_at = next_reminder_at(opens_at, survey.closes_at, survey.reminder_days, 0)
    survey.compared_with = wanted["compared_with"]


def _check(session: Session, survey: Evaluation, wanted: Mapping[str, Any]) -> None:
    opens_at, closes_at = wanted["opens_at"], end_of(wanted["closes_on"])
    if wanted["questionnaire"] not in choices(session, "survey"):
        raise SurveyIsWrong.at("questionnaire", SurveyIsWrong.NO_QUESTIONNAIRE)
    if closes_at <= max(opens_at, clock.now()):
        raise SurveyIsWrong.at("closes_on", SurveyIsWrong.CLOSES_FIRST)
    if closes_at - opens_at > LONGEST:
        raise SurveyIsWrong.at("closes_on", SurveyIsWrong.TOO_LONG)
    if not _fit(wanted["reminder_days"], opens_at, closes_at):
        raise SurveyIsWrong.at("reminder_days", SurveyIsWrong.REMINDERS)
    earlier = wanted["compared_with"]
    if earlier is not None:
        other = session.get(Evaluation, earlier)
        if other is None or other.purpose != "survey" or other.id == survey.id:
            raise SurveyIsWrong.at("compared_with", SurveyIsWrong.NO_SURVEY)


def _fit(days: Sequence[int], opens_at: datetime, closes_at: datetime) -> bool:
    """Whether the reminders come some days after one another, and while the survey can be answered."""
    are_apart = all(later - earlier >= BETWEEN_REMINDERS for earlier, later in pairwise(days))
    in_time = all(next_reminder_at(opens_at, closes_at, days, number) for number in range(len(days)))
    return are_apart and in_time and (not days or days[0] >= FIRST_REMINDER)


def _not_in_the_past(moment: datetime) -> datetime:
    """The moment; one earlier today means at once. Raises SurveyIsWrong for an earlier day."""
    if clock.local(moment).date() < clock.today():
        raise SurveyIsWrong.at("opens_at", SurveyIsWrong.OPENED_BEFORE)
    return max(moment, clock.now())
