"""One person's data: handed out when they ask for it, and confirmed as forgotten when they are erased."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.models import FACTS, Attendance, Occasion, Registration
from shared import events
from shared.envelope import Event
from shared.erasure import forget_traces, remember_erased
from shared.outbox import emit


def export_person(session: Session, event: Event) -> None:
    """Tell what the figures count of a contact: registrations with their facts, and sessions attended."""
    attended = (
        sa.select(sa.func.count())
        .where(Attendance.registration_id == Registration.id)
        .correlate(Registration)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(Registration, Occasion.title, Occasion.first_on, attended)
        .outerjoin(Occasion, Occasion.id == Registration.occasion_id)
        .where(Registration.contact_id == UUID(event.subject))
        .order_by(Occasion.first_on)
    )
    counted = [
        {"title": title, "first_on": first_on.isoformat() if first_on else None, "sessions_attended": count}
        | {name: getattr(registration, name) for name in ("status", *FACTS)}
        for registration, title, first_on, count in rows
    ]
    told = {"request_id": event["request_id"], "content": {"counted": counted}}
    emit(session, events.ReportingPersonExported(event.subject, version=event.version, **told))


def forget_person(session: Session, event: Event) -> None:
    """Confirm the erasure: here is nothing that names anybody, and the totals stay."""
    contact_id = UUID(event.subject)
    remember_erased(session, contact_id)
    forget_traces(session, contact_id)
    told = {"request_id": event["request_id"]}
    emit(session, events.ReportingErasureConfirmed(event.subject, version=event.version, **told))
