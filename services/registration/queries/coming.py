"""What is held soon, day by day."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from services.registration.models import CourseSession, Occasion
from shared import clock

DAYS = 14
MOST = 100


def coming_sessions(session: Session) -> Sequence[tuple[date, list[CourseSession]]]:
    """The sessions of published occasions from today on for two weeks, by their day."""
    today = clock.today()
    begin, end = (clock.midnight(today + timedelta(days)) for days in (0, DAYS))
    found = session.scalars(
        sa.select(CourseSession)
        .join(CourseSession.occasion)
        .options(contains_eager(CourseSession.occasion).joinedload(Occasion.activity))
        .where(Occasion.state == "published", CourseSession.starts_at >= begin, CourseSession.starts_at < end)
        .order_by(CourseSession.starts_at, CourseSession.id)
        .limit(MOST)
    )
    by_day = groupby(found, key=lambda item: clock.local(item.starts_at).date())
    return [(day, list(items)) for day, items in by_day]
