"""The end of a registration, whatever ended it."""

from typing import Any, Literal

from sqlalchemy.orm import object_session

from services.registration.models import Occasion, Party, Registration
from services.registration.operations.states import registration_state
from shared import clock, events
from shared.envelope import Event

EndedBy = Literal["participant", "coordinator", "booker", "organiser", "manager", "deadline", "replacement"]


def end_registration(occasion: Occasion, registration: Registration, by: EndedBy) -> Event:
    """Cancel a living registration and take it off the counts; returns what to tell.

    The caller holds the occasion, and lets the queue move up.
    """
    if registration.status == "waiting":
        occasion.waiting_count -= 1
    elif registration.status == "confirmed":
        occasion.confirmed_count -= 1
    else:
        occasion.held_count -= 1
    registration.status = "cancelled"
    registration.cancelled_at = clock.now()
    registration.cancelled_by = by
    registration.held_until = None
    registration.version += 1
    state = registration_state(registration) | _booker_of(registration)
    ended: Event = events.RegistrationCancelled(registration.id, version=registration.version, by=by, **state)
    return ended


def _booker_of(registration: Registration) -> dict[str, Any]:
    """Who is to be told of a group's place that has no name yet."""
    session = object_session(registration)
    if session is None or registration.party_id is None or registration.participant_id is not None:
        return {}
    return {"booker_contact_id": session.get_one(Party, registration.party_id).booker_id}
