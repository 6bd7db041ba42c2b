"""The year's curve: a measure month by month against the year before, drawn where the page is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from sqlalchemy.orm import Session

from services.reporting.counting.selection import Selection
from services.reporting.measures.catalogue import BY_CODE
from services.reporting.measures.measure import Basis, Measure, Value
from services.reporting.measures.tally import Tally
from services.reporting.measures.written import written
from services.reporting.periods import Period
from services.reporting.queries.months import by_month, months_of
from shared.formats import number, short_month

MEASURES = ("participants", "hours")
# The drawing's own units: where its lines begin and end, below them the months, before them the scale.
LEFT, RIGHT, TOP, BOTTOM = 44.0, 472.0, 10.0, 170.0
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Line:
    """One year's values as texts, as points of the drawing, and as what joins those."""

    year: int
    values: Sequence[Value]
    texts: Sequence[str]
    points: Sequence[tuple[float, float]]

    @property
    def path(self) -> str:
        """The line through all points."""
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in self.points) if self.points else ""

    @property
    def surface(self) -> str:
        """What lies below the line."""
        if not self.points:
            return ""
        return f"{self.path}L{self.points[-1][0]:g} {BOTTOM:g}L{self.points[0][0]:g} {BOTTOM:g}Z"


@dataclass(frozen=True)
class Chart:
    """One measure of two years; `ticks` are the heights of its scale with what they say."""

    measure: Measure
    now: Line
    before: Line
    ticks: Sequence[tuple[float, str]]
    highest: int | None  # the month that this year's highest value is of, counted from 0

    @property
    def is_empty(self) -> bool:
        """Whether neither year has anything."""
        return not any((*self.now.values, *self.before.values))


@dataclass(frozen=True)
class Curve:
    """The charts of a year with the months' names; `chosen` is how far the period reaches among them."""

    year: int
    months: Sequence[str]
    places: Sequence[float]
    charts: Sequence[Chart]
    chosen: tuple[float, float] | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return all(chart.is_empty for chart in self.charts)


def curve(session: Session, selection: Selection) -> Curve:
    """The year of the period's last day, month by month, against the year before."""
    period = selection.period
    year = period.last.year
    months = months_of(year)
    now, before = by_month(session, selection, year), by_month(session, selection, year - 1)
    within = [place for place, month in zip(_places(), months, strict=True) if _lies_in(month, period)]
    part_of_year = 0 < len(within) < 12
    half = (RIGHT - LEFT) / 24
    return Curve(
        year,
        [short_month(month.first) for month in months],
        _places(),
        [_chart(BY_CODE[code], year, now, before) for code in MEASURES],
        (within[0] - half, within[-1] - within[0] + 2 * half) if part_of_year else None,
    )


def _lies_in(month: Period, period: Period) -> bool:
    return period.first <= month.first and month.last <= period.last


def _chart(measure: Measure, year: int, now: Sequence[Tally | None], before: Sequence[Tally | None]) -> Chart:
    values, earlier = _values(measure, now), _values(measure, before)
    scale = _scale(max(value or 0 for value in (*values, *earlier)))
    highest = max(range(12), key=lambda month: values[month] or 0)
    return Chart(
        measure,
        _line(measure, year, values, scale[-1]),
        _line(measure, year - 1, earlier, scale[-1]),
        [(_height(step, scale[-1]), number(step, 1)) for step in scale],
        highest if values[highest] else None,
    )


def _values(measure: Measure, tallies: Sequence[Tally | None]) -> list[Value]:
    return [None if tally is None else measure.value(Basis(tally)) for tally in tallies]


def _line(measure: Measure, year: int, values: Sequence[Value], whole: float) -> Line:
    points = [
        (place, _height(value, whole))
        for place, value in zip(_places(), values, strict=True)
        if value is not None
    ]
    return Line(year, values, [written(measure.unit, value) for value in values], points)


def _places() -> list[float]:
    """Where each month stands: in the middle of a twelfth."""
    width = (RIGHT - LEFT) / 12
    return [round(LEFT + width * (month + 0.5), 1) for month in range(12)]


def _height(value: float, whole: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * value / whole, 1)


def _scale(highest: float) -> list[float]:
    """Four or fewer even steps in round figures that reach the highest value."""
    if not highest:
        return [0, 1]
    tenth = 10 ** floor(log10(highest / 4))
    step = next(part * tenth for part in _STEPS if part * tenth * 4 >= highest)
    step = max(1, ceil(step)) if step < 10 else step
    count = next(number for number in range(1, 5) if number * step >= highest)
    return [step * number for number in range(count + 1)]
