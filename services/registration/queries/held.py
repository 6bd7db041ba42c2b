"""A registration with all that its own page shows, in one statement: by its link, or by its id."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from services.registration.models import Activity, CourseSession, Occasion, Participant, Registration, Status
from services.registration.problems import RegistrationNotFound
from services.registration.queries.details import (
    OCCASION_COLUMNS,
    OccasionDetails,
    columns_of,
    occasion_from,
)
from shared.auth.tokens import fingerprint


@dataclass(frozen=True, slots=True)
class ParticipantDetails:
    """Who takes part."""

    given_name: str
    family_name: str
    email: str
    language: str

    name: ClassVar[Any] = Participant.name


@dataclass(frozen=True, slots=True)
class HeldRegistration:
    """A registration as its holder sees it; `position` is the place in the queue of whoever waits.

    A place of a group that is yet to be named has no participant.
    """

    id: UUID
    occasion_id: UUID
    party_id: UUID | None
    status: Status
    version: int
    municipality: str
    district: str | None
    workplace: str
    employer: str
    side: str
    role: str
    organisation_number: str | None
    invoice_reference: str | None
    registered_at: datetime
    held_until: datetime | None
    cancelled_by: str | None
    decline_reason: str | None
    position: int | None
    participant: ParticipantDetails | None
    occasion: OccasionDetails


_ahead = aliased(Registration)
waiting_position = (
    sa.select(sa.func.count() + 1)
    .where(
        _ahead.occasion_id == Registration.occasion_id,
        _ahead.status == "waiting",
        _ahead.queue_number < Registration.queue_number,
    )
    .correlate(Registration)
    .scalar_subquery()
)
_REGISTRATION = (
    *columns_of(HeldRegistration, Registration),
    sa.case((Registration.status == "waiting", waiting_position)),
)
_PARTICIPANT = columns_of(ParticipantDetails, Participant)
_TO_PARTICIPANT, _TO_OCCASION = len(_REGISTRATION), len(_REGISTRATION) + len(_PARTICIPANT)
_HELD = (
    sa.select(*_REGISTRATION, *_PARTICIPANT, *OCCASION_COLUMNS)
    .outerjoin(Participant, Participant.id == Registration.participant_id)
    .join(Occasion, Occasion.id == Registration.occasion_id)
    .join(Activity, Activity.id == Occasion.activity_id)
    .join(CourseSession, CourseSession.occasion_id == Occasion.id)
    .order_by(CourseSession.starts_at)
)
_BY_LINK = _HELD.where(
    Registration.manage_token_hash == sa.bindparam("token_hash"), Registration.participant_id.is_not(None)
)
_OF_PERSON = _HELD.where(
    Registration.id == sa.bindparam("registration_id"), Participant.email_key == sa.bindparam("email_key")
)
_OF_GROUP = _HELD.where(
    Registration.id == sa.bindparam("registration_id"), Registration.party_id == sa.bindparam("party_id")
)


def find_held_registration(session: Session, token: str) -> HeldRegistration:
    """The registration whose holder has this token. Raises RegistrationNotFound."""
    return _one(session, _BY_LINK, token_hash=fingerprint(token))


def find_persons_registration(session: Session, registration_id: UUID, email_key: str) -> HeldRegistration:
    """A registration of somebody with this e-mail address. Raises RegistrationNotFound."""
    return _one(session, _OF_PERSON, registration_id=registration_id, email_key=email_key)


def find_groups_registration(session: Session, registration_id: UUID, party_id: UUID) -> HeldRegistration:
    """A place of a group, also one without a name. Raises RegistrationNotFound."""
    return _one(session, _OF_GROUP, registration_id=registration_id, party_id=party_id)


def _one(session: Session, statement: sa.Select[Any], **given: Any) -> HeldRegistration:
    rows = session.connection().execute(statement, given).all()
    if not rows:
        raise RegistrationNotFound()
    first = rows[0]
    person = first[_TO_PARTICIPANT:_TO_OCCASION]
    participant = ParticipantDetails(*person) if person[0] is not None else None
    occasion = occasion_from([row[_TO_OCCASION:] for row in rows])
    return HeldRegistration(*(*first[:_TO_PARTICIPANT], participant, occasion))
