"""The report on a period: all that its paper and its workbook say, in codes and figures.

It has the same shape whether it is counted now or was frozen; words are put to it when somebody reads.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.reporting.counting.selection import Selection
from services.reporting.goals import outcomes
from services.reporting.measures.catalogue import figures as figures_of
from services.reporting.measures.measure import Basis, Row
from services.reporting.measures.tally import Tally
from services.reporting.periods import Period
from services.reporting.queries import comparisons, figures, frozen, months
from services.reporting.queries.breakdown import Dimension, parts
from shared import clock
from shared.region import Region

REGION = ""  # the place of the report on the whole region
Parts = dict[str, Any]
PLACES = (Dimension.MUNICIPALITY, Dimension.DISTRICT)


@dataclass(frozen=True, kw_only=True)
class Document:
    """A report and its parts; `place` is a municipality's code or empty.

    `frozen_at` is when it was published; `is_revised` where it is today's view of a published one.
    """

    period: Period
    place: str
    made_at: datetime
    parts: Mapping[str, Any]
    frozen_at: datetime | None = None
    is_revised: bool = False

    @property
    def totals(self) -> Mapping[str, Any]:
        """The whole in one row."""
        row: Mapping[str, Any] = self.parts["totals"]
        return row

    def part(self, name: str) -> Sequence[dict[str, Any]]:
        """The rows of a part."""
        rows: Sequence[dict[str, Any]] = self.parts[name]
        return rows


def document_of(
    session: Session, region: Region, period: Period, place: str = REGION, *, is_today: bool = False
) -> Document:
    """The report as it was published; as it looks today where it was not, or where that is asked for."""
    report = frozen.frozen_report(session, period)
    if report is not None and not is_today:
        kept, at = frozen.parts_of(session, period, place), report.frozen_at
        if kept:  # nothing of a municipality that has come since then
            return Document(period=period, place=place, made_at=at, frozen_at=at, parts=kept)
    counted = counted_parts(session, region, period, place)
    return Document(
        period=period, place=place, made_at=clock.now(), parts=counted, is_revised=report is not None
    )


def counted_parts(
    session: Session, region: Region, period: Period, place: str = REGION, whole: Parts | None = None
) -> Parts:
    """Every part of the report as it is counted today, ready to be kept as JSON.

    The periods compared with are shown as published, where they were. `whole` are the parts of the region,
    where they are known already.
    """
    selection = Selection(period=period, municipality=place or None, is_today=True)
    found = {name: plain(part) for name, part in _counted(session, region, selection)}
    if not place:
        goals = outcomes.rows(session, region, period, names_places=True, is_today=True)
        return found | {"goals": plain(goals)}
    if whole is None:
        whole = {
            "totals": plain(figures.totals(session, region, replace(selection, municipality=None))),
            "goals": plain(outcomes.rows(session, region, period, names_places=True, is_today=True)),
        }
    # A representative sees how the region's goals stand, but not which other places they lack.
    goals = [{**row, "missing": []} for row in whole["goals"]]
    return found | {"region": whole["totals"], "goals": goals}


def _counted(session: Session, region: Region, selection: Selection) -> Iterator[tuple[str, Any]]:
    period, totals = selection.period, figures.totals(session, region, selection)
    yield "totals", totals
    yield (
        "compared",
        [
            figures.totals(session, region, replace(selection, period=days, is_today=False))
            for days in _compared_with(period)
        ],
    )
    yield "months", _months(session, selection)
    counts = selection.municipality is None or totals["registrations"] or totals["attendances"]
    yield "occasions", figures.occasions(session, selection, 1, figures.MOST_OCCASIONS)[0] if counts else []
    places = figures.municipalities(session, region, selection)
    yield "places", places
    yield (
        "districts",
        {
            slug: figures.totals(session, region, replace(selection, district=slug))
            for row in places
            if selection.municipality and (slug := row["district"])
        },
    )
    for by in Dimension:
        if by not in PLACES:
            yield f"by_{by}", parts(session, region, selection, by)


def _compared_with(period: Period) -> list[Period]:
    before, year_before = comparisons.period_before(period), comparisons.year_before(period)
    return list(dict.fromkeys((*([before] if before else []), year_before)))


def _months(session: Session, selection: Selection) -> list[dict[str, Any]]:
    """The months of the period's year up to its end, each with the same month of the year before."""
    year = selection.period.last.year
    counted = (months.by_month(session, selection, number) for number in (year, year - 1))
    rows = zip(months.months_of(year), *counted, strict=True)
    return [
        {"month": month.code, "now": _participation(now), "before": _participation(before)}
        for month, now, before in list(rows)[: selection.period.last.month]
    ]


def _participation(tally: Tally | None) -> dict[str, Any] | None:
    if tally is None:
        return None
    found = figures_of(Row.OCCASION, Basis(tally))
    return {code: found[code] for code in ("participants", "attendances", "hours")}


def plain(value: Any) -> Any:
    """The same in what JSON has: codes for periods, days as 2026-03-12, ids as texts."""
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, Period):
        return value.code
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return str(value) if isinstance(value, str) else value
