"""What makes a rule right: questionnaires that may be sent, and times that fit one another."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.problems import RuleIsWrong
from services.evaluation.queries.drafts import choices
from services.evaluation.small_groups import FEWEST
from shared.i18n import LazyString
from shared.i18n import lazy as _
from shared.service import service

# So late that nobody is reminded of what came the day before, whatever time of day each came.
FIRST_REMINDER, BETWEEN_REMINDERS = 3, 2
Wrong = tuple[str, LazyString]

_NOTHING: Mapping[str, Any] = {
    "kind": "",
    "form": "",
    "questionnaire": None,
    "delay_hours": None,
    "open_days": None,
    "reminder_days": [],
    "sample_by": None,
    "sample_size": None,
    "lecturer_when": "never",
    "lecturer_questionnaire": None,
    "follow_up_months": None,
    "follow_up_questionnaire": None,
}
_PURPOSES = {
    "questionnaire": "occasion",
    "lecturer_questionnaire": "lecturer",
    "follow_up_questionnaire": "follow_up",
}


def tidied(session: Session, given: Mapping[str, Any], path: str = "") -> dict[str, Any]:
    """A rule without what cannot matter: who asks nobody needs no days. Raises RuleIsWrong."""
    said = {name: value for name, value in given.items() if value is not None}
    rule = {name: said.get(name, nothing) for name, nothing in _NOTHING.items()}
    if rule["questionnaire"] is None:
        rule = {**_NOTHING, "kind": rule["kind"], "form": rule["form"]}
    if rule["sample_by"] is None:
        rule["sample_size"] = None
    if rule["lecturer_when"] == "never":
        rule["lecturer_questionnaire"] = None
    if rule["follow_up_months"] is None:
        rule["follow_up_questionnaire"] = None
    rule["reminder_days"] = list(rule["reminder_days"])
    wrong = list(_faults(session, rule))
    if wrong:
        raise RuleIsWrong(errors={f"{path}{name}": [text] for name, text in wrong})
    return rule


def sendable(session: Session) -> dict[str, dict[str, str]]:
    """The questionnaires that a rule may name, by purpose: code and name."""
    return {purpose: choices(session, purpose) for purpose in _PURPOSES.values()}


def _faults(session: Session, rule: Mapping[str, Any]) -> Iterator[Wrong]:
    yield from _questionnaire_faults(session, rule)
    yield from _reminder_faults(rule)
    if rule["sample_by"] is not None:
        yield from _sample_faults(rule["sample_by"], rule["sample_size"])


def _questionnaire_faults(session: Session, rule: Mapping[str, Any]) -> Iterator[Wrong]:
    known = sendable(session)
    if rule["lecturer_when"] != "never" and rule["lecturer_questionnaire"] is None:
        yield "lecturer_questionnaire", _("Choose what the lecturer is asked.")
    if rule["follow_up_months"] is not None and rule["follow_up_questionnaire"] is None:
        yield "follow_up_questionnaire", _("Choose what is asked in the follow-up.")
    for name, purpose in _PURPOSES.items():
        if rule[name] is not None and rule[name] not in known[purpose]:
            yield name, _("That questionnaire does not exist, is retired, or is meant for something else.")


def _reminder_faults(rule: Mapping[str, Any]) -> Iterator[Wrong]:
    days: list[int] = rule["reminder_days"]
    open_days = rule["open_days"] or service().settings.evaluation_days
    if any(day > open_days for day in days):
        yield "reminder_days", _("A reminder must come while the evaluation is open.")
    elif days and days[0] < FIRST_REMINDER:
        yield "reminder_days", _("Give people three days before the first reminder.")
    elif any(later - earlier < BETWEEN_REMINDERS for earlier, later in pairwise(days)):
        yield "reminder_days", _("Write the days in order, with at least two days between reminders.")


def _sample_faults(by: str, size: int | None) -> Iterator[Wrong]:
    if size is None:
        yield "sample_size", _("Write how large the sample is.")
    elif by == "share" and not 1 <= size <= 100:
        yield "sample_size", _("A share is between 1 and 100 percent.")
    elif by == "number" and size < FEWEST:
        yield "sample_size", _("Results of fewer than five are never shown, so draw five or more.")
