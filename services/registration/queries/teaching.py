"""A lecturer's own occasions: those that name the lecturer's contact, but for drafts."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, selectinload

from services.registration.models import CourseSession, Occasion
from services.registration.problems import OccasionNotFound, SessionNotFound


def own_occasions(session: Session, contact_id: UUID | None) -> Sequence[Occasion]:
    """Every occasion of the lecturer with its activity and sessions, in the order of their first session."""
    return session.scalars(_own(contact_id).order_by(Occasion.starts_at, Occasion.id)).all()


def own_occasion(session: Session, contact_id: UUID | None, occasion_id: UUID) -> Occasion:
    """One occasion of the lecturer. Raises OccasionNotFound, also for somebody else's."""
    found = session.scalar(_own(contact_id).where(Occasion.id == occasion_id))
    if found is None:
        raise OccasionNotFound()
    return found


def own_session(session: Session, contact_id: UUID | None, session_id: UUID) -> CourseSession:
    """One session of the lecturer's occasions. Raises SessionNotFound, also for somebody else's."""
    found = session.scalar(
        sa.select(CourseSession)
        .join(CourseSession.occasion)
        .where(CourseSession.id == session_id, *_is_own(contact_id))
    )
    if found is None:
        raise SessionNotFound()
    return found


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
