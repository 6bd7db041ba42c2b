"""An occasion's way from draft to held, or to cancelled."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Occasion, Registration
from services.registration.operations.certificates import settle_certificates
from services.registration.operations.ending import end_registration
from services.registration.operations.locking import locked_occasion
from services.registration.operations.states import occasion_state, present
from shared import clock, events
from shared.audit import note
from shared.envelope import Event
from shared.outbox import emit


def publish_occasion(session: Session, occasion_id: UUID) -> Occasion:
    """Open a draft for registration. Raises OccasionNotFound, StateDoesNotFit."""
    occasion = locked_occasion(session, occasion_id, "draft")
    _enter(occasion, "published")
    occasion.published_at = clock.now()
    emit(
        session,
        events.OccasionPublished(occasion.id, version=occasion.version, **occasion_state(session, occasion)),
    )
    note(session, "occasion.published", occasion.id)
    return occasion


def cancel_occasion(session: Session, occasion_id: UUID, reason: str) -> Occasion:
    """End an occasion that will not be held, and every registration on it.

    A draft ends without an event: nobody was told of it. Raises OccasionNotFound, StateDoesNotFit.
    """
    occasion = locked_occasion(session, occasion_id, "draft", "published")
    was_published = occasion.state == "published"
    _enter(occasion, "cancelled")
    occasion.cancel_reason = reason
    if was_published:
        state = occasion_state(session, occasion)
        emit(
            session,
            events.OccasionCancelled(occasion.id, version=occasion.version, reason=reason, **state),
            *_end_registrations(session, occasion),
        )
    note(session, "occasion.cancelled", occasion.id)
    return occasion


def complete_occasion(session: Session, occasion_id: UUID) -> Occasion:
    """Mark a published occasion as held, with its certificates. Raises OccasionNotFound, StateDoesNotFit."""
    occasion = locked_occasion(session, occasion_id, "published")
    _enter(occasion, "completed")
    emit_completed(session, occasion)
    settle_certificates(session, occasion)
    note(session, "occasion.completed", occasion.id)
    return occasion


def emit_completed(session: Session, occasion: Occasion) -> None:
    """Tell who was present at an occasion that was held."""
    state = occasion_state(session, occasion)
    here = present(session, occasion)
    emit(session, events.OccasionCompleted(occasion.id, version=occasion.version, present=here, **state))


def _enter(occasion: Occasion, state: str) -> None:
    occasion.state = state  # type: ignore[assignment]
    occasion.version += 1


def _end_registrations(session: Session, occasion: Occasion) -> list[Event]:
    living = sa.select(Registration).where(
        Registration.occasion_id == occasion.id, Registration.status != "cancelled"
    )
    rows = session.scalars(living.order_by(Registration.queue_number)).all()
    return [end_registration(occasion, registration, "organiser") for registration in rows]
