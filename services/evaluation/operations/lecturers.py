"""Asking lecturers and suppliers, by name, how their course went."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, LecturerLink, LecturerReport, Rule
from services.evaluation.queries.questionnaires import newest
from services.evaluation.tokens import new_token
from shared import clock, events
from shared.auth.tokens import fingerprint
from shared.envelope import Event
from shared.erasure import erased_among
from shared.outbox import emit

LATELY = timedelta(days=2)  # whoever was asked so lately is not reminded yet


def will_ask_lecturer(session: Session, rule: Rule, evaluation: Evaluation, *, is_new: bool) -> None:
    """Note that the lecturer is to be asked when the participants are, if the rule says so."""
    contact_id = evaluation.lecturer_contact_id
    if rule.lecturer_when == "never" or (rule.lecturer_when == "new" and not is_new):
        return
    if contact_id is None or rule.lecturer_questionnaire is None or erased_among(session, [contact_id]):
        return
    _add(session, evaluation.id, contact_id, *newest(session, rule.lecturer_questionnaire))


def correct_lecturer(session: Session, evaluation: Evaluation) -> None:
    """Ask the lecturer whom the occasion has now instead, unless the one before has answered."""
    contact_id = evaluation.lecturer_contact_id
    mine = sa.select(LecturerReport).where(LecturerReport.evaluation_id == evaluation.id)
    report = session.scalars(mine.with_for_update()).one_or_none()
    if report is None or report.state == "answered" or report.contact_id == contact_id:
        return
    session.delete(report)
    session.flush()
    if contact_id is not None and not erased_among(session, [contact_id]):
        _add(session, evaluation.id, contact_id, report.questionnaire, report.questionnaire_version)


def ask_due_lecturers(session: Session, limit: int = 100) -> int:
    """Ask the lecturers whose evaluations are due; returns how many."""
    now = clock.now()
    due = session.execute(
        sa.select(LecturerReport, Evaluation)
        .join(Evaluation, Evaluation.id == LecturerReport.evaluation_id)
        .where(LecturerReport.state == "waiting", Evaluation.state == "open")
        .where(Evaluation.due_at <= now, Evaluation.closes_at > now)
        .limit(limit)
        .with_for_update(of=LecturerReport, skip_locked=True)
    ).all()
    for report, evaluation in due:
        report.state, report.issued_on = "issued", clock.today()
        _send_link(session, report, evaluation)
    return len(due)


def remind_lecturer(session: Session, evaluation: Evaluation, number: int) -> None:
    """Remind the lecturer together with the last of the participants."""
    waiting = sa.select(LecturerReport).where(
        LecturerReport.evaluation_id == evaluation.id,
        LecturerReport.state == "issued",
        LecturerReport.issued_on <= clock.today() - LATELY,
    )
    report = session.scalars(waiting.with_for_update()).one_or_none()
    if report is not None:
        _send_link(session, report, evaluation, number)


def _add(session: Session, evaluation_id: UUID, contact_id: UUID, code: str, version: int) -> None:
    session.add(
        LecturerReport(
            evaluation_id=evaluation_id,
            contact_id=contact_id,
            questionnaire=code,
            questionnaire_version=version,
            state="waiting",
        )
    )
    session.flush()


def _send_link(session: Session, report: LecturerReport, evaluation: Evaluation, reminder: int = 0) -> None:
    token = new_token(evaluation.id)
    session.add(LecturerLink(token_hash=fingerprint(token), report_id=report.id))
    said: dict[str, Any] = {"reminder": reminder} if reminder else {}
    event: Event = events.LecturerAsked(
        report.id,
        version=1 + reminder,
        evaluation_id=evaluation.id,
        occasion_id=evaluation.occasion_id,
        contact_id=report.contact_id,
        title=evaluation.title,
        token=token,
        closes_on=evaluation.closes_on,
        **said,
    )
    emit(session, event)
