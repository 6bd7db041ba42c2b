"""Whom mail does not reach."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Registration, TroubledAddress


def is_unreached() -> sa.ColumnElement[bool]:
    """Whether mail to the participant of a registration comes back."""
    troubled = sa.select(TroubledAddress.contact_id).where(TroubledAddress.reason.is_not(None))
    return Registration.participant_id.in_(troubled)


def find_trouble(session: Session, contact_id: UUID) -> TroubledAddress | None:
    """Why no mail reaches a contact, and since when; None where it does."""
    found = session.get(TroubledAddress, contact_id)
    return found if found and found.reason else None
