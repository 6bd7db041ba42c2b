"""Moving the last day to answer while somebody still can: later where answers lag, or earlier."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, EvaluationPurpose
from services.evaluation.operations.planning import end_of
from services.evaluation.operations.reminding import next_reminder_at
from services.evaluation.operations.rule_checks import BETWEEN_REMINDERS, FIRST_REMINDER
from services.evaluation.operations.surveys import LONGEST
from services.evaluation.problems import EvaluationIsUnknown, EvaluationWasClosed, LastDayIsWrong
from shared import clock
from shared.audit import note

LAST_CALL = timedelta(days=3)
"""So long before the last day one more reminder comes."""

_OF_OCCASIONS = timedelta(days=90)  # as long as a rule may say; an open one holds its tertial back
_LONGEST: Mapping[EvaluationPurpose, timedelta] = {
    "occasion": _OF_OCCASIONS,
    "follow_up": _OF_OCCASIONS,
    "survey": LONGEST,
}


def find_open(session: Session, evaluation_id: UUID) -> Evaluation:
    """An evaluation that can still be answered, locked without barring those who answer meanwhile.

    Raises EvaluationIsUnknown, EvaluationWasClosed.
    """
    mine = sa.select(Evaluation).where(Evaluation.id == evaluation_id).with_for_update(key_share=True)
    evaluation = session.scalars(mine).one_or_none()
    if evaluation is None:
        raise EvaluationIsUnknown()
    if evaluation.state == "closed" or evaluation.closes_at <= clock.now():
        raise EvaluationWasClosed()
    return evaluation


def move_last_day(
    session: Session, evaluation_id: UUID, closes_on: date, *, remind_again: bool = False
) -> Evaluation:
    """Let an evaluation, a follow-up or a survey close on another day; those asked answer by the same links.

    Reminders that had no time before the closing come if they now have, and the reverse; `remind_again` adds
    one a few days before the new last day. Raises EvaluationIsUnknown, EvaluationWasClosed, LastDayIsWrong.
    """
    evaluation = find_open(session, evaluation_id)
    _check(evaluation, closes_on)
    before = evaluation.closes_on
    if remind_again:
        evaluation.reminder_days = _with_last_call(evaluation, closes_on)
    evaluation.closes_on, evaluation.closes_at = closes_on, end_of(closes_on)
    evaluation.next_reminder_at = next_reminder_at(
        evaluation.due_at, evaluation.closes_at, evaluation.reminder_days, evaluation.reminded
    )
    moved = {"before": before.isoformat(), "closes_on": closes_on.isoformat()}
    note(session, "evaluation.moved", evaluation.id, **moved, remind_again=remind_again)
    return evaluation


def _check(evaluation: Evaluation, closes_on: date) -> None:
    opens_on = clock.local(evaluation.due_at).date()
    if closes_on < max(clock.today(), opens_on):
        raise LastDayIsWrong.at("closes_on", LastDayIsWrong.IS_OVER)
    if closes_on - opens_on > _LONGEST[evaluation.purpose]:
        is_survey = evaluation.purpose == "survey"
        too_long = LastDayIsWrong.SURVEY_TOO_LONG if is_survey else LastDayIsWrong.TOO_LONG
        raise LastDayIsWrong.at("closes_on", too_long)


def _with_last_call(evaluation: Evaluation, closes_on: date) -> list[int]:
    """The reminders with one shortly before the closing, once. Raises LastDayIsWrong where it has no time."""
    earlier = _sent_or_in_time(evaluation, closes_on)
    opens_on = clock.local(evaluation.due_at).date()
    day = (closes_on - LAST_CALL - opens_on).days
    if day in earlier:
        return earlier
    apart = earlier[-1] + BETWEEN_REMINDERS if earlier else FIRST_REMINDER
    if day < max(apart, (clock.today() - opens_on).days + 1):
        raise LastDayIsWrong.at("remind_again", LastDayIsWrong.NO_TIME)
    return [*earlier, day]


def _sent_or_in_time(evaluation: Evaluation, closes_on: date) -> list[int]:
    """The reminders that were sent, and those that come before the new closing."""
    closes_at, days = end_of(closes_on), evaluation.reminder_days
    return [
        day
        for number, day in enumerate(days)
        if number < evaluation.reminded or next_reminder_at(evaluation.due_at, closes_at, days, number)
    ]
