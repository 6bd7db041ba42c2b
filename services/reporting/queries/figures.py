"""The reports: rows of figures for places, for the region in one row, and for each occasion."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting.selection import Selection
from services.reporting.counting.tallies import Grouping, tallies
from services.reporting.measures.catalogue import figures
from services.reporting.measures.measure import Basis, Networks, Row
from services.reporting.measures.tally import Answers, Tally
from services.reporting.models import AttendanceSheet, FrozenReport, Occasion, TertialResult
from services.reporting.periods import Period, choices
from services.reporting.queries import frozen
from services.reporting.queries.networks import meetings_held, networks_of_region
from services.reporting.queries.representatives import Representatives
from services.reporting.results import (
    Place,
    PublishedResults,
    Result,
    Withheld,
    closed_counts,
    results_of_occasions,
)
from shared import clock
from shared.region import District, Municipality, Region

Figures = dict[str, Any]
MOST_OCCASIONS = 100_000  # far more than a year has
NOT_PUBLISHED = Result(withheld=Withheld.NOT_PUBLISHED)


def municipalities(session: Session, region: Region, selection: Selection) -> list[Figures]:
    """A row for each municipality, then one for each of its districts, those without figures too.

    A district's figures count in its municipality's row as well.
    """
    counted: dict[Place, Tally] = {
        (code, None): tally for (code,), tally in tallies(session, selection, Grouping.MUNICIPALITY).items()
    }
    by_district = tallies(session, selection, Grouping.DISTRICT)
    counted |= {place: tally for place, tally in by_district.items() if place[1] is not None}
    held, representatives = meetings_held(session, selection), Representatives(session, selection)
    counted = {place: Tally() for place in representatives.places} | counted
    published = PublishedResults(session, selection.period)
    year = selection.period.last.year
    rows: list[Figures] = [
        {
            "municipality": place[0],
            "district": place[1],
            "name": region.place_name(*place),
            "staff": _staff(region, place, year),
            **_row(
                Row.PLACE,
                counted.get(place, Tally()),
                NOT_PUBLISHED if selection.is_narrowed else published.place(place),
                None if selection.counts_part_of_staff else _staff(region, place, year),
                networks=Networks(counted.get(place, Tally()).network_meetings, held),
                representatives=representatives.of(place),
            ),
        }
        for place in _places(region, selection, counted)
    ]
    return frozen.rows_as_published(session, selection, "places", frozen.place, rows)


def totals(session: Session, region: Region, selection: Selection) -> Figures:
    """Everything that was asked for, in one row: the region, or the one municipality asked for."""
    place: Place | None = (selection.municipality, selection.district) if selection.municipality else None
    tally = tallies(session, selection, Grouping.REGION).get((), Tally())
    published = PublishedResults(session, selection.period)
    result = _result(session, selection, published, place)
    year = selection.period.last.year
    staff = _staff(region, place, year) if place else region.staff(year)
    networks = (
        Networks(tally.network_meetings, meetings_held(session, selection))
        if place
        else networks_of_region(session, region, selection)
    )
    row: Figures = {
        "period": selection.period.code,
        "first_on": selection.period.first,
        "last_on": selection.period.last,
        "name": region.place_name(*place) if place else region.name,
        "published_tertials": list(published.tertials),
        "staff": staff,
        **_row(
            Row.REGION,
            tally,
            result,
            None if selection.counts_part_of_staff else staff,
            networks=networks,
            representatives=Representatives(session, selection).of(place),
        ),
    }
    return frozen.totals_as_published(session, selection, row)


def _result(
    session: Session, selection: Selection, published: PublishedResults, place: Place | None
) -> Result:
    """One row's answers: results as published; in the region's row, the counts of all that has closed."""
    if selection.counts_part_of_staff or (place and selection.is_narrowed):
        return NOT_PUBLISHED
    if place:
        return published.place(place)
    results = NOT_PUBLISHED if selection.is_narrowed else published.region()
    invited, answered = closed_counts(session, selection)
    questions = results.answers.questions if results.answers else {}
    return Result(Answers(invited, answered, questions), results.withheld)


def occasions(session: Session, selection: Selection, page: int, size: int) -> tuple[list[Figures], int]:
    """A page of the occasions whose last session is in the period, latest first, and how many there are.

    A row has the whole occasion, also the sessions held before the period began.
    """
    if frozen.is_frozen(session, selection):
        today, _number = occasions(session, replace(selection, is_today=True), 1, MOST_OCCASIONS)
        return frozen.occasions_as_published(session, selection, today, page, size)
    conditions = (
        Occasion.last_on.between(selection.period.first, selection.period.last),
        *selection.occasion_conditions,
    )
    total = session.scalar(sa.select(sa.func.count()).select_from(Occasion).where(*conditions)) or 0
    found = session.scalars(
        sa.select(Occasion)
        .where(*conditions)
        .order_by(Occasion.last_on.desc(), Occasion.title, Occasion.id)
        .limit(size)
        .offset((page - 1) * size)
    ).all()
    ids = [item.id for item in found]
    counted = tallies(session, selection, Grouping.OCCASION, ids) if found else {}
    results = results_of_occasions(session, ids)
    return [_occasion(item, selection, counted, results) for item in found], total


def periods(session: Session) -> list[Figures]:
    """The years and tertials that have anything to report, latest first."""
    days = session.execute(
        sa.select(
            sa.func.min(sa.func.coalesce(Occasion.first_on, Occasion.last_on)),
            sa.func.max(Occasion.last_on),
        )
    ).one()
    held = session.execute(
        sa.select(sa.func.min(AttendanceSheet.held_on), sa.func.max(AttendanceSheet.held_on))
    ).one()
    known = [day.year for day in (*days, *held) if day] or [clock.today().year]
    published = set(session.scalars(sa.select(TertialResult.tertial)))
    reports = frozen.reports(session)
    known += [int(code[:4]) for code in reports]
    return [
        _period(period, published, reports.get(period.code))
        for period in choices(range(min(known), max(known) + 1))
    ]


def _period(period: Period, published: set[str], report: FrozenReport | None) -> Figures:
    return {
        "period": period.code,
        "name": period.name,
        "first_on": period.first,
        "last_on": period.last,
        "is_over": period.is_over,
        "published_tertials": sorted(published & set(period.tertials)),
        "frozen_at": report.frozen_at if report else None,
    }


def _occasion(
    item: Occasion, selection: Selection, counted: dict[Any, Tally], results: dict[Any, Result]
) -> Figures:
    # The answers of an occasion are published whole: for some of its participants there are none.
    result = results.get(item.id, NOT_PUBLISHED)
    return {
        "id": item.id,
        "title": item.title,
        "kind": item.kind,
        "form": item.form,
        "state": item.state,
        "first_on": item.first_on,
        "last_on": item.last_on,
        "places": item.places,
        **_row(
            Row.OCCASION,
            counted.get((item.id,), Tally()),
            NOT_PUBLISHED if selection.counts_some_persons else result,
            None,
        ),
    }


def _row(row: Row, tally: Tally, result: Result, staff: int | None, **more: Any) -> Figures:
    return {
        **figures(row, Basis(tally, result.answers, staff, **more)),
        "withheld": result.withheld,
    }


def _places(region: Region, selection: Selection, counted: dict[Place, Tally]) -> Iterator[Place]:
    """The region's places in their order, those closed if they count; then any that it does not have."""
    listed: list[Place] = []
    for municipality in region.municipalities:
        listed += _counting(municipality.code, None, municipality, counted)
        for part in municipality.districts:
            listed += _counting(municipality.code, part.slug, part, counted)
    gone = sorted(counted.keys() - set(listed), key=str)
    for place in (*listed, *gone):
        if selection.municipality in (None, place[0]) and selection.district in (None, place[1]):
            yield place


def _counting(
    code: str, slug: str | None, place: Municipality | District, counted: dict[Place, Tally]
) -> list[Place]:
    """The place, unless it is closed and nobody counts there."""
    return [] if place.is_closed and (code, slug) not in counted else [(code, slug)]


def _staff(region: Region, place: Place, year: int) -> int | None:
    municipality = region.municipality(place[0])
    if municipality is None or place[1] is None:
        return municipality.staff(year) if municipality else None
    district = municipality.district(place[1])
    return district.staff(year) if district else None
