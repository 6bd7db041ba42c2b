"""What a certificate says: on its paper, on the page that verifies it, and by API."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from services.registration import queries
from services.registration.models import Certificate
from services.registration.operations.certificates import CODE_LENGTH
from services.registration.queries import OccasionDetails
from shared import clock, neighbours
from shared.formats import number
from shared.i18n import ngettext

_GROUP = 4


@dataclass(frozen=True)
class CertificateWords:
    """A certificate in words; `name` is None where the public may not see it."""

    registration_id: UUID
    code: str
    state: str
    name: str | None
    title: str
    kind: str
    starts_on: date
    ends_on: date
    minutes: int
    issued_on: date

    @property
    def url(self) -> str:
        """Where it can be verified."""
        return neighbours.certificate(self.code)

    @property
    def hours(self) -> str:
        """The attended time in hours, as `13,5 timmar`."""
        hours = self.minutes / 60
        return ngettext("%(hours)s hour", "%(hours)s hours", 1 if hours == 1 else 2, hours=number(hours, 1))

    @property
    def readable_code(self) -> str:
        """The code in groups, as it is read aloud: K7QM-2XTD-9HFA."""
        return "-".join(self.code[start : start + _GROUP] for start in range(0, CODE_LENGTH, _GROUP))


def for_the_public(session: Session, certificate: Certificate) -> CertificateWords:
    """What whoever has the code may see: no name of a protected identity, nor of somebody erased."""
    person = certificate.registration.participant
    assert person is not None
    is_hidden = person.is_protected or person.erased_at is not None
    occasion = queries.find_occasion(session, certificate.registration.occasion_id)
    return _words(certificate, occasion, None if is_hidden else person.name)


def for_the_paper(session: Session, certificates: Sequence[Certificate]) -> list[CertificateWords]:
    """What the papers of one occasion say, each with its holder's name."""
    if not certificates:
        return []
    occasion = queries.find_occasion(session, certificates[0].registration.occasion_id)
    return [_words(item, occasion, _name(item)) for item in certificates]


def plain_code(text: str) -> str:
    """A code as somebody typed it, without its hyphens and in capitals."""
    return text.replace("-", "").replace(" ", "").upper()[: CODE_LENGTH + 1]


def _name(certificate: Certificate) -> str:
    person = certificate.registration.participant
    assert person is not None
    return person.shown_name if person.erased_at else person.name


def _words(certificate: Certificate, occasion: OccasionDetails, name: str | None) -> CertificateWords:
    return CertificateWords(
        registration_id=certificate.registration_id,
        code=certificate.code,
        state="withdrawn" if certificate.withdrawn_at else "valid",
        name=name,
        title=occasion.activity.title,
        kind=occasion.activity.kind,
        starts_on=clock.local(occasion.starts_at).date(),
        ends_on=clock.local(occasion.ends_at).date(),
        minutes=certificate.minutes,
        issued_on=clock.local(certificate.issued_at).date(),
    )
