"""The office's pages of the rules: who is asked after which occasions, when, and what."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue

from services.evaluation import rule_words
from services.evaluation.models import Rule
from services.evaluation.operations import rules as operations
from services.evaluation.operations.rule_checks import sendable
from services.evaluation.pages.blueprints import pages
from services.evaluation.schemas import rules as schemas
from services.evaluation.small_groups import FEWEST
from shared.i18n import gettext as _
from shared.service import reading, service, transaction
from shared.vocabulary import FORMS, KINDS
from shared.web import Form, Problem, render, requires, see_other

_RULES = "/evaluation/rules"
_SAME = (
    "kind",
    "form",
    "questionnaire",
    "sample_by",
    "sample_size",
    "delay_hours",
    "open_days",
    "lecturer_when",
    "lecturer_questionnaire",
    "follow_up_months",
    "follow_up_questionnaire",
)


@pages.get("/rules")
@requires("coordinator")
def list_rules() -> str:
    """Every rule in words."""
    with reading() as session:
        found = operations.list_rules(session)
        names = {code: name for named in sendable(session).values() for code, name in named.items()}
    return render(
        "rules.html",
        rules=sorted(found, key=lambda rule: (not rule.kind and not rule.form, not rule.kind)),
        names=names,
        words=rule_words,
        fewest=FEWEST,
        most=service().settings.sampled_per_month,
    )


@pages.route("/rules/new", methods=["GET", "POST"])
@requires("coordinator")
def add_rule() -> ResponseReturnValue:
    """A rule for a kind, a form or both."""
    form = Form(schemas.RuleForm, _suggested())
    if form.ok:
        try:
            with transaction() as session:
                operations.add_rule(session, form.data)
            return see_other(_RULES)
        except Problem as problem:
            _show(form, problem)
    return _page(form, None)


@pages.route("/rules/<uuid:rule_id>", methods=["GET", "POST"])
@requires("coordinator")
def change_rule(rule_id: UUID) -> ResponseReturnValue:
    """One rule: what it says, and taking it away."""
    with reading() as session:
        rule = operations.find_rule(session, rule_id)
    form = Form(schemas.RuleForm, _as_texts(rule))
    if form.ok:
        try:
            with transaction() as session:
                operations.change_rule(session, rule_id, form.data)
            return see_other(_RULES)
        except Problem as problem:
            _show(form, problem)
    return _page(form, rule)


@pages.post("/rules/<uuid:rule_id>/remove")
@requires("coordinator")
def remove_rule(rule_id: UUID) -> ResponseReturnValue:
    """Take a rule away."""
    with transaction() as session:
        operations.remove_rule(session, rule_id)
    return see_other(_RULES)


def _page(form: Form, rule: Rule | None) -> ResponseReturnValue:
    settings = service().settings
    with reading() as session:
        questionnaires = sendable(session)
    page = render(
        "rule_form.html",
        form=form,
        rule=rule,
        heading=rule_words.after(rule.kind, rule.form) if rule else _("A new rule"),
        kinds=KINDS,
        forms=FORMS,
        questionnaires=questionnaires,
        usual={"delay_hours": settings.evaluation_delay, "open_days": settings.evaluation_days},
        fewest=FEWEST,
        labels=_labels(),
    )
    return page, 422 if form.is_sent else 200


def _show(form: Form, problem: Problem) -> None:
    """A problem beside the fields of the form, which has one for each reminder."""
    form.add_problem(problem)
    if "reminder_days" in form.errors:
        form.errors["first_reminder"] = form.errors.pop("reminder_days")


def _suggested() -> dict[str, str]:
    """As the regions' own rule for all has it."""
    asked = {"questionnaire": "standard", "lecturer_when": "new", "lecturer_questionnaire": "lecturer"}
    return asked | {"first_reminder": "4", "second_reminder": "10"}


def _as_texts(rule: Rule) -> dict[str, Any]:
    given = {name: getattr(rule, name) for name in _SAME}
    given |= {
        f"{place}_reminder": day for place, day in zip(schemas.REMINDERS, rule.reminder_days, strict=False)
    }
    return {name: "" if value is None else value for name, value in given.items()}


def _labels() -> dict[str, str]:
    return {
        "kind": _("Kind"),
        "form": _("Form"),
        "questionnaire": _("Questionnaire"),
        "sample_by": _("Who is asked"),
        "sample_size": _("How large the sample is"),
        "delay_hours": _("Time until the questions are sent"),
        "open_days": _("Days to answer"),
        "first_reminder": _("First reminder"),
        "second_reminder": _("Second reminder"),
        "third_reminder": _("Third reminder"),
        "lecturer_when": _("Is the lecturer asked?"),
        "lecturer_questionnaire": _("Questionnaire for the lecturer"),
        "follow_up_months": _("Months to the follow-up"),
        "follow_up_questionnaire": _("Questionnaire for the follow-up"),
    }
