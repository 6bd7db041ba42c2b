"""Keeping the region's lists: municipalities, districts and areas, which are closed but never removed."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.problems import (
    AlreadyInTheRegion,
    AreaNotFound,
    DistrictNotFound,
    MunicipalityNotFound,
    TileIsTaken,
)
from shared import clock, events
from shared.audit import note
from shared.db import insert
from shared.ids import new_id
from shared.outbox import emit
from shared.region import District, Municipality, Region
from shared.region_content import apply_region, region_content
from shared.service import service

Change = Callable[[Region], Region]
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


def add_municipality(session: Session, new: Mapping[str, Any]) -> Region:
    """Add a municipality, which forms offer from now on. Raises AlreadyInTheRegion, TileIsTaken."""

    def add(region: Region) -> Region:
        if region.municipality(new["code"]):
            raise AlreadyInTheRegion(errors={"code": [AlreadyInTheRegion.title]})
        made = Municipality(
            code=new["code"],
            name=new["name"],
            tile=(new["column"], new["row"]),
            numbers=((clock.today().year, new["staff"]),),
        )
        _check(region, made)
        return replace(region, municipalities=(*region.municipalities, made))

    return change_region(session, add, "region.municipality_added", municipality=new["code"])


def change_municipality(session: Session, code: str, change: Mapping[str, Any]) -> Region:
    """Give a municipality another name or square, or close it for new use; what is left out stays.

    Raises MunicipalityNotFound, AlreadyInTheRegion, TileIsTaken.
    """

    def apply(region: Region) -> Region:
        found = municipality_of(region, code)
        column, row = found.tile
        changed = replace(
            found,
            name=change.get("name", found.name),
            tile=(change.get("column", column), change.get("row", row)),
            is_closed=change.get("is_closed", found.is_closed),
        )
        _check(region, changed)
        return with_municipality(region, changed)

    return change_region(
        session, apply, "region.municipality_changed", municipality=code, fields=sorted(change)
    )


def add_district(session: Session, code: str, new: Mapping[str, Any]) -> Region:
    """Add a city district; its municipality then counts as the sum of its districts.

    Raises MunicipalityNotFound, AlreadyInTheRegion.
    """
    slug = _slug(new["name"])

    def add(region: Region) -> Region:
        found = municipality_of(region, code)
        year = clock.today().year
        made = District(slug=slug, name=new["name"], numbers=((year, new["staff"]),))
        if not slug or found.district(slug) or _has(found.districts, made):
            raise AlreadyInTheRegion(errors={"name": [AlreadyInTheRegion.title]})
        return with_municipality(region, summed(replace(found, districts=(*found.districts, made)), year))

    return change_region(session, add, "region.district_added", municipality=code, district=slug)


def change_district(session: Session, code: str, slug: str, change: Mapping[str, Any]) -> Region:
    """Give a district another name, or close it for new use; what is left out stays.

    Raises MunicipalityNotFound, DistrictNotFound, AlreadyInTheRegion.
    """

    def apply(region: Region) -> Region:
        municipality = municipality_of(region, code)
        changed = replace(district_of(municipality, slug), **change)
        if _has((item for item in municipality.districts if item.slug != slug), changed):
            raise AlreadyInTheRegion(errors={"name": [AlreadyInTheRegion.title]})
        return with_municipality(region, with_district(municipality, changed))

    return change_region(
        session, apply, "region.district_changed", municipality=code, district=slug, fields=sorted(change)
    )


def add_area(session: Session, name: str) -> Region:
    """Add an area by which activities are told apart. Raises AlreadyInTheRegion."""

    def add(region: Region) -> Region:
        known = {item.casefold() for item in (*region.areas, *region.closed_areas)}
        if name.casefold() in known:
            raise AlreadyInTheRegion(errors={"name": [AlreadyInTheRegion.title]})
        return replace(region, areas=(*region.areas, name))

    return change_region(session, add, "region.area_added")


def change_area(session: Session, name: str, *, is_closed: bool) -> Region:
    """Close an area for new activities, or open it again. Raises AreaNotFound."""

    def apply(region: Region) -> Region:
        if name not in (*region.areas, *region.closed_areas):
            raise AreaNotFound()
        is_open_now = name in region.areas
        if is_open_now != is_closed:
            return region
        areas = tuple(item for item in region.areas if item != name)
        closed = tuple(item for item in region.closed_areas if item != name)
        if is_closed:
            return replace(region, areas=areas, closed_areas=(*closed, name))
        return replace(region, areas=(*areas, name), closed_areas=closed)

    return change_region(session, apply, "region.area_closed" if is_closed else "region.area_opened")


def change_region(session: Session, change: Change, action: str, **details: Any) -> Region:
    """Change the region as it is under its lock and tell all services; a change of nothing is not told."""
    file, table = service().known_region.file, region_content.c
    first = {"slug": file.slug, "version": 0, "event_id": new_id(), "content": file.as_content()}
    session.execute(insert(session, region_content).values(first).on_conflict_do_nothing())
    mine = sa.select(table.version, table.content).where(table.slug == file.slug)
    version, content = session.execute(mine.with_for_update()).one()
    region = file.with_lists(content)
    changed = change(region)
    if changed == region:
        return region
    told = events.RegionChanged(file.slug, version=version + 1, content=changed.as_content())
    apply_region(session, told)
    emit(session, told)
    note(session, action, file.slug, **details)
    service().known_region.ask_again()
    return changed


def current_region(session: Session) -> Region:
    """The region as the database has it at this moment, for pages that show what was just saved."""
    file, table = service().known_region.file, region_content.c
    content = session.scalar(sa.select(table.content).where(table.slug == file.slug))
    return file.with_lists(content) if content else file


def municipality_of(region: Region, code: str) -> Municipality:
    """The municipality of that code. Raises MunicipalityNotFound."""
    found = region.municipality(code)
    if found is None:
        raise MunicipalityNotFound()
    return found


def district_of(municipality: Municipality, slug: str) -> District:
    """The district of that slug. Raises DistrictNotFound."""
    found = municipality.district(slug)
    if found is None:
        raise DistrictNotFound()
    return found


def with_municipality(region: Region, changed: Municipality) -> Region:
    """The region with one of its municipalities as changed."""
    listed = (changed if item.code == changed.code else item for item in region.municipalities)
    return replace(region, municipalities=tuple(listed))


def with_district(municipality: Municipality, changed: District) -> Municipality:
    """The municipality with one of its districts as changed."""
    listed = (changed if item.slug == changed.slug else item for item in municipality.districts)
    return replace(municipality, districts=tuple(listed))


def summed(municipality: Municipality, year: int) -> Municipality:
    """A city with the sum of its districts as its own number, from the year on; earlier years stay."""
    years = {year} | {since for part in municipality.districts for since, _ in part.numbers if since > year}
    sums = {since: sum(part.staff(since) for part in municipality.districts) for since in years}
    numbers = tuple(sorted((dict(municipality.numbers) | sums).items()))
    return replace(municipality, numbers=numbers)


def _check(region: Region, wanted: Municipality) -> None:
    others = [item for item in region.municipalities if item.code != wanted.code]
    if _has(others, wanted):
        raise AlreadyInTheRegion(errors={"name": [AlreadyInTheRegion.title]})
    if any(item.tile == wanted.tile for item in others):
        raise TileIsTaken(errors={"column": [TileIsTaken.title]})


def _has(places: Any, wanted: Municipality | District) -> bool:
    return any(item.name.casefold() == wanted.name.casefold() for item in places)


def _slug(name: str) -> str:
    """A name as a code: `norra-innerstaden`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NOT_IN_A_SLUG.sub("-", plain).strip("-")[:60]
