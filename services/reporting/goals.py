"""Goals against outcome (mål – mätetal – utfall): the goals as data, and how each is measured."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from services.reporting.counting import Grouping, tallies
from services.reporting.measure import Unit, Value, share
from services.reporting.periods import Period
from services.reporting.published import closed_without_results, summed_over_occasions
from services.reporting.selection import Selection
from services.reporting.tally import Tally
from shared.i18n import LazyString
from shared.i18n import lazy as _
from shared.region import Region


class Status(StrEnum):
    """How the outcome stands to the target."""

    MET = "met"
    NOT_MET = "not_met"
    TOO_FEW = "too_few"
    NO_DATA = "no_data"


class Comparison(StrEnum):
    """What the outcome must do to meet the goal."""

    AT_LEAST = "at_least"
    MORE_THAN_A_YEAR_BEFORE = "more_than_a_year_before"


@dataclass(frozen=True)
class Outcome:
    """What was measured, out of how many; `missing` names the places that a goal for all still lacks."""

    value: Value
    of: int | None
    target: Value
    status: Status
    compared_with: Period | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Goal:
    """A goal: its measure, the cut it is measured in, the comparison and the target."""

    code: str
    sentence: LazyString
    measure: str
    comparison: Comparison
    target: float | None
    unit: Unit
    cut: Mapping[str, Any] = field(default_factory=dict)


GOALS = (
    Goal(
        "procured_satisfied",
        _("90 % of the participants on procured courses are satisfied."),
        "satisfied_share", Comparison.AT_LEAST, 0.9, Unit.SHARE, {"form": "procured"},
    ),
    Goal(
        "cooperation_satisfied",
        _("90 % of the participants on activities held in cooperation are satisfied."),
        "satisfied_share", Comparison.AT_LEAST, 0.9, Unit.SHARE, {"form": "cooperation"},
    ),
    Goal(
        "every_place_takes_part",
        _("Every municipality and city district takes part in something."),
        "places_taking_part", Comparison.AT_LEAST, 1.0, Unit.SHARE,
    ),
    Goal(
        "case_officers_rise",
        _("More case officers take part than the year before."),
        "participants", Comparison.MORE_THAN_A_YEAR_BEFORE, None, Unit.COUNT, {"role": "case_officer"},
    ),
    Goal(
        "enough_knowledge",
        _("85 % of the evaluations show that the participants got enough knowledge."),
        "enough_knowledge_share", Comparison.AT_LEAST, 0.85, Unit.SHARE,
    ),
)  # fmt: skip

Measurement = Callable[[Session, Region, Goal, Selection], Outcome]
_QUESTIONS = {"satisfied_share": "overall", "enough_knowledge_share": "enough_knowledge"}


def outcome(session: Session, region: Region, goal: Goal, period: Period) -> Outcome:
    """How a goal stands in a period, for the whole region."""
    selection = replace(Selection(period=period), **goal.cut)
    return _MEASURED_BY[goal.measure](session, region, goal, selection)


def _share_of_answers(session: Session, region: Region, goal: Goal, selection: Selection) -> Outcome:
    """From the results that each occasion shows by itself, for no others may be added up."""
    question = summed_over_occasions(session, selection).question(_QUESTIONS[goal.measure])
    value = share(question.satisfied, question.answered)
    if value is None:
        too_few = closed_without_results(session, selection)
        return Outcome(None, None, goal.target, Status.TOO_FEW if too_few else Status.NO_DATA)
    return Outcome(value, question.answered, goal.target, _at_least(value, goal.target))


def _places_taking_part(session: Session, region: Region, goal: Goal, selection: Selection) -> Outcome:
    """A municipality with districts is represented by them."""
    places = {
        (municipality.code, district.slug if district else None)
        for municipality in region.open_municipalities
        for district in municipality.open_districts or (None,)
    }
    found = tallies(session, selection, Grouping.DISTRICT)
    present = {place for place in places if found.get(place, Tally()).participants}
    if not any(tally.attendances for tally in found.values()):
        return Outcome(None, len(places), goal.target, Status.NO_DATA)
    missing = sorted(region.place_name(*place) for place in places - present)
    value = share(len(present), len(places))
    return Outcome(value, len(places), goal.target, _at_least(value, goal.target), missing=tuple(missing))


def _growth(session: Session, region: Region, goal: Goal, selection: Selection) -> Outcome:
    """Of a period that still runs, the days that have passed against the same days a year before."""
    period = selection.period.so_far
    now, then = (
        tallies(session, selection.during(days), Grouping.REGION).get((), Tally()).participants
        for days in (period, period.a_year_before)
    )
    if not then:  # a first year has nothing to rise from
        return Outcome(now, None, None, Status.NO_DATA, period.a_year_before)
    return Outcome(now, None, then, Status.MET if now > then else Status.NOT_MET, period.a_year_before)


def _at_least(value: float | None, target: float | None) -> Status:
    return Status.MET if (value or 0) >= (target or 0) else Status.NOT_MET


_MEASURED_BY: Mapping[str, Measurement] = {
    "satisfied_share": _share_of_answers,
    "enough_knowledge_share": _share_of_answers,
    "places_taking_part": _places_taking_part,
    "participants": _growth,
}


def rows(session: Session, region: Region, period: Period, *, names_places: bool) -> list[dict[str, Any]]:
    """Every goal with its outcome; places that are missing are named only where they may be."""
    return [_row(goal, outcome(session, region, goal, period), names_places) for goal in GOALS]


def _row(goal: Goal, found: Outcome, names_places: bool) -> dict[str, Any]:
    return {
        "code": goal.code,
        "sentence": str(goal.sentence),
        "measure": goal.measure,
        "cut": goal.cut,
        "comparison": goal.comparison,
        "unit": goal.unit,
        "target": found.target,
        "value": found.value,
        "of": found.of,
        "status": found.status,
        "compared_with": found.compared_with,
        "missing": list(found.missing) if names_places else [],
    }
