"""Finding certificates: by their code, by registration, and those of an occasion."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from services.registration.models import Certificate, Participant, Registration
from services.registration.problems import CertificateNotFound, NoCertificate


def find_certificate(session: Session, code: str) -> Certificate:
    """A certificate, valid or withdrawn, with its registration and person. Raises CertificateNotFound."""
    certificate = session.scalar(_whole().where(Certificate.code == code))
    if certificate is None:
        raise CertificateNotFound()
    return certificate


def find_certificate_of(session: Session, registration_id: UUID) -> Certificate:
    """The valid certificate of a registration. Raises NoCertificate."""
    found = _valid().where(Certificate.registration_id == registration_id)
    certificate = session.scalar(found)
    if certificate is None:
        raise NoCertificate()
    return certificate


def is_certified(session: Session, registration_id: UUID) -> bool:
    """Whether a registration has a valid certificate."""
    found = sa.exists().where(
        Certificate.registration_id == registration_id, Certificate.withdrawn_at.is_(None)
    )
    return bool(session.scalar(sa.select(found)))


def list_certificates(session: Session, occasion_id: UUID) -> Sequence[Certificate]:
    """The valid certificates of an occasion, by name."""
    found = _valid().where(Registration.occasion_id == occasion_id)
    return session.scalars(found.order_by(Participant.name_key)).all()


def _valid() -> sa.Select[Certificate]:
    return _whole().where(Certificate.withdrawn_at.is_(None))


def _whole() -> sa.Select[Certificate]:
    person = contains_eager(Certificate.registration).contains_eager(Registration.participant)
    return (
        sa.select(Certificate).join(Certificate.registration).join(Registration.participant).options(person)
    )
