"""The manager's answer, by the link that came with the request."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Occasion, Registration
from services.registration.operations.ending import end_registration
from services.registration.operations.locking import locked_registration
from services.registration.operations.queue import move_up
from services.registration.operations.seating import confirm
from services.registration.operations.states import registration_state
from services.registration.problems import ApprovalHasEnded, ApprovalIsDecided, ApprovalNotFound
from shared import clock, events
from shared.auth.tokens import fingerprint
from shared.envelope import Event
from shared.outbox import emit


def approve_registration(session: Session, token: str) -> Registration:
    """Let a held place count. Raises ApprovalNotFound, ApprovalIsDecided, ApprovalHasEnded."""
    occasion, registration = _held(session, token)
    registration.approved_at = clock.now()
    emit(session, *approved(occasion, registration))
    return registration


def decline_registration(session: Session, token: str, reason: str) -> Registration:
    """Give a held place to the next, for the manager's reason.

    Raises ApprovalNotFound, ApprovalIsDecided, ApprovalHasEnded.
    """
    occasion, registration = _held(session, token)
    registration.decline_reason = reason
    ended = end_registration(occasion, registration, "manager")
    emit(session, ended, *move_up(session, occasion))
    return registration


def free_of_approval(session: Session, occasion: Occasion) -> list[Event]:
    """Let every held place count, as when the occasion no longer asks for approval; returns what to tell."""
    held = sa.select(Registration).where(
        Registration.occasion_id == occasion.id, Registration.status == "held"
    )
    rows = session.scalars(held.order_by(Registration.queue_number)).all()
    return [event for registration in rows for event in approved(occasion, registration)]


def approved(occasion: Occasion, registration: Registration) -> list[Event]:
    """Count a held place from now on; returns what to tell."""
    confirm(occasion, registration)
    state: dict[str, Any] = registration_state(registration)
    return [events.RegistrationApproved(registration.id, version=registration.version, **state)]


def _held(session: Session, token: str) -> tuple[Occasion, Registration]:
    registration_id: UUID | None = session.scalar(
        sa.select(Registration.id).where(Registration.approval_token_hash == fingerprint(token))
    )
    if registration_id is None:
        raise ApprovalNotFound()
    occasion, registration = locked_registration(session, registration_id)
    if registration.status != "held" or occasion.state != "published":
        raise ApprovalIsDecided()
    if registration.held_until is None or registration.held_until <= clock.now():
        raise ApprovalHasEnded()
    return occasion, registration
