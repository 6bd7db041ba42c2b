"""What is made of a completed occasion by its rule: its evaluation, and perhaps a follow-up months later."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.evaluation.models import EvaluationPurpose, Rule
from services.evaluation.operations.reminding import next_reminder_at
from services.evaluation.operations.sampling import new_seed
from services.evaluation.queries.questionnaires import newest
from services.evaluation.tertials import tertial_of
from shared import clock
from shared.envelope import Event
from shared.ids import new_id
from shared.service import service

_MORNING = time(9)
_DESCRIBED = ("activity_id", "title", "kind", "form", "lecturer_contact_id")


def planned(session: Session, rule: Rule, completed: Event) -> list[dict[str, Any]]:
    """The evaluations that an occasion gets, as rows; none where the rule asks nobody."""
    if rule.questionnaire is None:
        return []
    settings = service().settings
    delay = settings.evaluation_delay if rule.delay_hours is None else rule.delay_hours
    due_at = clock.now() + timedelta(hours=delay)
    seed = new_seed() if rule.sample_by else None
    rows = [_row(session, rule, completed, "occasion", rule.questionnaire, due_at, seed)]
    if rule.follow_up_months and rule.follow_up_questionnaire:
        later = months_after(due_at, rule.follow_up_months)
        rows.append(_row(session, rule, completed, "follow_up", rule.follow_up_questionnaire, later, seed))
    return rows


def description(completed: Event) -> dict[str, Any]:
    """What is said of an occasion, and is said anew when it is corrected."""
    ends = [session["ends_at"] for session in completed["sessions"]]
    held_on = clock.local(max(ends, default=completed.time)).date()
    described = {name: completed[name] for name in _DESCRIBED}
    return described | {"held_on": held_on, "tertial": tertial_of(held_on)}


def months_after(moment: datetime, months: int) -> datetime:
    """In the morning of the same day so many months later, or of that month's last day."""
    day = clock.local(moment).date()
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return clock.local_moment(date(year, month, min(day.day, monthrange(year, month)[1])), _MORNING)


def times(due_at: datetime, open_days: int, reminder_days: list[int]) -> dict[str, Any]:
    """When an evaluation begins, reminds and closes; it closes at the midnight that ends its last day."""
    closes_on = clock.local(due_at).date() + timedelta(days=open_days)
    closes_at = end_of(closes_on)
    return {
        "due_at": due_at,
        "closes_on": closes_on,
        "closes_at": closes_at,
        "reminder_days": reminder_days,
        "reminded": 0,
        "next_reminder_at": next_reminder_at(due_at, closes_at, reminder_days, 0),
    }


def end_of(day: date) -> datetime:
    """The midnight that ends a day in Sweden."""
    return clock.midnight(day + timedelta(days=1))


def _row(
    session: Session,
    rule: Rule,
    completed: Event,
    purpose: EvaluationPurpose,
    questionnaire: str,
    due_at: datetime,
    seed: str | None,
) -> dict[str, Any]:
    code, version = newest(session, questionnaire)
    open_days = rule.open_days or service().settings.evaluation_days
    return {
        "id": new_id(),
        "purpose": purpose,
        "occasion_id": UUID(completed.subject),
        "occasion_version": completed.version,
        "version": 0,
        **description(completed),
        "questionnaire": code,
        "questionnaire_version": version,
        **times(due_at, open_days, rule.reminder_days),
        "sample_seed": seed,
        "state": "open",
        "invited": 0,
        "answered": 0,
        "reported_at": clock.now(),
    }
