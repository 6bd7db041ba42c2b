"""Keeping the staff numbers of the target group: by place and year, a whole table or nothing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from services.registration.operations.region import (
    change_region,
    summed,
    with_district,
    with_municipality,
)
from services.registration.problems import NumbersAreWrong
from shared.i18n import gettext as _
from shared.region import District, Municipality, Region, numbers_of

Place = tuple[str, str | None]


def record_staff(session: Session, numbers: Sequence[Mapping[str, Any]]) -> Region:
    """Keep staff numbers, each with `municipality`, `district`, `year` and `staff`, from that year on.

    A city counts as the sum of its districts. Raises NumbersAreWrong, which names every bad row.
    """

    def apply(region: Region) -> Region:
        if errors := dict(_faults(region, numbers)):
            raise NumbersAreWrong(errors=errors)
        by_place: dict[Place, dict[int, int]] = defaultdict(dict)
        for item in numbers:
            by_place[item["municipality"], item.get("district")][item["year"]] = item["staff"]
        for (code, slug), by_year in by_place.items():
            municipality = region.municipality(code)
            assert municipality
            region = with_municipality(region, _with_numbers(municipality, slug, by_year))
        return region

    years = sorted({item["year"] for item in numbers})
    return change_region(session, apply, "region.staff_recorded", years=years, rows=len(numbers))


def _with_numbers(municipality: Municipality, slug: str | None, by_year: dict[int, int]) -> Municipality:
    district = municipality.district(slug)
    if district is None:
        return replace(municipality, numbers=_merged(municipality, by_year))
    changed = replace(district, numbers=_merged(district, by_year))
    return summed(with_district(municipality, changed), min(by_year))


def _merged(place: Municipality | District, by_year: dict[int, int]) -> tuple[tuple[int, int], ...]:
    return numbers_of(dict(place.numbers) | by_year)


def _faults(region: Region, numbers: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    seen: set[tuple[str, str | None, int]] = set()
    for index, item in enumerate(numbers):
        municipality, slug = region.municipality(item["municipality"]), item.get("district")
        key = item["municipality"], slug, item["year"]
        if municipality is None:
            yield f"numbers.{index}.municipality", [_("The region has no such municipality.")]
        elif slug and municipality.district(slug) is None:
            yield f"numbers.{index}.district", [_("The municipality has no such city district.")]
        elif municipality.districts and not slug:
            yield (
                f"numbers.{index}.district",
                [_("The municipality counts as the sum of its city districts. Give theirs.")],
            )
        elif key in seen:
            yield f"numbers.{index}.year", [_("The same place and year stand twice.")]
        seen.add(key)
