"""Cancelling a registration, whereupon the head of the queue moves up."""

from hmac import compare_digest
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Attendance, Occasion, Registration
from services.registration.operations.locking import locked_occasion
from services.registration.operations.queue import move_up
from services.registration.operations.registering import token_hash
from services.registration.operations.states import registration_state
from services.registration.problems import (
    AlreadyCancelled,
    NotTheHolder,
    OccasionHasBegun,
    ParticipantHasAttended,
    RegistrationNotFound,
)
from shared import clock, events
from shared.outbox import emit


def cancel_registration(
    session: Session, registration_id: UUID, by: Literal["participant", "coordinator"]
) -> Registration:
    """End a registration; a place that becomes free goes to the head of the queue.

    Raises RegistrationNotFound, AlreadyCancelled, ParticipantHasAttended; OccasionHasBegun for participants.
    """
    occasion_id = session.scalar(
        sa.select(Registration.occasion_id).where(Registration.id == registration_id)
    )
    if occasion_id is None:
        raise RegistrationNotFound()
    occasion = locked_occasion(session, occasion_id)
    # Read only now: what stood in the row before the lock may have changed meanwhile.
    registration = session.get_one(Registration, registration_id, populate_existing=True)
    _check(session, occasion, registration, by)
    if registration.status == "confirmed":
        occasion.confirmed_count -= 1
    else:
        occasion.waiting_count -= 1
    registration.status = "cancelled"
    registration.cancelled_at = clock.now()
    registration.version += 1
    state = registration_state(registration)
    ended = events.RegistrationCancelled(registration.id, version=registration.version, by=by, **state)
    emit(session, ended, *move_up(session, occasion))
    return registration


def check_holder(session: Session, registration_id: UUID, token: str) -> None:
    """Make sure that somebody holds the registration's manage link. Raises NotTheHolder."""
    known = session.scalar(
        sa.select(Registration.manage_token_hash).where(Registration.id == registration_id)
    )
    if not compare_digest(known or "", token_hash(token)):
        raise NotTheHolder()


def _check(session: Session, occasion: Occasion, registration: Registration, by: str) -> None:
    if registration.status == "cancelled":
        raise AlreadyCancelled()
    if by == "participant" and occasion.has_begun:
        raise OccasionHasBegun()
    if session.scalar(sa.select(sa.exists().where(Attendance.registration_id == registration.id))):
        raise ParticipantHasAttended()
