"""The form of a goal: its fields, its choices, and how a target is written and read."""

from collections.abc import Mapping
from typing import Any

from services.reporting.goals import words
from services.reporting.goals.outcome import Comparison
from services.reporting.goals.ways import BY_WAY, LISTS
from services.reporting.measures.measure import Unit
from services.reporting.models import Goal
from services.reporting.queries import goals as queries
from shared.i18n import current_language
from shared.i18n import gettext as _
from shared.service import reading, service
from shared.web import Form


def goal_of(form: Form) -> dict[str, Any]:
    """What the form says, as the operations take it; a target that is no number is told of in the form."""
    given = dict(form.data)
    if not form.ok:
        return given
    text = given.pop("target").replace("%", "").replace(",", ".")
    try:
        target = float("".join(text.split())) if text.strip() else None
    except ValueError:
        target = None
    if text.strip() and (target is None or not 0 < target < 1e9):
        form.errors["target"] = [_("Write the target as a number, such as 90.")]
    is_share = BY_WAY[given["measure"]].unit is Unit.SHARE
    return {**given, "target": round(target / 100, 6) if is_share and target is not None else target}


def suggested() -> dict[str, str]:
    """A new goal as most of them are."""
    return {"comparison": Comparison.AT_LEAST.value}


def texts_of(goal: Goal) -> dict[str, Any]:
    """A goal as its form shows it."""
    names = ("area", "sentence", "responsible", "measure", "comparison", "position", "valid_from", "valid_to")
    given = {name: getattr(goal, name) for name in names} | {"seen": goal.revision}
    given |= {f"cut.{name}": value for name, value in goal.cut.items()}
    given["target"] = _target_text(goal)
    return {name: "" if value is None else value for name, value in given.items()}


def choices() -> dict[str, Any]:
    """What the form offers."""
    with reading() as session:
        areas = list(dict.fromkeys(goal.area for goal in queries.all_goals(session)))
    return {
        "ways": BY_WAY,
        "comparisons": {code.value: name for code, name in words.COMPARISONS.items()},
        "lists": {**LISTS, "area": {name: name for name in service().region.areas}},
        "cuts": words.CUTS,
        "areas": areas,
    }


def labels() -> Mapping[str, str]:
    """What the fields are called, for the summary of errors."""
    return {
        "area": _("Area of the goal"),
        "sentence": _("The goal in one sentence"),
        "responsible": _("Who answers for it"),
        "measure": _("What is measured"),
        "comparison": _("Comparison"),
        "target": _("Target"),
        "position": _("Place in the list"),
        "valid_from": _("First day"),
        "valid_to": _("Last day"),
        **{f"cut.{name}": str(text) for name, text in words.CUTS.items()},
    }


def _target_text(goal: Goal) -> str:
    if goal.target is None:
        return ""
    target = goal.target * 100 if BY_WAY[goal.measure].unit is Unit.SHARE else goal.target
    text = f"{target:.2f}".rstrip("0").rstrip(".")  # no spaces or commas that would be read as something else
    return text.replace(".", ",") if current_language() == "sv" else text
