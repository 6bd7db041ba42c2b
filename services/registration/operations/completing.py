"""Occasions that complete by themselves, some hours after their last session."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import CourseSession, Occasion
from services.registration.operations.locking import locked_occasion
from services.registration.operations.occasions import complete_occasion
from services.registration.problems import StateDoesNotFit
from shared import clock
from shared.service import reading, transaction


def complete_due_occasions() -> bool:
    """Complete each occasion whose hours have passed, and whose attendance is noted for every session.

    Returns whether any was completed.
    """
    with reading() as session:
        due = occasions_due(session)
    for occasion_id in due:
        # Another worker, or the coordinator, may have been faster.
        with suppress(StateDoesNotFit), transaction() as session:
            locked_occasion(session, occasion_id, "published")
            if occasion_id in occasions_due(session):  # its days may have been changed meanwhile
                complete_occasion(session, occasion_id)
    return bool(due)


def occasions_due(session: Session) -> list[UUID]:
    """The occasions that should complete now."""
    unnoted = sa.exists().where(CourseSession.occasion_id == Occasion.id, CourseSession.recorded_at.is_(None))
    rows = session.execute(
        sa.select(Occasion.id, Occasion.ends_at, Occasion.completes_after_hours)
        .where(
            Occasion.state == "published",
            Occasion.completes_after_hours.is_not(None),
            Occasion.ends_at <= clock.now(),
            ~unnoted,
        )
        .order_by(Occasion.ends_at)
    )
    now = clock.now()
    return [found for found, ends_at, hours in rows if ends_at + timedelta(hours=hours or 0) <= now]
