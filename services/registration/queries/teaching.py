"""A lecturer's own occasions: those that name the lecturer's contact, but for drafts."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, selectinload

from services.registration.models import Occasion


def own_occasions(session: Session, contact_id: UUID | None) -> Sequence[Occasion]:
    """Every occasion of the lecturer with its activity and sessions, in the order of their first session."""
    return session.scalars(_own(contact_id).order_by(Occasion.starts_at, Occasion.id)).all()


def is_led_by(session: Session, occasion_id: UUID, contact_id: UUID | None) -> bool:
    """Whether the occasion is one of the lecturer's."""
    mine = sa.select(Occasion.id).where(Occasion.id == occasion_id, *_is_own(contact_id))
    return bool(session.scalar(sa.select(mine.exists())))


def _own(contact_id: UUID | None) -> sa.Select[Occasion]:
    return (
        sa.select(Occasion)
        .join(Occasion.activity)
        .options(contains_eager(Occasion.activity), selectinload(Occasion.sessions))
        .where(*_is_own(contact_id))
    )


def _is_own(contact_id: UUID | None) -> tuple[sa.ColumnElement[bool], ...]:
    # A lecturer without a contact has no occasions; those without a lecturer are nobody's.
    return (
        Occasion.lecturer_contact_id == (contact_id or UUID(int=0)),
        Occasion.state != "draft",
    )
