"""What a period is held against: the one before it, and the same days a year before."""

from sqlalchemy.orm import Session

from services.reporting.counting.selection import Selection
from services.reporting.measures.measure import Kind
from services.reporting.periods import Period
from services.reporting.queries import figures
from services.reporting.queries.figures import Figures
from shared.region import Region


def period_before(period: Period) -> Period | None:
    """The period of the same length just before; none while it runs, for a part is less than a whole."""
    return period.before if period.is_over else None


def year_before(period: Period) -> Period:
    """The same days a year before; of a period that still runs, of those that have passed."""
    return period.so_far.a_year_before


def earlier(period: Period, kind: Kind) -> list[Period]:
    """The periods that a measure of that kind is held against, the nearest first; of a year only one.

    Results are published for whole periods, so one that runs is held against whole ones.
    """
    if kind is Kind.EVALUATION:
        return list(dict.fromkeys((period.before, period.a_year_before)))
    before = period_before(period)
    return list(dict.fromkeys((*([before] if before else []), year_before(period))))


def totals(session: Session, region: Region, selection: Selection) -> Figures:
    """Everything that was asked for in one row, with the same row of the periods it is held against."""
    before = period_before(selection.period)
    found = {
        days: figures.totals(session, region, selection.during(days))
        for days in {selection.period, year_before(selection.period), *([before] if before else [])}
    }
    return found[selection.period] | {
        "period_before": found[before] if before else None,
        "year_before": found[year_before(selection.period)],
    }
