"""The rules: who is asked after an occasion of a kind and form, when, and with which questionnaire.

A rule is copied onto an evaluation when that is made. So a change holds for what is completed from then on.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Rule
from services.evaluation.operations.rule_checks import tidied
from services.evaluation.problems import RuleExists, RuleForAllStays, RuleIsUnknown
from shared.audit import note
from shared.ids import new_id

_FOR_ALL = ("", "")


def rule_for(session: Session, kind: str, form: str) -> Rule:
    """The rule that says most of an occasion: of kind and form, of the kind, of the form, or of all."""
    fits = sa.select(Rule).where(Rule.kind.in_((kind, "")), Rule.form.in_((form, "")))
    return session.scalars(fits.order_by(Rule.kind == "", Rule.form == "").limit(1)).one()


def list_rules(session: Session) -> Sequence[Rule]:
    """Every rule: the one for all first, then those that say more."""
    return session.scalars(sa.select(Rule).order_by(Rule.kind, Rule.form)).all()


def find_rule(session: Session, rule_id: UUID) -> Rule:
    """One rule. Raises RuleIsUnknown."""
    rule = session.get(Rule, rule_id, populate_existing=True)
    if rule is None:
        raise RuleIsUnknown()
    return rule


def add_rule(session: Session, new: Mapping[str, Any]) -> Rule:
    """Add a rule for a kind, a form or both. Raises RuleExists, RuleIsWrong."""
    given = tidied(session, new)
    mine = sa.select(Rule.id).where(Rule.kind == given["kind"], Rule.form == given["form"])
    if session.scalar(mine) is not None:
        raise RuleExists()
    rule = Rule(id=new_id(), **given)
    session.add(rule)
    session.flush()
    note(session, "rule.added", rule.id, **given)
    return rule


def change_rule(session: Session, rule_id: UUID, changed: Mapping[str, Any]) -> Rule:
    """Change what a rule says; whom it is for stays. Raises RuleIsUnknown, RuleIsWrong."""
    rule = session.scalars(sa.select(Rule).where(Rule.id == rule_id).with_for_update()).one_or_none()
    if rule is None:
        raise RuleIsUnknown()
    _change(session, rule, changed)
    return rule


def remove_rule(session: Session, rule_id: UUID) -> None:
    """Remove a rule, so that the one that says less holds. Raises RuleIsUnknown, RuleForAllStays."""
    rule = find_rule(session, rule_id)
    if (rule.kind, rule.form) == _FOR_ALL:
        raise RuleForAllStays()
    session.delete(rule)
    note(session, "rule.removed", rule.id, kind=rule.kind, form=rule.form)


def replace_rules(session: Session, wanted: Sequence[Mapping[str, Any]]) -> Sequence[Rule]:
    """Make these all the rules there are. Raises RuleIsWrong by place, RuleExists, RuleForAllStays."""
    given = [tidied(session, rule, f"rules.{place}.") for place, rule in enumerate(wanted)]
    scopes = [(rule["kind"], rule["form"]) for rule in given]
    if len(set(scopes)) < len(scopes):
        raise RuleExists()
    if _FOR_ALL not in scopes:
        raise RuleForAllStays()
    known = {(rule.kind, rule.form): rule for rule in list_rules(session)}
    for scope in known.keys() - set(scopes):
        remove_rule(session, known[scope].id)
    for scope, rule in zip(scopes, given, strict=True):
        if scope in known:
            _change(session, known[scope], rule)
        else:
            add_rule(session, rule)
    session.flush()
    return list_rules(session)


def _change(session: Session, rule: Rule, changed: Mapping[str, Any]) -> None:
    given = tidied(session, {**changed, "kind": rule.kind, "form": rule.form})
    changes = {name: value for name, value in given.items() if getattr(rule, name) != value}
    for name, value in changes.items():
        setattr(rule, name, value)
    if changes:
        note(session, "rule.changed", rule.id, **changes)
