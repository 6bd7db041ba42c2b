"""Rules in tests: what they say, and the office that changes them."""

from typing import Any

import sqlalchemy as sa
from flask import Flask

from services.evaluation.models import Rule
from services.evaluation.operations.rules import add_rule, rule_for
from shared.service import reading, transaction

PLAIN: dict[str, Any] = {
    "kind": None,
    "form": None,
    "questionnaire": "standard",
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


def set_rule(app: Flask, **said: Any) -> None:
    """Make this the only rule of its kind and form, and say nothing else than that."""
    given = PLAIN | said
    scope = Rule.kind == (given["kind"] or ""), Rule.form == (given["form"] or "")
    with app.app_context(), transaction() as session:
        session.execute(sa.delete(Rule).where(*scope))
        add_rule(session, given)


def holding(app: Flask, kind: str, form: str) -> tuple[str, str]:
    """The kind and form of the rule that holds for an occasion."""
    with app.app_context(), reading() as session:
        rule = rule_for(session, kind, form)
    return rule.kind, rule.form
