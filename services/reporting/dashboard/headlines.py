"""The headline figures with their steps from earlier periods, and the places in order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.reporting.counting.selection import Selection
from services.reporting.measures.catalogue import BY_CODE
from services.reporting.measures.measure import Kind, Measure, Value
from services.reporting.measures.written import MINUS, change, written
from services.reporting.periods import Period
from services.reporting.queries import figures
from services.reporting.queries.comparisons import earlier
from services.reporting.queries.figures import Figures
from shared.i18n import gettext as _
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
BREAKDOWN = (
    "occasions_held", "registrations", "cancellations", "participants", "attendances", "hours",
    "satisfied_share",
)  # fmt: skip
OF_LECTURER = ("participants", "hours", "occasions_held", "municipalities")
MAPS = ("reached_share", "participants", "hours")
_SWEDISH_ORDER = str.maketrans("åäö", "{|}")  # the characters just after z


@dataclass(frozen=True)
class Step:
    """How far a figure is from that of an earlier period; `change` is None where no step can be said."""

    period: Period
    before: str
    change: str | None
    trend: str | None

    @property
    def when(self) -> str:
        """The period's name; of days that have passed in a period that runs, shorter than their dates."""
        if ".." in self.period.code:
            return _("the same days of %(year)s", year=self.period.first.year)
        return self.period.name


@dataclass(frozen=True)
class Headline:
    """A figure with its steps from the periods it is held against, where those have a figure."""

    measure: Measure
    text: str
    steps: tuple[Step, ...]
    revised: str | None = None  # today's figure, where it is not the published one


def headlines(
    session: Session, region: Region, selection: Selection, codes: Sequence[str] = HEADLINES
) -> list[Headline]:
    """The figures on top, each beside those of the period before and of the same period a year before.

    What the filters leave without a figure is left out; what only has none yet shows that.
    """
    period = selection.period
    asked = {days for kind in Kind for days in earlier(period, kind)} | {period}
    rows = {days: figures.totals(session, region, selection.during(days)) for days in asked}
    return [
        Headline(
            measure,
            written(measure.unit, rows[period][measure.code]),
            tuple(_steps(measure, rows[period], rows, earlier(period, measure.kind))),
            _revised(measure, rows[period]),
        )
        for measure in _headline_measures(selection, codes)
        if rows[period][measure.code] is not None or not selection.is_narrowed
    ]


def _revised(measure: Measure, row: Figures) -> str | None:
    revised = row.get("revised", {})
    return written(measure.unit, revised[measure.code]) if measure.code in revised else None


def _headline_measures(selection: Selection, codes: Sequence[str]) -> list[Measure]:
    if selection.municipality:  # of which one takes part there is nothing to count
        codes = ["reached_share" if code == "municipalities" else code for code in codes]
    return [BY_CODE[code] for code in codes]


def _steps(
    measure: Measure, now: Figures, rows: Mapping[Period, Figures], earlier: Sequence[Period]
) -> Iterator[Step]:
    new: Value = now[measure.code]
    for period in earlier:
        old: Value = rows[period][measure.code]
        if new is None or not old:  # neither a period without results nor one without anything says much
            continue
        step = change(measure.unit, new, old)
        trend = {"+": "up", MINUS: "down"}.get((step or "=")[0])
        yield Step(period, written(measure.unit, old), step, trend)


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
