"""What comes out of a goal: a value, what it rests on, and whether it is what was aimed at."""

from dataclasses import dataclass, replace
from enum import StrEnum

from services.reporting.goals.interval import Interval
from services.reporting.measures.measure import Value
from services.reporting.periods import Period

FEWEST = 5  # as few answers as may ever be told of


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


class Counted(StrEnum):
    """What a value rests on a number of."""

    ANSWERS = "answers"
    PERSONS = "persons"
    PLACES = "places"
    ACTIVITIES = "activities"
    MEETINGS = "meetings"


@dataclass(frozen=True)
class Measured:
    """What was measured, out of how many; without a value, `lack` says why there is none.

    `missing` names the places or activities that a goal for all still lacks.
    """

    value: Value
    of: int | None = None
    interval: Interval | None = None
    missing: tuple[str, ...] = ()
    lack: Status = Status.NO_DATA


@dataclass(frozen=True)
class Outcome:
    """What was measured, held against the target or against a year before."""

    measured: Measured
    status: Status
    target: Value = None
    compared_with: Period | None = None


def at_least(measured: Measured, target: Value) -> Outcome:
    """Met from the target on; it is the value that is judged, and never its interval."""
    if measured.value is None:
        return Outcome(replace(measured, interval=None), measured.lack, target)
    return Outcome(measured, Status.MET if measured.value >= (target or 0) else Status.NOT_MET, target)


def more_than(now: Measured, then: Measured, period: Period) -> Outcome:
    """Met by a value above that of an earlier period; a first year has nothing to rise from."""
    if now.value is None:
        return Outcome(now, now.lack, None, period)
    if not then.value:
        return Outcome(now, then.lack, None, period)
    return Outcome(now, Status.MET if now.value > then.value else Status.NOT_MET, then.value, period)
