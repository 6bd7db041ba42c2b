"""A region is configuration: its municipalities, districts, staff numbers and areas, from one TOML file."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

_INCLUDED = Path(__file__).parent / "regions"
_FIRST_YEAR = 2026

# The number of staff from a year on, oldest first.
Numbers = tuple[tuple[int, int], ...]


class RegionIsWrong(Exception):
    """The region file is missing or lacks something; the message says what."""


@dataclass(frozen=True)
class _Place:
    """What municipalities and districts have in common: a name, and their staff year by year."""

    name: str
    numbers: Numbers = ()
    is_closed: bool = False  # for new use; reports still name it

    def staff(self, year: int) -> int:
        """The newest number that is not later than the year; before the first, the first."""
        known = [number for since, number in self.numbers if since <= year]
        return known[-1] if known else self.numbers[0][1] if self.numbers else 0


@dataclass(frozen=True)
class District(_Place):
    """A city district, which counts by itself and as part of its municipality."""

    slug: str = ""


@dataclass(frozen=True)
class Municipality(_Place):
    """A municipality: its four-digit code, name, staff in the target group, and place on the tile map."""

    code: str = ""
    tile: tuple[int, int] = (0, 0)
    districts: tuple[District, ...] = ()

    @property
    def open_districts(self) -> tuple[District, ...]:
        """The districts that a form may offer."""
        return tuple(item for item in self.districts if not item.is_closed)

    def district(self, slug: str | None) -> District | None:
        """The district of that slug, or None."""
        return next((item for item in self.districts if item.slug == slug), None)


@dataclass(frozen=True)
class Region:
    """The collaboration that uses this installation; `areas` are those that may be chosen."""

    slug: str
    name: str
    office: str
    email: str
    phone: str
    municipalities: tuple[Municipality, ...]
    areas: tuple[str, ...]
    closed_areas: tuple[str, ...] = ()

    @classmethod
    def load(cls, name: str) -> "Region":
        """Read an included region by its name, or a region file by its path.

        Raises RegionIsWrong.
        """
        path = _INCLUDED / f"{name}.toml" if name.isidentifier() else Path(name)
        try:
            return _parse(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise RegionIsWrong(f"{path}: {error}") from error
        except KeyError as error:
            raise RegionIsWrong(f"{path}: {error} is missing") from error

    @cached_property
    def _by_code(self) -> dict[str, Municipality]:
        return {item.code: item for item in self.municipalities}

    @property
    def open_municipalities(self) -> tuple[Municipality, ...]:
        """The municipalities that a form may offer."""
        return tuple(item for item in self.municipalities if not item.is_closed)

    def municipality(self, code: str | None) -> Municipality | None:
        """The municipality of that code, or None."""
        return self._by_code.get(code or "")

    def place_name(self, code: str, district: str | None = None) -> str:
        """The name of a municipality, or of one of its districts; the code where it is unknown."""
        municipality = self.municipality(code)
        if municipality is None:
            return code
        found = municipality.district(district)
        return found.name if found else municipality.name

    def staff(self, year: int) -> int:
        """The number of people in the whole target group in a year."""
        return sum(item.staff(year) for item in self.municipalities)

    def with_lists(self, content: Mapping[str, Any]) -> "Region":
        """This region with the lists of `content`; its name and the office's addresses stay the file's."""
        areas = content["areas"]
        return replace(
            self,
            municipalities=tuple(_municipality(item) for item in content["municipalities"]),
            areas=tuple(item["name"] for item in areas if not item["is_closed"]),
            closed_areas=tuple(item["name"] for item in areas if item["is_closed"]),
        )

    def as_content(self) -> dict[str, Any]:
        """The whole region as the event and the database carry it."""
        return {
            "slug": self.slug,
            "name": self.name,
            "office": self.office,
            "email": self.email,
            "phone": self.phone,
            "areas": [
                *({"name": name, "is_closed": False} for name in self.areas),
                *({"name": name, "is_closed": True} for name in self.closed_areas),
            ],
            "municipalities": [
                {
                    "code": item.code,
                    "tile": list(item.tile),
                    **_content(item),
                    "districts": [{"slug": part.slug, **_content(part)} for part in item.districts],
                }
                for item in self.municipalities
            ],
        }


def numbers_of(by_year: Mapping[int, int] | Iterable[tuple[int, int]]) -> Numbers:
    """Staff numbers, oldest first."""
    return tuple(sorted(dict(by_year).items()))


def _content(place: _Place) -> dict[str, Any]:
    numbers = {str(year): number for year, number in place.numbers}
    return {"name": place.name, "is_closed": place.is_closed, "staff": numbers}


def _parse(slug: str, raw: dict[str, Any]) -> Region:
    year = raw.get("staff_year", _FIRST_YEAR)
    return Region(
        slug=slug,
        name=raw["name"],
        office=raw["office"],
        email=raw["email"],
        phone=raw["phone"],
        areas=tuple(raw["areas"]),
        municipalities=tuple(_municipality(_dated(item, year)) for item in raw["municipalities"]),
    )


def _dated(item: dict[str, Any], year: int) -> dict[str, Any]:
    """A place of the file, whose one number holds from the file's year on."""
    districts = [_dated(part, year) for part in item.get("districts", ())]
    return item | {"staff": {year: item["staff"]}, "districts": districts}


def _municipality(item: Mapping[str, Any]) -> Municipality:
    return Municipality(
        code=item["code"],
        tile=(item["tile"][0], item["tile"][1]),
        districts=tuple(District(slug=part["slug"], **_named(part)) for part in item["districts"]),
        **_named(item),
    )


def _named(item: Mapping[str, Any]) -> dict[str, Any]:
    numbers = numbers_of((int(year), number) for year, number in item["staff"].items())
    return {"name": item["name"], "numbers": numbers, "is_closed": item.get("is_closed", False)}
