"""Participation month by month."""

from sqlalchemy.orm import Session

from services.reporting.counting.selection import Selection
from services.reporting.counting.tallies import Grouping, tallies
from services.reporting.measures.tally import Tally
from services.reporting.periods import Period, parse
from shared import clock


def months_of(year: int) -> list[Period]:
    """The twelve months of a year."""
    return [parse(f"{year}-{month:02}") for month in range(1, 13)]


def by_month(session: Session, selection: Selection, year: int) -> list[Tally | None]:
    """A tally for each month of the year, the one that runs so far; None for those that lie ahead."""
    today = clock.today()
    return [
        tallies(session, selection.during(month), Grouping.REGION).get((), Tally())
        if month.first <= today
        else None
        for month in months_of(year)
    ]
