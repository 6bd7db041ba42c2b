"""A registration as its holder asks for it by API, and what its manager is asked to approve."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from services.registration.models import Occasion, Participant, Registration, Status
from services.registration.operations.queue import position_of
from services.registration.problems import ApprovalNotFound, RegistrationNotFound
from shared.auth.tokens import fingerprint


@dataclass(frozen=True)
class OwnRegistration:
    """A registration with its place in the queue."""

    registration: Registration
    position: int | None


@dataclass(frozen=True)
class Approval:
    """A place that a manager is asked to approve, in whatever state it is now."""

    registration: Registration
    occasion: Occasion

    @property
    def status(self) -> Status:
        """Where the registration stands."""
        return self.registration.status

    @property
    def participant(self) -> Participant:
        """Who is to take part; a place is asked for when it has a name."""
        assert self.registration.participant
        return self.registration.participant

    @property
    def held_until(self) -> datetime | None:
        """Until when the manager may answer; None when that is over."""
        return self.registration.held_until


def find_own_registration(session: Session, registration_id: UUID) -> OwnRegistration:
    """A registration by its id, with its place in the queue. Raises RegistrationNotFound."""
    registration = session.get(Registration, registration_id, options=[joinedload(Registration.participant)])
    if registration is None:
        raise RegistrationNotFound()
    return OwnRegistration(registration, position_of(session, registration))


def find_approval(session: Session, token: str) -> Approval:
    """What a manager's link is about. Raises ApprovalNotFound."""
    registration = session.scalar(
        sa.select(Registration)
        .where(
            Registration.approval_token_hash == fingerprint(token), Registration.participant_id.is_not(None)
        )
        .options(joinedload(Registration.participant))
    )
    if registration is None:
        raise ApprovalNotFound()
    occasion = session.get_one(
        Occasion,
        registration.occasion_id,
        options=[joinedload(Occasion.activity), joinedload(Occasion.sessions)],
    )
    return Approval(registration, occasion)
