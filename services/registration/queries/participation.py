"""Who was present, and in which order names are listed."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Attendance, CourseSession


def count_present(session: Session, occasion_id: UUID) -> dict[UUID, int]:
    """How many were present at each session that has attendance noted."""
    rows = session.execute(
        sa.select(CourseSession.id, sa.func.count(Attendance.registration_id))
        .outerjoin(Attendance, Attendance.session_id == CourseSession.id)
        .where(CourseSession.occasion_id == occasion_id, CourseSession.recorded_at.is_not(None))
        .group_by(CourseSession.id)
    )
    return dict(rows.all())


def as_in_swedish(name: str) -> str:
    """What to sort a name by: Å, Ä and Ö come last, in this order."""
    # the three signs that follow z
    return name.casefold().translate(str.maketrans("åäö", "{|}"))
