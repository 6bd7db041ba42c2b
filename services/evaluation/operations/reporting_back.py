"""What a lecturer or supplier gives, once and by name; and what they are shown when the evaluation closes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, LecturerLink, LecturerReport, ResultLink
from services.evaluation.operations.answering import accepted, open_evaluation
from services.evaluation.problems import AlreadyAnswered, LinkIsUnknown, ResultsLinkIsOver
from services.evaluation.queries.questionnaires import questionnaire
from services.evaluation.tokens import new_token
from shared import clock, events
from shared.auth.tokens import fingerprint
from shared.envelope import Event

RESULTS_VALID = timedelta(days=90)


def open_report(session: Session, token: str) -> tuple[Evaluation, LecturerReport]:
    """The evaluation, and the report that a link may still give; locked, so that neither closes meanwhile.

    Raises LinkIsUnknown, EvaluationIsClosed, AlreadyAnswered.
    """
    evaluation = open_evaluation(session, token, lock=True)
    linked = sa.select(LecturerLink.report_id).where(LecturerLink.token_hash == fingerprint(token))
    found = sa.select(LecturerReport).where(LecturerReport.id == linked.scalar_subquery())
    report = session.scalars(found.with_for_update()).one_or_none()
    if report is None:
        raise LinkIsUnknown()
    if report.state == "answered":
        raise AlreadyAnswered()
    return evaluation, report


def give_report(session: Session, token: str, given: Any) -> None:
    """Keep a lecturer's answers, once. Raises AnswersAreWrong by question, and what `open_report` raises."""
    _, report = open_report(session, token)
    asked = questionnaire(session, report.questionnaire, report.questionnaire_version)
    report.answers = accepted(asked, given)
    report.state, report.answered_at = "answered", clock.now()


def show_lecturer(session: Session, evaluation: Evaluation) -> list[Event]:
    """Give a lecturer who was asked a link to the results, as the evaluation closes."""
    mine = sa.select(LecturerReport).where(LecturerReport.evaluation_id == evaluation.id)
    report = session.scalars(mine.with_for_update()).one_or_none()
    if report is None:
        return []
    was_asked = report.state != "waiting"
    if report.state != "answered":
        report.state = "closed"
    session.execute(sa.delete(LecturerLink).where(LecturerLink.report_id == report.id))
    return [_results_link(session, evaluation, report.contact_id)] if was_asked else []


def results_behind(session: Session, token: str) -> ResultLink:
    """What a link to results stands for. Raises LinkIsUnknown, ResultsLinkIsOver."""
    link = session.get(ResultLink, fingerprint(token))
    if link is None:
        raise LinkIsUnknown()
    if link.expires_on < clock.today():
        raise ResultsLinkIsOver()
    return link


def forget_lecturer(session: Session, contact_id: UUID) -> None:
    """Forget what somebody said by name, and the links that they were sent."""
    session.execute(sa.delete(ResultLink).where(ResultLink.contact_id == contact_id))
    mine = sa.select(LecturerReport.id).where(LecturerReport.contact_id == contact_id)
    session.execute(sa.delete(LecturerLink).where(LecturerLink.report_id.in_(mine)))
    session.execute(sa.delete(LecturerReport).where(LecturerReport.contact_id == contact_id))


def _results_link(session: Session, evaluation: Evaluation, contact_id: UUID) -> Event:
    token, expires_on = new_token(evaluation.id), clock.today() + RESULTS_VALID
    session.add(
        ResultLink(
            token_hash=fingerprint(token),
            evaluation_id=evaluation.id,
            contact_id=contact_id,
            expires_on=expires_on,
        )
    )
    event: Event = events.ResultsLinkIssued(
        evaluation.id,
        version=1,
        occasion_id=evaluation.occasion_id,
        contact_id=contact_id,
        title=evaluation.title,
        token=token,
        expires_on=expires_on,
    )
    return event
