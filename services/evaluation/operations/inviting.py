"""Who is asked: those who were present, each once, whatever order the lists come in."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, Invitation
from services.evaluation.operations.counting import count_invited, response_counted
from services.evaluation.operations.issuing import WAKE
from services.evaluation.questionnaire import STANDARD
from services.evaluation.tertials import tertial_of
from shared import clock
from shared.db import insert
from shared.envelope import Event
from shared.erasure import erased_among
from shared.ids import new_id, random_id
from shared.outbox import emit
from shared.service import service
from shared.wake import wake


def invite_those_present(session: Session, completed: Event) -> None:
    """Make the occasion's evaluation if it is new, and ask exactly those who were present.

    A corrected list asks those who are new and withdraws the others, save who has answered; a closed
    evaluation asks nobody.
    """
    evaluation = _evaluation(session, completed)
    if evaluation.state == "closed" or completed.version < evaluation.occasion_version:
        return
    _describe(evaluation, completed)
    present: Sequence[dict[str, Any]] = completed["present"]
    erased = erased_among(session, (person["contact_id"] for person in present))
    _invite(session, evaluation.id, [person for person in present if person["contact_id"] not in erased])
    _withdraw(session, evaluation.id, {person["registration_id"] for person in present})
    invited = count_invited(session, evaluation)
    if evaluation.version == 0 or evaluation.invited != invited:
        evaluation.invited = invited
        emit(session, response_counted(evaluation))
    wake(session, WAKE)


def _evaluation(session: Session, completed: Event) -> Evaluation:
    """The occasion's evaluation, locked until the end of the transaction."""
    settings = service().settings
    due_at = clock.now() + timedelta(hours=settings.evaluation_delay)
    closes_on = clock.local(due_at).date() + timedelta(days=settings.evaluation_days)
    row = {
        "id": new_id(),
        "occasion_id": UUID(completed.subject),
        "occasion_version": completed.version,
        "version": 0,
        **_description(completed),
        "questionnaire": STANDARD.name,
        "questionnaire_version": STANDARD.version,
        "due_at": due_at,
        "closes_on": closes_on,
        "closes_at": _end_of(closes_on),
        "state": "open",
        "invited": 0,
        "answered": 0,
        "reported_at": clock.now(),
    }
    session.execute(insert(session, Evaluation).values(row).on_conflict_do_nothing())
    mine = Evaluation.occasion_id == row["occasion_id"]
    return session.scalars(sa.select(Evaluation).where(mine).with_for_update()).one()


def _end_of(day: date) -> datetime:
    """The midnight that ends a day in Sweden."""
    return datetime.combine(day + timedelta(days=1), time(), clock.STOCKHOLM)


def _describe(evaluation: Evaluation, completed: Event) -> None:
    evaluation.occasion_version = completed.version
    for name, value in _description(completed).items():
        setattr(evaluation, name, value)


def _description(completed: Event) -> dict[str, Any]:
    names = ("activity_id", "title", "kind", "form", "lecturer_contact_id")
    held_on = _held_on(completed)
    return {name: completed[name] for name in names} | {
        "held_on": held_on,
        "tertial": tertial_of(held_on),
    }


def _held_on(completed: Event) -> date:
    ends = [session["ends_at"] for session in completed["sessions"]]
    return clock.local(max(ends, default=completed.time)).date()


def _invite(session: Session, evaluation_id: UUID, present: Sequence[dict[str, Any]]) -> None:
    """Invite who is new or back again; who has answered stays as they are."""
    if not present:
        return
    rows = [
        {"id": random_id(), "evaluation_id": evaluation_id, "state": "waiting", **person}
        for person in present
    ]
    statement = insert(session, Invitation)
    again = sa.case((Invitation.token_hash.is_(None), "waiting"), else_="issued")
    facts = ("contact_id", "municipality", "district", "employer", "side", "role")
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[Invitation.evaluation_id, Invitation.registration_id],
            set_={"state": again} | {name: statement.excluded[name] for name in facts},
            where=Invitation.state != "answered",
        ),
        rows,
    )


def _withdraw(session: Session, evaluation_id: UUID, present: set[UUID]) -> None:
    session.execute(
        sa.update(Invitation)
        .where(Invitation.evaluation_id == evaluation_id)
        .where(Invitation.state.in_(("waiting", "issued")))
        .where(Invitation.registration_id.not_in(present))
        .values(state="withdrawn"),
        execution_options={"synchronize_session": False},
    )
