"""Certificates: issued when an occasion is held, withdrawn where corrected attendance falls too low."""

import secrets
from collections import defaultdict
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Attendance, Certificate, CourseSession, Occasion, Registration
from shared import clock, events
from shared.envelope import Event
from shared.outbox import emit

# No letter or figure that is taken for another: neither 0 and O, nor 1, I and L, nor U and V.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12  # 59 bits


def settle_certificates(session: Session, occasion: Occasion) -> None:
    """Issue, withdraw and restore the certificates of an occasion that is held, by its attendance as it is.

    Only a new one is told of: whoever gets it back has the mail already.
    """
    percent = occasion.activity.certificate_percent
    if percent is None or occasion.state != "completed":
        return
    minutes = attended_minutes(session, occasion)
    whole = sum(minutes_of(item) for item in occasion.sessions)
    known = _known(session, occasion.id)
    earned = {person for person, sum_ in minutes.items() if sum_ * 100 >= percent * whole}
    for person, certificate in known.items():
        _correct(certificate, minutes.get(person, 0), person in earned)
    new = _issue(session, {person: minutes[person] for person in earned - known.keys()})
    if new:
        emit(session, *new)


def attended_minutes(session: Session, occasion: Occasion) -> dict[UUID, int]:
    """The minutes of the sessions that each registration attended; those who never came are left out."""
    lasting = {item.id: minutes_of(item) for item in occasion.sessions}
    rows = session.execute(
        sa.select(Attendance.registration_id, Attendance.session_id)
        .join(CourseSession, CourseSession.id == Attendance.session_id)
        .where(CourseSession.occasion_id == occasion.id)
    )
    attended: dict[UUID, int] = defaultdict(int)
    for registration_id, session_id in rows:
        attended[registration_id] += lasting[session_id]
    return attended


def minutes_of(course_session: CourseSession) -> int:
    """How long a session lasts."""
    return int((course_session.ends_at - course_session.starts_at).total_seconds()) // 60


def _known(session: Session, occasion_id: UUID) -> dict[UUID, Certificate]:
    rows = session.scalars(
        sa.select(Certificate).join(Certificate.registration).where(Registration.occasion_id == occasion_id)
    )
    return {certificate.registration_id: certificate for certificate in rows}


def _correct(certificate: Certificate, minutes: int, is_earned: bool) -> None:
    certificate.minutes = minutes
    if not is_earned:
        certificate.withdrawn_at = certificate.withdrawn_at or clock.now()
    else:
        certificate.withdrawn_at = None


def _issue(session: Session, minutes: dict[UUID, int]) -> list[Event]:
    if not minutes:
        return []
    rows = session.scalars(
        sa.select(Registration)
        .where(Registration.id.in_(minutes), Registration.participant_id.is_not(None))
        .order_by(Registration.queue_number)
    )
    told: list[Event] = []
    for row in rows:
        code = "".join(secrets.choice(_LETTERS) for _ in range(CODE_LENGTH))
        session.add(
            Certificate(registration_id=row.id, code=code, minutes=minutes[row.id], issued_at=clock.now())
        )
        about = {"contact_id": row.participant_id, "occasion_id": row.occasion_id, "code": code}
        told.append(events.CertificateIssued(row.id, version=1, **about))
    return told
