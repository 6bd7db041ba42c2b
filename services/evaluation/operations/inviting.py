"""Who is asked: those who were present or a sample of them, each once, whatever order the lists come in."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, Invitation, Rule
from services.evaluation.operations.counting import count_invited, counted_response
from services.evaluation.operations.issuing import WAKE
from services.evaluation.operations.lecturers import correct_lecturer, will_ask_lecturer
from services.evaluation.operations.planning import description, planned
from services.evaluation.operations.rules import rule_for
from services.evaluation.operations.sampling import draw, often_drawn, sample_size
from services.evaluation.operations.unasked import note_if_unasked
from shared.db import insert, insert_many, many
from shared.envelope import Event
from shared.erasure import erased_among
from shared.ids import random_id
from shared.outbox import emit
from shared.wake import wake

Person = Mapping[str, Any]

_KEPT = ("contact_id", "municipality", "district")  # nothing is counted by the other facts


def invite_those_present(session: Session, completed: Event) -> None:
    """Make what the rule says of the occasion if it is new, and ask exactly those who were present.

    A corrected list asks those who are new and withdraws the others, save who has answered; where a sample
    was drawn it only withdraws. A closed evaluation asks nobody.
    """
    rule = rule_for(session, completed["kind"], completed["form"])
    evaluations = _evaluations(session, rule, completed)
    note_if_unasked(session, completed, is_asked=bool(evaluations))
    for evaluation in evaluations:
        if evaluation.state == "closed" or completed.version < evaluation.occasion_version:
            continue
        _describe(evaluation, completed)
        if evaluation.version:
            correct_lecturer(session, evaluation)
        _ask(session, rule, evaluation, completed["present"])
    wake(session, WAKE)


def invite(session: Session, evaluation_id: UUID, people: Sequence[Person]) -> None:
    """Invite who is new or back again; who has answered stays as they are.

    Each person has a respondent_id, a contact_id and a place.
    """
    if not people:
        return
    rows = [
        {
            "id": random_id(),
            "evaluation_id": evaluation_id,
            "state": "waiting",
            "respondent_id": person["respondent_id"],
            **{name: person[name] for name in _KEPT},
        }
        for person in people
    ]
    dialect = session.get_bind().dialect.name
    session.connection().execute(_invitation(dialect), many(dialect, rows))


@cache
def _invitation(dialect: str) -> Any:
    """The statement that invites many: made once, since it is built more slowly than it runs."""
    table = cast(sa.Table, Invitation.__table__)
    statement = insert_many(dialect, table, "id", "evaluation_id", "state", "respondent_id", *_KEPT)
    again = sa.case((table.c.issued_on.is_(None), "waiting"), else_="issued")
    return statement.on_conflict_do_update(
        index_elements=[table.c.evaluation_id, table.c.respondent_id],
        set_={"state": again} | {name: statement.excluded[name] for name in _KEPT},
        where=table.c.state != "answered",
    )


def _evaluations(session: Session, rule: Rule, completed: Event) -> Sequence[Evaluation]:
    """The occasion's evaluation and its follow-up, locked until the end of the transaction."""
    of_occasion = sa.select(Evaluation).where(Evaluation.occasion_id == UUID(completed.subject))
    locked = of_occasion.order_by(Evaluation.purpose).with_for_update()
    known = session.scalars(locked).all()
    if known:
        return known
    rows = planned(session, rule, completed)
    if not rows:
        return []
    session.execute(insert(session, Evaluation).on_conflict_do_nothing(), rows)
    made = session.scalars(locked).all()
    mine = {row["id"] for row in rows}
    for evaluation in made:
        if evaluation.id in mine and evaluation.purpose == "occasion":
            will_ask_lecturer(session, rule, evaluation, is_new=_is_new(completed))
    return made


def _is_new(completed: Event) -> bool:
    """Whether the activity is held for the first time, or procured."""
    return bool(completed["is_new_activity"]) or completed["form"] == "procured"


def _describe(evaluation: Evaluation, completed: Event) -> None:
    evaluation.occasion_version = completed.version
    for name, value in description(completed).items():
        setattr(evaluation, name, value)


def _ask(session: Session, rule: Rule, evaluation: Evaluation, present: Sequence[Person]) -> None:
    evaluation.present = len(present)
    erased = erased_among(session, (person["contact_id"] for person in present))
    there = [person for person in present if person["contact_id"] not in erased]
    asked = _sampled(session, rule, evaluation, there) if evaluation.sample_seed else there
    invite(
        session, evaluation.id, [{**person, "respondent_id": person["registration_id"]} for person in asked]
    )
    if evaluation.version:
        _withdraw(session, evaluation.id, {person["registration_id"] for person in present})
    invited = count_invited(session, evaluation) if evaluation.version else len(asked)
    if evaluation.version == 0 or evaluation.invited != invited:
        evaluation.invited = invited
        emit(session, *counted_response(evaluation))


def _sampled(
    session: Session, rule: Rule, evaluation: Evaluation, there: Sequence[Person]
) -> Sequence[Person]:
    """Those of the present who are drawn: now if nobody was yet, and else those who were."""
    mine = sa.select(Invitation.respondent_id).where(Invitation.evaluation_id == evaluation.id)
    drawn: Collection[UUID] = set(session.scalars(mine))
    if drawn:
        return [person for person in there if person["registration_id"] in drawn]
    if not rule.sample_by or not rule.sample_size:  # the rule has changed since
        return there
    size = sample_size(len(there), rule.sample_by, rule.sample_size)
    contacts = {person["contact_id"] for person in there}
    passed_over = often_drawn(session, contacts, evaluation.occasion_id)
    return draw(evaluation.sample_seed or "", there, size, passed_over)


def _withdraw(session: Session, evaluation_id: UUID, present: set[UUID]) -> None:
    session.execute(
        sa.update(Invitation)
        .where(Invitation.evaluation_id == evaluation_id)
        .where(Invitation.state.in_(("waiting", "issued")))
        .where(Invitation.respondent_id.not_in(present))
        .values(state="withdrawn"),
        execution_options={"synchronize_session": False},
    )
