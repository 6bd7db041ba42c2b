"""Sending the invitations out when they are due; a token exists in clear only inside its private event."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, Invitation, InvitationLink
from services.evaluation.tokens import new_token
from shared import clock, events
from shared.auth.tokens import fingerprint
from shared.envelope import Event
from shared.outbox import emit

WAKE = "invitations"


class Due(NamedTuple):
    """An invitation that a letter is to go to."""

    id: UUID
    contact_id: UUID
    evaluation: Evaluation
    source: str | None = None  # of a survey's address


def issue_due_invitations(session: Session, limit: int = 500) -> int:
    """Give tokens to invitations that are due, and tell the world in private; returns how many."""
    now = clock.now()
    due = session.execute(
        sa.select(Invitation.id, Invitation.contact_id, Evaluation, Invitation.source)
        .join(Evaluation, Evaluation.id == Invitation.evaluation_id)
        .where(Invitation.state == "waiting", Evaluation.state == "open")
        .where(Evaluation.due_at <= now, Evaluation.closes_at > now)
        .order_by(Evaluation.due_at)
        .limit(limit)
        .with_for_update(of=Invitation, skip_locked=True)
    ).all()
    send_links(session, [Due(*row) for row in due])
    return len(due)


def send_links(session: Session, due: Sequence[Due], reminder: int = 0) -> None:
    """Give each a link of its own, and note which letter it was; the first is the invitation itself."""
    if not due:
        return
    tokens = [new_token(item.evaluation.id) for item in due]
    changes = {"reminded": reminder} if reminder else {"state": "issued", "issued_on": clock.today()}
    session.execute(sa.update(Invitation), [{"id": item.id, **changes} for item in due])
    links = [
        {"token_hash": fingerprint(token), "invitation_id": item.id}
        for item, token in zip(due, tokens, strict=True)
    ]
    session.execute(sa.insert(InvitationLink), links)
    emit(session, *[_issued(item, token, reminder) for item, token in zip(due, tokens, strict=True)])


def _issued(due: Due, token: str, reminder: int) -> Event:
    evaluation = due.evaluation
    said: dict[str, Any] = {"reminder": reminder} if reminder else {}
    if due.source:
        said["source"] = due.source
    event: Event = events.InvitationIssued(
        due.id,
        version=1 + reminder,
        evaluation_id=evaluation.id,
        occasion_id=evaluation.occasion_id,
        contact_id=due.contact_id,
        purpose=evaluation.purpose,
        title=evaluation.title,
        token=token,
        closes_on=evaluation.closes_on,
        **said,
    )
    return event
