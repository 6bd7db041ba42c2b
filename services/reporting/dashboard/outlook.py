"""What comes next, and what is going on: occasions ahead, and evaluations that are open."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting.selection import Selection
from services.reporting.models import EvaluationCount, Occasion, OccasionSession, Registration
from shared import clock

# A place that is offered, or held until the manager has approved, is nobody else's meanwhile.
_TAKES_A_PLACE = ("confirmed", "offered", "held")


@dataclass(frozen=True)
class Ahead:
    """A published occasion and its next session."""

    id: UUID
    title: str
    kind: str
    starts_at: datetime
    venue: str
    places: int
    taken: int


@dataclass(frozen=True)
class OpenEvaluations:
    """The evaluations that are open: counts alone, which tell nobody's answers."""

    evaluations: int
    invited: int
    answered: int


def ahead(session: Session, selection: Selection, limit: int = 6) -> list[Ahead]:
    """The published occasions that have a session to come, the next one first."""
    coming = (
        sa.select(OccasionSession.occasion_id, sa.func.min(OccasionSession.starts_at).label("starts_at"))
        .where(OccasionSession.starts_at > clock.now())
        .group_by(OccasionSession.occasion_id)
        .subquery()
    )
    taken = (
        sa.select(sa.func.count())
        .where(Registration.occasion_id == Occasion.id, Registration.status.in_(_TAKES_A_PLACE))
        .scalar_subquery()
    )
    venue = (
        sa.select(sa.func.min(OccasionSession.venue))
        .where(OccasionSession.occasion_id == Occasion.id, OccasionSession.starts_at == coming.c.starts_at)
        .scalar_subquery()
    )
    query = (
        sa.select(
            Occasion.id, Occasion.title, Occasion.kind, coming.c.starts_at, venue, Occasion.places, taken
        )
        .join(coming, coming.c.occasion_id == Occasion.id)
        .where(Occasion.state == "published", *selection.occasion_conditions)
        .order_by(coming.c.starts_at, Occasion.title)
        .limit(limit)
    )
    return [Ahead(*row) for row in session.execute(query)]


def open_evaluations(session: Session, selection: Selection) -> OpenEvaluations:
    """How many evaluations are open, and how many of those asked have answered so far."""
    row = session.execute(
        sa.select(
            sa.func.count(), sa.func.sum(EvaluationCount.invited), sa.func.sum(EvaluationCount.answered)
        )
        .select_from(sa.join(EvaluationCount, Occasion, Occasion.id == EvaluationCount.occasion_id))
        .where(EvaluationCount.state == "open", *selection.occasion_conditions)
    ).one()
    return OpenEvaluations(*(int(value or 0) for value in row))
