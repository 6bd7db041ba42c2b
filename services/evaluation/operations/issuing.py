"""Sending the invitations out when they are due; a token exists in clear only inside its private event."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, Invitation
from services.evaluation.tokens import hashed, new_token
from shared import clock, events
from shared.envelope import Event
from shared.outbox import emit

WAKE = "invitations"


def issue_due_invitations(session: Session, limit: int = 500) -> int:
    """Give tokens to invitations that are due, and tell the world in private; returns how many."""
    now = clock.now()
    due = session.execute(
        sa.select(Invitation.id, Invitation.contact_id, Evaluation)
        .join(Evaluation, Evaluation.id == Invitation.evaluation_id)
        .where(Invitation.state == "waiting", Evaluation.state == "open")
        .where(Evaluation.due_at <= now, Evaluation.closes_at > now)
        .order_by(Evaluation.due_at)
        .limit(limit)
        .with_for_update(of=Invitation, skip_locked=True)
    ).all()
    if not due:
        return 0
    tokens = [new_token(evaluation.id) for _, _, evaluation in due]
    session.execute(
        sa.update(Invitation),
        [
            {"id": row.id, "state": "issued", "token_hash": hashed(token)}
            for row, token in zip(due, tokens, strict=True)
        ],
    )
    emit(session, *[_issued(*row, token) for row, token in zip(due, tokens, strict=True)])
    return len(due)


def _issued(invitation_id: object, contact_id: object, evaluation: Evaluation, token: str) -> Event:
    event: Event = events.InvitationIssued(
        str(invitation_id),
        version=1,
        evaluation_id=evaluation.id,
        occasion_id=evaluation.occasion_id,
        contact_id=contact_id,
        title=evaluation.title,
        token=token,
        closes_on=evaluation.closes_on,
    )
    return event
