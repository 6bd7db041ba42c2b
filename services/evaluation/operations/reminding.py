"""Reminding those who have not answered yet, each reminder once, until the evaluation closes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, Invitation, InvitationLink
from services.evaluation.operations.issuing import Due, send_links
from services.evaluation.operations.lecturers import LATELY, remind_lecturer
from shared import clock


def next_reminder_at(
    due_at: datetime, closes_at: datetime, reminder_days: Sequence[int], reminded: int
) -> datetime | None:
    """When the reminder after so many comes, at the time of day of the invitations; None if none does."""
    if reminded >= len(reminder_days):
        return None
    first = clock.local(due_at)
    moment = clock.local_moment(first.date() + timedelta(days=reminder_days[reminded]), first.time())
    return moment if moment < closes_at else None


def send_due_reminders(session: Session, limit: int = 500) -> bool:
    """Remind so many of one evaluation; returns whether more may wait.

    The evaluation's row is claimed without barring those who answer meanwhile. A transaction that is lost
    loses its own letters only: each invitation has the number of its last reminder.
    """
    evaluation = _claimed(session)
    if evaluation is None:
        return False
    number = _number(evaluation)
    waiting = _not_answered(session, evaluation, number, limit)
    due = [Due(row.id, row.contact_id, evaluation, row.source) for row in waiting]
    send_links(session, due, reminder=number)
    if len(waiting) < limit:
        remind_lecturer(session, evaluation, number)
        evaluation.reminded = number
        evaluation.next_reminder_at = _next(evaluation, number)
    return True


def _claimed(session: Session) -> Evaluation | None:
    now = clock.now()
    return session.scalars(
        sa.select(Evaluation)
        .where(Evaluation.next_reminder_at <= now, Evaluation.closes_at > now, Evaluation.state == "open")
        .order_by(Evaluation.next_reminder_at)
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True)
    ).one_or_none()


def _number(evaluation: Evaluation) -> int:
    """The last reminder that is due: after a long stop nobody gets those before it at the same time."""
    number = evaluation.reminded + 1
    while (moment := _next(evaluation, number)) is not None and moment <= clock.now():
        number += 1
    return number


def _next(evaluation: Evaluation, reminded: int) -> datetime | None:
    return next_reminder_at(evaluation.due_at, evaluation.closes_at, evaluation.reminder_days, reminded)


def _not_answered(session: Session, evaluation: Evaluation, number: int, limit: int) -> Sequence[Any]:
    """Those who were asked a while ago; whoever was erased has no link left."""
    has_link = sa.exists().where(InvitationLink.invitation_id == Invitation.id)
    return session.execute(
        sa.select(Invitation.id, Invitation.contact_id, Invitation.source)
        .where(Invitation.evaluation_id == evaluation.id, Invitation.state == "issued", has_link)
        .where(sa.func.coalesce(Invitation.reminded, 0) < number)
        .where(Invitation.issued_on <= clock.today() - LATELY)
        .order_by(Invitation.id)
        .limit(limit)
        .with_for_update(of=Invitation)
    ).all()
