"""The dashboard's contents: headline figures, goals, the map, the table and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.reporting import operations
from services.reporting.measure import Kind, Measure, Value
from services.reporting.measures import BY_CODE
from services.reporting.operations import Figures
from services.reporting.periods import Period
from services.reporting.selection import Selection
from services.reporting.written import MINUS, change, written
from shared.region import Region

HEADLINES = (
    "participants", "hours", "occasions_held", "municipalities", "response_rate", "satisfied_share",
)  # fmt: skip
TABLE = (
    "occasions_held", "registrations", "participants", "reached_share", "hours", "response_rate",
    "satisfied_share",
)  # fmt: skip
OCCASIONS = (
    "registrations", "waiting", "participants", "hours", "response_rate", "satisfied_share",
    "enough_knowledge_share",
)  # fmt: skip
MAPS = ("reached_share", "participants", "hours")
_SWEDISH_ORDER = str.maketrans("åäö", "{|}")  # the characters just after z


@dataclass(frozen=True)
class Headline:
    """A figure with its step from the period compared with, where that one has a figure."""

    measure: Measure
    text: str
    step: str | None
    trend: str | None
    before: str | None
    compared_with: Period


def compared_with(period: Period) -> Period:
    """The period before; of one that still runs, the days that have passed, a year before."""
    return period.before if period.is_over else period.so_far.a_year_before


def headlines(session: Session, region: Region, selection: Selection) -> list[Headline]:
    """The figures on top, each beside that of the period compared with."""
    period = selection.period
    # Results are published for whole periods, so a year that runs is held against a whole one.
    earlier = {Kind.PARTICIPATION: compared_with(period), Kind.EVALUATION: period.before}
    now = operations.totals(session, region, selection)
    before = {
        days: operations.totals(session, region, selection.during(days)) for days in set(earlier.values())
    }
    return [
        _headline(measure, now, before[earlier[measure.kind]], earlier[measure.kind])
        for measure in _headline_measures(selection)
    ]


def _headline_measures(selection: Selection) -> list[Measure]:
    codes = list(HEADLINES)
    if selection.municipality:  # of which one takes part there is nothing to count
        codes[codes.index("municipalities")] = "reached_share"
    return [BY_CODE[code] for code in codes]


def _headline(measure: Measure, now: Figures, before: Figures, earlier: Period) -> Headline:
    new: Value = now[measure.code]
    old: Value = before[measure.code]
    step = change(measure.unit, new, old)
    is_comparable = new is not None and old is not None
    return Headline(
        measure,
        written(measure.unit, new),
        step,
        {"+": "up", MINUS: "down"}.get((step or "=")[0]),
        written(measure.unit, old) if is_comparable else None,
        earlier,
    )


def in_order(rows: Sequence[Figures], sort: str) -> list[Figures]:
    """Municipalities by name, or by a measure with the highest first; each followed by its districts."""
    places = [row for row in rows if row["district"] is None]
    ordered: list[Figures] = []
    for place in _sorted(places, sort):
        districts = [row for row in rows if row["district"] and row["municipality"] == place["municipality"]]
        ordered += [place, *_sorted(districts, sort)]
    return ordered


def without_participants(rows: Sequence[Figures]) -> list[str]:
    """The names of the places nobody came from; a city stands for its districts when none did."""
    empty = [row for row in rows if not row["participants"]]
    cities = {row["municipality"] for row in empty if row["district"] is None}
    return [
        row["name"]
        for row in _sorted(empty, "name")
        if row["district"] is None or row["municipality"] not in cities
    ]


def _sorted(rows: Sequence[Figures], sort: str) -> list[Figures]:
    by_name = sorted(rows, key=lambda row: row["name"].casefold().translate(_SWEDISH_ORDER))
    if sort not in BY_CODE:
        return by_name
    return sorted(by_name, key=lambda row: -1 if row[sort] is None else row[sort], reverse=True)
