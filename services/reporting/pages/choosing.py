"""The filters that a page offers, and those that its address has chosen."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from services.reporting.counting.selection import Selection
from services.reporting.queries import names
from services.reporting.queries.breakdown import DIMENSIONS, Dimension
from shared.region import Region
from shared.service import reading, service


class Filter(NamedTuple):
    """A filter as a list to choose from: its name in the address, its label, codes with their names."""

    name: str
    label: str
    options: Mapping[str, Any]


class Chosen(NamedTuple):
    """A filter that is chosen: its name in the address, its label, and the name of its value."""

    name: str
    label: str
    text: str


def filters(selection: Selection, *, has_place: bool) -> list[Filter]:
    """The filters that have a list; an activity or a lecturer is chosen in the breakdown instead."""
    offered: dict[Dimension, Mapping[str, Any]] = {
        **(_place_options(selection) if has_place else {}),
        **{Dimension(name): options for name, options in names.LISTS.items()},
        Dimension.AREA: _areas(service().region, selection.area),
    }
    return [Filter(by.value, str(DIMENSIONS[by]), options) for by, options in offered.items()]


def chosen_filters(selection: Selection, asked: Collection[str]) -> list[Chosen]:
    """The filters of the address with what their values are called; what follows from a role is none."""
    chosen = [by for by in DIMENSIONS if by in asked and getattr(selection, by) is not None]
    return [Chosen(by.value, str(DIMENSIONS[by]), _name(selection, by)) for by in chosen]


def _place_options(selection: Selection) -> dict[Dimension, Mapping[str, str]]:
    region = service().region
    municipalities = {item.code: item.name for item in region.municipalities}
    chosen = region.municipality(selection.municipality)
    districts = {item.slug: item.name for item in chosen.districts} if chosen else {}
    offered: dict[Dimension, Mapping[str, str]] = {Dimension.MUNICIPALITY: municipalities}
    return offered | ({Dimension.DISTRICT: districts} if districts else {})


def _areas(region: Region, chosen: str | None) -> Mapping[str, str]:
    listed = (*region.areas, *([chosen] if chosen and chosen not in region.areas else []))
    return {name: name for name in listed}


def _name(selection: Selection, by: Dimension) -> str:
    value = getattr(selection, by)
    if by in names.LISTS:
        return str(names.LISTS[by][value])
    if by is Dimension.MUNICIPALITY:
        return service().region.place_name(value)
    if by is Dimension.DISTRICT:
        return service().region.place_name(selection.municipality or "", value)
    if by is Dimension.AREA:
        return str(value)
    with reading() as session:
        find = names.activities if by is Dimension.ACTIVITY else names.lecturers
        return find(session, [value])[value].name
