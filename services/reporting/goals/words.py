"""Goals in words: what is aimed at, what an outcome rests on, and how sure it is."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from services.reporting.goals.outcome import Comparison, Counted
from services.reporting.goals.ways import BY_WAY, LISTS
from services.reporting.measures.measure import Unit, Value
from services.reporting.measures.written import written
from services.reporting.periods import parse
from shared.formats import number, percent
from shared.i18n import gettext as _
from shared.i18n import lazy, ngettext

Row = Mapping[str, Any]

STATUS = {
    "met": lazy("Met"),
    "not_met": lazy("Not met"),
    "too_few": lazy("Too few answers"),
    "no_data": lazy("No data yet"),
}
COMPARISONS = {
    Comparison.AT_LEAST: lazy("At least the target"),
    Comparison.MORE_THAN_A_YEAR_BEFORE: lazy("More than the same period a year before"),
}
CUTS = {
    "form": lazy("Form"),
    "kind": lazy("Kind"),
    "area": lazy("Area"),
    "role": lazy("Role"),
    "employer": lazy("Employer"),
    "side": lazy("Side"),
}
INTERVAL_MEANS = lazy(
    "The interval beside a share shows how much chance may have done: intervals worked out in this way hold "
    "the true share 95 times of 100, and the goal is judged by the share itself."
)


def by_area(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """The goals under the headings they stand under, in their order."""
    return [(area, list(group)) for area, group in groupby(rows, lambda row: str(row["area"]))]


def period_name(code: str) -> str:
    """What people call a period."""
    return parse(code).name


def aim(measure: str, comparison: str, target: Value) -> str:
    """What the measure must reach."""
    if comparison == Comparison.AT_LEAST:
        return _("at least %(figure)s", figure=written(BY_WAY[measure].unit, target))
    return _("more than the same period a year before")


def cut(chosen: Mapping[str, str]) -> str:
    """What is counted of all: procured, courses; empty where everything is."""
    return ", ".join(
        str(LISTS[name].get(value, value)) if name in LISTS else value for name, value in chosen.items()
    )


def missing_name(measure: str) -> str:
    """What those are called that a goal for all still lacks."""
    return str(BY_WAY[measure].missing or _("Missing"))


def basis(row: Row) -> str:
    """What the outcome rests on: of 123 answers, between 84 and 93 %; or what it is held against."""
    if row["value"] is None:
        return ""
    told = [_of(row), interval(row), _against(row)]
    return ", ".join(text for text in told if text)


def interval(row: Row) -> str:
    """The interval of a share; empty where there is none."""
    low, high = row.get("low"), row.get("high")
    if low is None or high is None:
        return ""
    return _("between %(low)s and %(high)s", low=number(round(100 * low)), high=percent(high))


def figure(row: Row) -> str:
    """The value as people write it; a share just below its target never looks as if it were there."""
    value, target = row["value"], row.get("target")
    if row["unit"] == Unit.SHARE and value is not None and target is not None:
        decimals = next((most for most in (0, 1) if (round(value, 2 + most) < target) == (value < target)), 2)
        return percent(value, decimals)
    return written(Unit(row["unit"]), value)


def sentence(row: Row) -> str:
    """The goal itself, in which no line ends between a figure and its percent."""
    return str(row["sentence"]).replace(" %", "\N{NO-BREAK SPACE}%")


def _against(row: Row) -> str:
    if not row.get("compared_with"):
        return ""
    period = parse(row["compared_with"])
    when = _("the same days of %(year)s", year=period.first.year) if ".." in period.code else period.name
    if row["target"] is None:
        return _("nothing to compare with in %(period)s", period=when)
    target = written(Unit(row["unit"]), row["target"])
    return _("against %(figure)s in %(period)s", figure=target, period=when)


def _of(row: Row) -> str:
    count = row["of"]
    if count is None:
        return ""
    text = number(count)
    match row.get("counted"):
        case Counted.ANSWERS:
            return ngettext("of one answer", "of %(figure)s answers", count, figure=text)
        case Counted.PERSONS:
            return ngettext("of one person", "of %(figure)s persons", count, figure=text)
        case Counted.ACTIVITIES:
            return ngettext(
                "the lowest of one activity", "the lowest of %(figure)s activities", count, figure=text
            )
        case Counted.MEETINGS:
            return ngettext("of one meeting", "of %(figure)s meetings", count, figure=text)
        case _:
            return _("of %(number)s", number=text)
