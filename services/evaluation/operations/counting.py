"""How many were asked and have answered: the only thing that leaves an open evaluation."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, Invitation, PendingBallot
from shared import clock, events
from shared.envelope import Event
from shared.outbox import emit
from shared.service import service


def answered_so_far(session: Session, evaluation_ids: list[UUID]) -> dict[UUID, int]:
    """How many have answered each of these open evaluations until now."""
    counts = session.execute(
        sa.select(PendingBallot.evaluation_id, sa.func.count())
        .where(PendingBallot.evaluation_id.in_(evaluation_ids))
        .group_by(PendingBallot.evaluation_id)
    )
    return dict.fromkeys(evaluation_ids, 0) | {row[0]: row[1] for row in counts}


def count_invited(session: Session, evaluation: Evaluation) -> int:
    """How many are asked: all but those whose invitation was withdrawn."""
    return (
        session.scalar(
            sa.select(sa.func.count()).where(
                Invitation.evaluation_id == evaluation.id, Invitation.state != "withdrawn"
            )
        )
        or 0
    )


def counted_response(evaluation: Evaluation) -> list[Event]:
    """The counts as they stand in the row, as a new version of it; none where no report counts them."""
    evaluation.version += 1
    evaluation.reported_at = clock.now()
    if evaluation.purpose != "occasion":
        return []
    event: Event = events.ResponseCounted(
        evaluation.id,
        version=evaluation.version,
        occasion_id=evaluation.occasion_id,
        state=evaluation.state,
        invited=evaluation.invited,
        answered=evaluation.answered,
    )
    return [event]


def report_counts(session: Session, limit: int = 100) -> int:
    """Report open evaluations whose count has changed, each at most once in a while; returns how many.

    Never an event per answer: its time would tell when somebody answered.
    """
    answered = (
        sa.select(sa.func.count())
        .where(PendingBallot.evaluation_id == Evaluation.id)
        .correlate(Evaluation)
        .scalar_subquery()
    )
    before = clock.now() - timedelta(minutes=service().settings.count_interval)
    changed = session.scalars(
        sa.select(Evaluation)
        .where(Evaluation.state == "open", Evaluation.reported_at <= before)
        .where(Evaluation.answered != answered)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    ).all()
    if not changed:
        return 0
    counts = answered_so_far(session, [evaluation.id for evaluation in changed])
    for evaluation in changed:
        evaluation.answered = counts[evaluation.id]
    emit(session, *[event for evaluation in changed for event in counted_response(evaluation)])
    return len(changed)
