"""One person's data: handed out when they ask for it, and forgotten when they are erased.

Answers are left alone: from the closing on nobody can tell whose they are, and until then we do not look.
"""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, Invitation
from shared import events
from shared.envelope import Event
from shared.erasure import forget_traces, remember_erased
from shared.ids import random_id
from shared.outbox import emit


def export_person(session: Session, event: Event) -> None:
    """Tell which evaluations a contact was asked for; not whether they answered."""
    asked = session.execute(
        sa.select(Evaluation.title, Evaluation.held_on, Evaluation.closes_on)
        .join(Invitation, Invitation.evaluation_id == Evaluation.id)
        .where(Invitation.contact_id == UUID(event.subject), Invitation.state != "withdrawn")
        .order_by(Evaluation.held_on)
    )
    invitations = [
        {"title": title, "held_on": held_on.isoformat(), "closes_on": closes_on.isoformat()}
        for title, held_on, closes_on in asked
    ]
    told = {"request_id": event["request_id"], "content": {"invitations": invitations}}
    emit(session, events.EvaluationPersonExported(event.subject, version=event.version, **told))


def forget_person(session: Session, event: Event) -> None:
    """Cut the links from invitations to a contact; whoever was asked stays counted."""
    contact_id = UUID(event.subject)
    mine = sa.select(Invitation.id, Invitation.state).where(Invitation.contact_id == contact_id)
    for invitation_id, state in session.execute(mine).all():
        # Neither issued nor answered from now on; but counted, as the report has told.
        counted = "issued" if state == "waiting" else state
        changes = {"contact_id": random_id(), "token_hash": None, "state": counted}
        session.execute(
            sa.update(Invitation).where(Invitation.id == invitation_id).values(changes),
            execution_options={"synchronize_session": False},
        )
    remember_erased(session, contact_id)
    forget_traces(session, contact_id)
    told = {"request_id": event["request_id"]}
    emit(session, events.EvaluationErasureConfirmed(event.subject, version=event.version, **told))
