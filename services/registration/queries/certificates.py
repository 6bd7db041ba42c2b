"""Finding certificates: by their code, by registration, and those of an occasion."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from services.registration.models import Certificate, Participant, Registration
from services.registration.problems import CertificateNotFound, NoCertificate
from services.registration.queries.catalogue import Page
from services.registration.queries.folding import by_name, is_called

SIZE = 50


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
    return session.scalars(_by_name(_valid().where(Registration.occasion_id == occasion_id))).all()


def find_certificates(
    session: Session, occasion_id: UUID, q: str = "", number: int = 1, size: int = SIZE
) -> Page[Certificate]:
    """One page of an occasion's valid certificates, by name; of those alone whose name has these words."""
    found = _valid().where(Registration.occasion_id == occasion_id)
    if q:
        found = found.where(is_called(Participant, q))
    total = session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0
    items = session.scalars(_by_name(found).limit(size).offset((number - 1) * size)).all()
    return Page(items, total, number, size)


def _by_name(query: sa.Select[Certificate]) -> sa.Select[Certificate]:
    return query.order_by(*by_name(Participant), Certificate.code)


def _valid() -> sa.Select[Certificate]:
    return _whole().where(Certificate.withdrawn_at.is_(None))


def _whole() -> sa.Select[Certificate]:
    person = contains_eager(Certificate.registration).contains_eager(Registration.participant)
    return (
        sa.select(Certificate).join(Certificate.registration).join(Registration.participant).options(person)
    )
