"""The queue of an occasion: who moves up when a place is free."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Occasion, Registration
from services.registration.operations.states import registration_state
from shared import events
from shared.envelope import Event


def move_up(session: Session, occasion: Occasion) -> list[Event]:
    """Seat people from the head of the queue while places are free; returns what to tell.

    The caller holds the occasion. Nobody is moved up once the occasion has begun.
    """
    if occasion.state != "published" or occasion.has_begun:
        return []
    free = min(occasion.places_left, occasion.waiting_count)
    if free == 0:
        return []
    heads = session.scalars(_waiting(occasion.id).order_by(Registration.queue_number).limit(free))
    return [_seat(occasion, registration) for registration in heads]


def _waiting(occasion_id: UUID) -> sa.Select[Registration]:
    return sa.select(Registration).where(
        Registration.occasion_id == occasion_id, Registration.status == "waiting"
    )


def _seat(occasion: Occasion, registration: Registration) -> Event:
    registration.status = "confirmed"
    registration.version += 1
    occasion.waiting_count -= 1
    occasion.confirmed_count += 1
    state = registration_state(registration)
    moved: Event = events.ParticipantMovedUp(registration.id, version=registration.version, **state)
    return moved
