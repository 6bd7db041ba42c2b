"""The reports: rows of figures for places, for the region in one row, and for each occasion."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting import Grouping, tallies
from services.reporting.measure import Basis, Row
from services.reporting.measures import figures
from services.reporting.models import AttendanceSheet, Occasion, TertialResult
from services.reporting.periods import Period, choices
from services.reporting.published import (
    Place,
    PublishedResults,
    Result,
    Withheld,
    closed_counts,
    results_of_occasions,
)
from services.reporting.selection import Selection
from services.reporting.tally import Answers, Tally
from shared import clock
from shared.region import District, Municipality, Region

Figures = dict[str, Any]
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
    published = PublishedResults(session, selection.period)
    year = selection.period.last.year
    return [
        {
            "municipality": place[0],
            "district": place[1],
            "name": region.place_name(*place),
            "staff": _staff(region, place, year),
            **_row(
                Row.PLACE,
                counted.get(place, Tally()),
                NOT_PUBLISHED if selection.has_no_published_results else published.place(place),
                None if selection.counts_part_of_staff else _staff(region, place, year),
            ),
        }
        for place in _places(region, selection, counted)
    ]


def totals(session: Session, region: Region, selection: Selection) -> Figures:
    """Everything that was asked for, in one row: the region, or the one municipality asked for."""
    place: Place | None = (selection.municipality, None) if selection.municipality else None
    tally = tallies(session, selection, Grouping.REGION).get((), Tally())
    published = PublishedResults(session, selection.period)
    result = _result(session, selection, published, place)
    year = selection.period.last.year
    staff = _staff(region, place, year) if place else region.staff(year)
    return {
        "period": selection.period.code,
        "first_on": selection.period.first,
        "last_on": selection.period.last,
        "name": region.place_name(*place) if place else region.name,
        "published_tertials": list(published.tertials),
        "staff": staff,
        **_row(Row.REGION, tally, result, None if selection.counts_part_of_staff else staff),
    }


def _result(
    session: Session, selection: Selection, published: PublishedResults, place: Place | None
) -> Result:
    """One row's answers: results as published; in the region's row, the counts of all that has closed."""
    if selection.counts_part_of_staff or (place and selection.has_no_published_results):
        return NOT_PUBLISHED
    if place:
        return published.place(place)
    results = NOT_PUBLISHED if selection.has_no_published_results else published.region()
    invited, answered = closed_counts(session, selection)
    questions = results.answers.questions if results.answers else {}
    return Result(Answers(invited, answered, questions), results.withheld)


def occasions(session: Session, selection: Selection, page: int, size: int) -> tuple[list[Figures], int]:
    """A page of the occasions whose last session is in the period, latest first, and how many there are.

    A row has the whole occasion, also the sessions held before the period began.
    """
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
    counted = tallies(session, selection, Grouping.OCCASION) if found else {}
    results = results_of_occasions(session, [item.id for item in found])
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
    return [_period(period, published) for period in choices(range(min(known), max(known) + 1))]


def _period(period: Period, published: set[str]) -> Figures:
    return {
        "period": period.code,
        "name": period.name,
        "first_on": period.first,
        "last_on": period.last,
        "is_over": period.is_over,
        "published_tertials": sorted(published & set(period.tertials)),
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


def _row(row: Row, tally: Tally, result: Result, staff: int | None) -> Figures:
    return {
        **figures(row, Basis(tally, result.answers, staff)),
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
        if selection.municipality in (None, place[0]):
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
