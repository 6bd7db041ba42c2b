"""What the office should look at: each matter with how many there are, and the first of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from services.registration.models import CourseSession, Occasion, Registration
from services.registration.queries.reachability import is_unreached
from shared import clock

FIRST = 5
SOON = timedelta(hours=24)


@dataclass(frozen=True)
class Matter:
    """Occasions that need something: how many, and the first of them.

    `numbers` where each has a count, `until` where each has a moment at which the first of its places goes.
    """

    total: int
    first: Sequence[Occasion]
    numbers: Sequence[int] = ()
    until: Sequence[datetime] = ()


@dataclass(frozen=True)
class Attention:
    """Everything that needs somebody's eye."""

    drafts: Matter
    full: Matter
    without_attendance: Matter
    ending: Matter  # places offered or held whose time runs out within a day
    offered: Matter  # places that somebody has longer to answer for
    held: Matter  # places that a manager has longer to approve
    unreached: Matter  # participants of what is not over whose mail comes back
    over: Matter  # ended, but not marked as held

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not any(matter.total for matter in vars(self).values())


def find_attention(session: Session) -> Attention:
    """What needs attention now."""
    now = clock.now()
    published = Occasion.state == "published"
    unnoted = sa.exists().where(
        CourseSession.occasion_id == Occasion.id,
        CourseSession.ends_at <= now,
        CourseSession.recorded_at.is_(None),
    )
    return Attention(
        drafts=_matter(session, Occasion.state == "draft"),
        full=_matter(
            session,
            published,
            Occasion.starts_at > now,
            Occasion.waiting_count > 0,
            numbers=Occasion.waiting_count,
        ),
        without_attendance=_matter(session, published, Occasion.starts_at <= now, unnoted),
        ending=_of_registrations(session, Registration.held_until <= now + SOON),
        offered=_of_registrations(
            session, Registration.status == "offered", Registration.held_until > now + SOON
        ),
        held=_of_registrations(session, Registration.status == "held", Registration.held_until > now + SOON),
        unreached=_unreached(session, published, Occasion.ends_at > now),
        over=_matter(session, published, Occasion.ends_at <= now, ~unnoted),
    )


def _matter(session: Session, *conditions: Any, numbers: Any = None) -> Matter:
    total = session.scalar(sa.select(sa.func.count()).select_from(Occasion).where(*conditions)) or 0
    found = (
        sa.select(Occasion, sa.literal(0) if numbers is None else numbers)
        .join(Occasion.activity)
        .options(contains_eager(Occasion.activity))
        .where(*conditions)
        .order_by(Occasion.starts_at, Occasion.id)
        .limit(FIRST)
    )
    rows = session.execute(found).all() if total else []
    return Matter(total, [row[0] for row in rows], [row[1] for row in rows])


def _unreached(session: Session, *conditions: Any) -> Matter:
    """Occasions with participants whose mail comes back, those first that begin first."""
    counted = (
        sa.select(Registration.occasion_id, sa.func.count().label("number"))
        .where(Registration.status != "cancelled", is_unreached())
        .group_by(Registration.occasion_id)
        .subquery()
    )
    rows = session.execute(
        sa.select(Occasion, counted.c.number)
        .join(counted, counted.c.occasion_id == Occasion.id)
        .join(Occasion.activity)
        .options(contains_eager(Occasion.activity))
        .where(*conditions)
        .order_by(Occasion.starts_at, Occasion.id)
    ).all()
    first = rows[:FIRST]
    return Matter(sum(row[1] for row in rows), [row[0] for row in first], [row[1] for row in first])


def _of_registrations(session: Session, *conditions: Any) -> Matter:
    """Occasions with offered or held places of which this is so, those first whose time runs out first."""
    living = Registration.status.in_(("offered", "held"))
    counted = (
        sa.select(
            Registration.occasion_id,
            sa.func.count().label("number"),
            sa.func.min(Registration.held_until).label("until"),
        )
        .where(living, *conditions)
        .group_by(Registration.occasion_id)
        .subquery()
    )
    rows = session.execute(
        sa.select(Occasion, counted.c.number, counted.c.until)
        .join(counted, counted.c.occasion_id == Occasion.id)
        .join(Occasion.activity)
        .options(contains_eager(Occasion.activity))
        .order_by(counted.c.until, Occasion.id)
    ).all()
    first = rows[:FIRST]
    return Matter(
        sum(row[1] for row in rows),
        [row[0] for row in first],
        [row[1] for row in first],
        [row[2] for row in first],
    )
