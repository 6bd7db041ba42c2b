"""The staff numbers as a file: a row for each place with numbers of its own, a column for each year."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from services.registration.files.tables import read_table, spaceless
from services.registration.problems import NumbersAreWrong
from shared import sheets
from shared.i18n import gettext as _
from shared.region import District, Municipality, Region

FIRST = ("municipality", "district", "name")
MOST = 1_000_000
YEARS = range(2000, 2100)
_YEAR = re.compile(r"20\d\d", re.ASCII)


def places_of(region: Region) -> Iterator[tuple[Municipality, District | None]]:
    """The places that have staff numbers of their own: the districts, where a city has them."""
    for municipality in region.municipalities:
        for district in municipality.districts or (None,):
            yield municipality, district


def years_of(region: Region) -> list[int]:
    """Every year from which some number holds."""
    return sorted({year for both in places_of(region) for year, _ in (both[1] or both[0]).numbers})


def as_csv(region: Region) -> str:
    """The numbers as RFC 4180 in UTF-8."""
    head, *rows = _rows(region)
    return sheets.as_csv(head, rows)


def as_xlsx(region: Region) -> bytes:
    """The numbers as a workbook, to be filled in and sent back."""
    head, *rows = _rows(region)
    return sheets.as_xlsx(_("Staff numbers"), head, rows, fixed=len(FIRST))


def read(content: bytes, region: Region) -> list[dict[str, Any]]:
    """The numbers of a file, as `record_staff` takes them; an empty cell says nothing.

    Raises TableIsUnreadable, or NumbersAreWrong with every bad row by its number in the file.
    """
    head, *rows = read_table(content)
    columns = _columns(head)
    errors: dict[str, list[str]] = {}
    found: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    for line, row in enumerate(rows, 2):
        if not any(row):
            continue
        cells = dict(zip(columns, [*row, *[""] * (len(columns) - len(row))], strict=False))
        place = cells["municipality"].zfill(4), cells["district"]
        faults = [*_place_faults(region, *place), *_number_faults(cells)]
        if place in seen:
            faults.append(_("The place stands in an earlier row as well."))
        seen.add(place)
        if faults:
            errors[str(line)] = faults
        else:
            found += _numbers(cells, *place)
    if errors:
        raise NumbersAreWrong(errors=errors)
    return found


def _rows(region: Region) -> list[list[Any]]:
    years = years_of(region)
    table: list[list[Any]] = [[*FIRST, *years]]
    for municipality, district in places_of(region):
        place = district or municipality
        numbers: Mapping[int, int] = dict(place.numbers)
        slug = district.slug if district else ""
        table.append([municipality.code, slug, place.name, *(numbers.get(year, "") for year in years)])
    return table


def _columns(head: list[str]) -> list[str]:
    columns = [name.casefold() for name in head]
    years = [name for name in columns if _YEAR.fullmatch(name)]
    if not {"municipality", "district"} <= set(columns) or not years or len(set(years)) != len(years):
        raise NumbersAreWrong(
            errors={"1": [_("The first row must have the columns municipality, district and the years.")]}
        )
    return columns


def _place_faults(region: Region, code: str, slug: str) -> Iterator[str]:
    municipality = region.municipality(code)
    if municipality is None:
        yield _("The region has no municipality %(code)s.", code=code[:20])
    elif slug and municipality.district(slug) is None:
        yield _("%(name)s has no city district %(slug)s.", name=municipality.name, slug=slug[:60])
    elif municipality.districts and not slug:
        yield _("%(name)s counts as the sum of its city districts. Give theirs.", name=municipality.name)


def _number_faults(cells: Mapping[str, str]) -> Iterator[str]:
    for year, text in cells.items():
        if _YEAR.fullmatch(year) and text and _number(text) is None:
            yield _("%(year)s: “%(text)s” is not a number of people.", year=year, text=text[:20])


def _number(text: str) -> int | None:
    plain = spaceless(text)
    number = int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else MOST + 1
    return number if number <= MOST else None


def _numbers(cells: Mapping[str, str], code: str, slug: str) -> Iterator[dict[str, Any]]:
    for year, text in cells.items():
        if _YEAR.fullmatch(year) and text:
            staff = _number(text)
            yield {"municipality": code, "district": slug or None, "year": int(year), "staff": staff}
