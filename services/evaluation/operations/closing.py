"""Closing an evaluation: the moment from which its answers are nobody's.

In one transaction the pending ballots are deleted and come back as ballots with random ids, in a random
order, without anything of the person; their places are counted apart; and every
invitation is written anew, all alike. What the freed pages still hold is overwritten right after, by `wipe`.
"""

from collections.abc import Sequence
from random import SystemRandom
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, Invitation, InvitationLink, PendingBallot
from services.evaluation.operations.counting import count_invited, counted_response
from services.evaluation.operations.reporting_back import show_lecturer
from services.evaluation.operations.tallying import Answered, Place, tally
from services.evaluation.operations.units import publish_alone, put_aside
from services.evaluation.operations.wiping import leave_nothing
from services.evaluation.problems import EvaluationIsUnknown, EvaluationWasClosed
from services.evaluation.small_groups import may_show
from shared import clock, events
from shared.audit import note
from shared.envelope import Event
from shared.ids import random_id
from shared.outbox import emit

_chance = SystemRandom()


def close_evaluation(session: Session, evaluation_id: UUID) -> Evaluation:
    """Close an evaluation for ever. Raises EvaluationIsUnknown, EvaluationWasClosed."""
    mine = sa.select(Evaluation).where(Evaluation.id == evaluation_id).with_for_update()
    evaluation = session.scalars(mine).one_or_none()
    if evaluation is None:
        raise EvaluationIsUnknown()
    if evaluation.state == "closed":
        raise EvaluationWasClosed()
    _close(session, evaluation)
    note(session, "evaluation.closed", evaluation.id)
    return evaluation


def close_due(session: Session) -> bool:
    """Close one evaluation whose last day is over; returns whether there was one."""
    evaluation = session.scalars(
        sa.select(Evaluation)
        .where(Evaluation.state == "open", Evaluation.closes_at <= clock.now())
        .order_by(Evaluation.closes_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if evaluation is None:
        return False
    _close(session, evaluation)
    return True


def _close(session: Session, evaluation: Evaluation) -> None:
    leave_nothing(session)
    answered = _take_pending(session, evaluation.id)
    evaluation.state = "closed"
    evaluation.closes_on = min(evaluation.closes_on, clock.today())
    evaluation.invited = count_invited(session, evaluation)
    evaluation.answered = len(answered)
    reached = _rewrite_invitations(session, evaluation.id)
    published = _make_anonymous(session, evaluation, answered, reached)
    emit(session, *counted_response(evaluation), *published, *show_lecturer(session, evaluation))


def _take_pending(session: Session, evaluation_id: UUID) -> list[Answered]:
    rows = session.execute(
        sa.delete(PendingBallot)
        .where(PendingBallot.evaluation_id == evaluation_id)
        .returning(
            PendingBallot.answers,
            PendingBallot.municipality,
            PendingBallot.district,
        ),
        execution_options={"synchronize_session": False},
    ).all()
    answered = [Answered(row.answers, Place.of(row)) for row in rows]
    _chance.shuffle(answered)
    return answered


def _rewrite_invitations(session: Session, evaluation_id: UUID) -> list[Place]:
    """Leave only that they were asked: no state, link or place. Returns the places of all who were asked."""
    mine = sa.select(Invitation.id).where(Invitation.evaluation_id == evaluation_id)
    links = sa.delete(InvitationLink).where(InvitationLink.invitation_id.in_(mine))
    session.execute(links, execution_options={"synchronize_session": False})
    rows = session.execute(
        sa.delete(Invitation)
        .where(Invitation.evaluation_id == evaluation_id)
        .returning(
            Invitation.state,
            Invitation.respondent_id,
            Invitation.contact_id,
            Invitation.municipality,
            Invitation.district,
        ),
        execution_options={"synchronize_session": False},
    ).all()
    asked = [row for row in rows if row.state != "withdrawn"]
    left = [{"respondent_id": row.respondent_id, "contact_id": row.contact_id} for row in asked]
    _chance.shuffle(left)  # of nothing but what is left, so that its order says nothing else
    if left:
        alike = {"evaluation_id": evaluation_id, "state": "closed"}
        session.execute(sa.insert(Invitation), [{"id": random_id(), **alike, **one} for one in left])
    return [Place.of(row) for row in asked]


def _make_anonymous(
    session: Session, evaluation: Evaluation, answered: Sequence[Answered], reached: Sequence[Place]
) -> list[Event]:
    if not answered:
        return []
    ballots = [item.answers for item in answered]
    if not may_show(len(answered)):
        evaluation.unit_id = put_aside(session, evaluation, ballots).id
        return []
    unit = publish_alone(session, evaluation, ballots)
    evaluation.unit_id = unit.id
    if evaluation.purpose != "occasion":  # what tertials tell is what was thought of courses right after them
        return []
    tally(session, unit, answered, reached)
    return [
        events.OccasionResultsPublished(
            evaluation.id,
            version=evaluation.version + 1,
            occasion_id=evaluation.occasion_id,
            questions=unit.results,
        )
    ]
