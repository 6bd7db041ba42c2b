"""A region is configuration: its municipalities, districts, staff numbers and areas, from one TOML file."""

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

_INCLUDED = Path(__file__).parent / "regions"


class RegionIsWrong(Exception):
    """The region file is missing or lacks something; the message says what."""


@dataclass(frozen=True)
class District:
    """A city district, which counts by itself and as part of its municipality."""

    slug: str
    name: str
    staff: int


@dataclass(frozen=True)
class Municipality:
    """A municipality: its four-digit code, name, staff in the target group, and place on the tile map."""

    code: str
    name: str
    staff: int
    tile: tuple[int, int]
    districts: tuple[District, ...] = ()

    def district(self, slug: str | None) -> District | None:
        """The district of that slug, or None."""
        return next((item for item in self.districts if item.slug == slug), None)


@dataclass(frozen=True)
class Region:
    """The collaboration that uses this installation."""

    slug: str
    name: str
    office: str
    email: str
    phone: str
    municipalities: tuple[Municipality, ...]
    areas: tuple[str, ...]

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


def _parse(slug: str, raw: dict[str, Any]) -> Region:
    return Region(
        slug=slug,
        name=raw["name"],
        office=raw["office"],
        email=raw["email"],
        phone=raw["phone"],
        areas=tuple(raw["areas"]),
        municipalities=tuple(
            Municipality(
                code=item["code"],
                name=item["name"],
                staff=item["staff"],
                tile=(item["tile"][0], item["tile"][1]),
                districts=tuple(District(**district) for district in item.get("districts", ())),
            )
            for item in raw["municipalities"]
        ),
    )
