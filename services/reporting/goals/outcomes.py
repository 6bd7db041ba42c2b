"""Goals against outcome (mål – mätetal – utfall): each goal of a period with what came out of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from services.reporting.counting.selection import Selection
from services.reporting.goals.outcome import Comparison, Counted, Outcome, Status, at_least, more_than
from services.reporting.goals.ways import BY_WAY
from services.reporting.measures.measure import Unit
from services.reporting.models import Goal
from services.reporting.periods import Period
from services.reporting.queries import frozen
from services.reporting.queries.goals import comments_in, goals_in
from shared.region import Region

TREND = 3  # so many periods before: of a tertial, up to the same one a year before


def outcome(session: Session, region: Region, goal: Goal, period: Period) -> Outcome:
    """How a goal stands in a period, for the whole region."""
    way, selection = BY_WAY[goal.measure], replace(Selection(period=period), **goal.cut)
    if goal.comparison == Comparison.AT_LEAST:
        return at_least(way.measure(session, region, selection, goal.target), goal.target)
    # Of a period that still runs, the days that have passed against the same days a year before.
    days = period.so_far
    now, then = (
        way.measure(session, region, selection.during(part), None) for part in (days, days.a_year_before)
    )
    return more_than(now, then, days.a_year_before)


def rows(
    session: Session, region: Region, period: Period, *, names_places: bool, is_today: bool = False
) -> list[dict[str, Any]]:
    """Every goal of a period with its outcome; places that are missing are named only where they may be.

    Of a frozen period as published, with what differs today in `revised`; `is_today` asks for today's alone.
    """
    goals = goals_in(session, period)
    comments = comments_in(session, period)
    found = [
        _row(goal, outcome(session, region, goal, period), comments.get(goal.code, [])) for goal in goals
    ]
    kept = None if is_today else frozen.frozen_part(session, period, "", "goals")
    if kept is not None:
        found = frozen.beside(map(_as_before, kept), found, lambda row: row["code"])
    return [row if names_places else {**row, "missing": []} for row in found]


def trend(session: Session, region: Region, goal: Goal, period: Period) -> list[dict[str, Any]]:
    """The outcomes of the periods before, oldest first; those without any are left out."""
    found = []
    for days in _before(period):
        then = outcome(session, region, goal, days)
        if then.measured.value is not None:
            found.append(
                {
                    "period": days.code,
                    "name": days.name,
                    "value": then.measured.value,
                    "of": then.measured.of,
                    "status": then.status,
                }
            )
    return found[::-1]


def row(session: Session, region: Region, goal: Goal, period: Period) -> dict[str, Any]:
    """One goal with its outcome, as it is today."""
    comments = comments_in(session, period).get(goal.code, [])
    return _row(goal, outcome(session, region, goal, period), comments)


def _before(period: Period) -> Iterator[Period]:
    for _number in range(TREND):
        period = period.before
        yield period


def _row(goal: Goal, found: Outcome, comments: Sequence[dict[str, Any]]) -> dict[str, Any]:
    way, measured = BY_WAY[goal.measure], found.measured
    low, high = measured.interval or (None, None)
    return {
        "code": goal.code,
        "area": goal.area,
        "sentence": goal.sentence,
        "measure": goal.measure,
        "cut": dict(goal.cut),
        "comparison": Comparison(goal.comparison),
        "responsible": goal.responsible,
        "unit": way.unit,
        "target": found.target,
        "value": measured.value,
        "of": measured.of,
        "counted": way.counted,
        "low": low,
        "high": high,
        "status": found.status,
        "compared_with": found.compared_with.code if found.compared_with else None,
        "missing": list(measured.missing),
        "comments": list(comments),
    }


def _as_before(row: dict[str, Any]) -> dict[str, Any]:
    """A goal as it was published, in the words of today's code."""
    return {
        **row,
        "status": Status(row["status"]),
        "comparison": Comparison(row["comparison"]),
        "unit": Unit(row["unit"]),
        "counted": Counted(row["counted"]) if row["counted"] else None,
    }
