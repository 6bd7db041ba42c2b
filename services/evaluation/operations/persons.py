"""One person's data: handed out when they ask for it, and forgotten when they are erased.

Answers are left alone: from the closing on nobody can tell whose they are, and until then we do not look.
"""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, Invitation, InvitationLink, LecturerReport
from services.evaluation.operations.reporting_back import forget_lecturer
from services.evaluation.queries.lecturers import answers_in_words
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
    content = {"invitations": invitations, "reports": _reports(session, UUID(event.subject))}
    told = {"request_id": event["request_id"], "content": content}
    emit(session, events.EvaluationPersonExported(event.subject, version=event.version, **told))


def _reports(session: Session, contact_id: UUID) -> list[dict[str, str]]:
    """What somebody said by name as a lecturer or supplier."""
    asked = session.execute(
        sa.select(Evaluation, LecturerReport)
        .join(Evaluation, Evaluation.id == LecturerReport.evaluation_id)
        .where(LecturerReport.contact_id == contact_id)
        .order_by(Evaluation.held_on)
    )
    return [
        {
            "title": evaluation.title,
            "held_on": evaluation.held_on.isoformat(),
            "text": " · ".join(f"{item.text} {given}" for item, given in answers_in_words(session, report)),
        }
        for evaluation, report in asked
    ]


def forget_person(session: Session, event: Event) -> None:
    """Cut the links from invitations to a contact; whoever was asked stays counted."""
    contact_id = UUID(event.subject)
    mine = sa.select(Invitation.id, Invitation.state, Invitation.respondent_id).where(
        Invitation.contact_id == contact_id
    )
    for invitation_id, state, respondent_id in session.execute(mine).all():
        # Neither issued nor answered from now on; but counted, as the report has told.
        counted = "issued" if state == "waiting" else state
        nobody = random_id()
        changes = {"contact_id": nobody, "state": counted}
        if respondent_id == contact_id:  # of a survey, which knows no registration
            changes["respondent_id"] = nobody
        session.execute(sa.delete(InvitationLink).where(InvitationLink.invitation_id == invitation_id))
        session.execute(
            sa.update(Invitation).where(Invitation.id == invitation_id).values(changes),
            execution_options={"synchronize_session": False},
        )
    forget_lecturer(session, contact_id)
    remember_erased(session, contact_id)
    forget_traces(session, contact_id)
    told = {"request_id": event["request_id"]}
    emit(session, events.EvaluationErasureConfirmed(event.subject, version=event.version, **told))
