"""What the office does with registrations: add one, do the same with several, write a note."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Registration
from services.registration.operations.cancelling import cancel_several
from services.registration.operations.locking import locked_occasion
from services.registration.operations.registering import Receipt, register_participant
from services.registration.problems import RegistrationNotFound
from shared.audit import note


def add_participant(
    session: Session, occasion_id: UUID, new: Mapping[str, Any], *, accept_warnings: bool
) -> Receipt:
    """Register somebody by the office: also after the deadline, and past a warning that was accepted.

    Raises as register_participant does.
    """
    receipt = register_participant(session, occasion_id, new, accept_warnings=accept_warnings, by_office=True)
    codes = sorted(item.code for item in receipt.warnings)
    note(session, "registration.added", receipt.id, status=receipt.status, warnings=codes)
    return receipt


def write_note(session: Session, registration_id: UUID, text: str) -> Registration:
    """Keep what the office should remember of a registration. Raises RegistrationNotFound."""
    registration = session.get(Registration, registration_id)
    if registration is None:
        raise RegistrationNotFound()
    registration.note = text
    note(session, "registration.changed", registration.id, fields=["note"])
    return registration


def note_several(session: Session, occasion_id: UUID, ids: Sequence[UUID], text: str) -> int:
    """Keep the same note with several registrations of an occasion. Raises RegistrationNotFound."""
    for registration in _chosen(session, occasion_id, ids):
        write_note(session, registration.id, text)
    return len(set(ids))


def cancel_chosen(session: Session, occasion_id: UUID, ids: Sequence[UUID]) -> int:
    """Cancel several registrations of an occasion, all of them or none; then the queue moves up once.

    Raises OccasionNotFound, RegistrationNotFound, AlreadyCancelled, ParticipantHasAttended.
    """
    occasion = locked_occasion(session, occasion_id)
    chosen = _chosen(session, occasion_id, ids)
    cancel_several(session, occasion, chosen)
    for registration in chosen:
        note(session, "registration.cancelled", registration.id)
    return len(chosen)


def _chosen(session: Session, occasion_id: UUID, ids: Sequence[UUID]) -> list[Registration]:
    found = session.scalars(
        sa.select(Registration)
        .where(Registration.occasion_id == occasion_id, Registration.id.in_(ids))
        .order_by(Registration.queue_number)
        .execution_options(populate_existing=True)
    ).all()
    if len(found) != len(set(ids)):
        raise RegistrationNotFound()
    return list(found)
