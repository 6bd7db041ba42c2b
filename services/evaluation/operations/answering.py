"""Answering: one transaction marks the invitation and keeps the ballot, so it happens exactly once."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, Invitation, InvitationLink, PendingBallot
from services.evaluation.problems import (
    AlreadyAnswered,
    AnswersAreWrong,
    EvaluationIsClosed,
    InvitationIsWithdrawn,
    LinkIsUnknown,
)
from services.evaluation.queries.questionnaires import asked
from services.evaluation.questionnaires import Questionnaire, read_answers
from services.evaluation.tokens import evaluation_of
from shared import clock
from shared.auth.tokens import fingerprint
from shared.web.problems import flatten


def open_invitation(session: Session, token: str) -> Evaluation:
    """The evaluation that a link may still answer.

    Raises LinkIsUnknown, AlreadyAnswered, EvaluationIsClosed, InvitationIsWithdrawn.
    """
    evaluation = open_evaluation(session, token, lock=False)
    _refuse_used(session, token)
    return evaluation


def answer(session: Session, token: str, given: Any) -> None:
    """Keep the answers of a link, once.

    Raises AnswersAreWrong by question, and what `open_invitation` raises.
    """
    evaluation = open_evaluation(session, token, lock=True)
    _refuse_used(session, token)
    answers = accepted(asked(session, evaluation), given)
    place = session.execute(
        sa.update(Invitation)
        .where(Invitation.id == _linked(token), Invitation.state == "issued")
        .values(state="answered")
        .returning(Invitation.municipality, Invitation.district),
        execution_options={"synchronize_session": False},
    ).one_or_none()
    if place is None:  # another tab was faster
        raise AlreadyAnswered()
    session.add(PendingBallot(evaluation_id=evaluation.id, answers=answers, **place._mapping))


def accepted(questionnaire: Questionnaire, given: Any) -> dict[str, Any]:
    """The answers as they are kept. Raises AnswersAreWrong by question."""
    try:
        return read_answers(questionnaire, given)
    except ValidationError as error:
        raise AnswersAreWrong(errors=flatten(error.messages)) from error


def open_evaluation(session: Session, token: str, *, lock: bool) -> Evaluation:
    """The evaluation of a link; with `lock` it stays open until this transaction ends, and others may answer.

    Raises LinkIsUnknown, EvaluationIsClosed.
    """
    query = sa.select(Evaluation).where(Evaluation.id == evaluation_of(token))
    if lock:
        query = query.with_for_update(read=True, key_share=True)
    evaluation = session.scalars(query).one_or_none()
    if evaluation is None:
        raise LinkIsUnknown()
    if evaluation.state == "closed" or evaluation.closes_at <= clock.now():
        raise EvaluationIsClosed()
    return evaluation


def _refuse_used(session: Session, token: str) -> None:
    state = session.scalar(sa.select(Invitation.state).where(Invitation.id == _linked(token)))
    if state is None:
        raise LinkIsUnknown()
    if state == "answered":
        raise AlreadyAnswered()
    if state == "withdrawn":
        raise InvitationIsWithdrawn()


def _linked(token: str) -> sa.ScalarSelect[UUID]:
    """The invitation that a link belongs to."""
    mine = InvitationLink.token_hash == fingerprint(token)
    return sa.select(InvitationLink.invitation_id).where(mine).scalar_subquery()
