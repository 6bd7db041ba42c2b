"""What a digest says: the places it is about, and the occasions that opened or soon close."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from shared import neighbours
from shared.service import service


class DigestPlace(NamedTuple):
    """A place that the reader represents: who registered since the last digest, and who waits now."""

    municipality: str
    district: str | None
    registered: int
    waiting: int

    @property
    def name(self) -> str:
        """The name of the municipality or of the city district."""
        return service().region.place_name(self.municipality, self.district)


class DigestOccasion(NamedTuple):
    """An occasion, and how many from the reader's places have a place on it or wait for one."""

    occasion_id: UUID
    title: str
    is_new: bool
    starts_at: datetime
    closes_at: datetime
    places_left: int
    registered: int
    waiting: int

    @property
    def url(self) -> str:
        """The public page, where one registers."""
        return neighbours.occasion(self.occasion_id)


class Digest(NamedTuple):
    """All that one digest tells; `more` occasions are not listed."""

    since_on: date
    places: tuple[DigestPlace, ...]
    occasions: tuple[DigestOccasion, ...]
    more: int

    @property
    def place_names(self) -> list[str]:
        """The places by name."""
        return [place.name for place in self.places]

    @property
    def opened(self) -> list[DigestOccasion]:
        """What can be registered for since the last digest."""
        return [item for item in self.occasions if item.is_new]

    @property
    def closing(self) -> list[DigestOccasion]:
        """What closes before the next digest."""
        return [item for item in self.occasions if not item.is_new]

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Digest":
        """From an event's data."""
        places = tuple(DigestPlace(**place) for place in told["places"])
        occasions = tuple(DigestOccasion(**item) for item in told["occasions"])
        return cls(told["since_on"], places, occasions, told["more"])

    def to_json(self) -> dict[str, Any]:
        """The digest as JSON keeps it."""
        return {
            "since_on": self.since_on.isoformat(),
            "places": [place._asdict() for place in self.places],
            "occasions": [
                item._asdict()
                | {
                    "occasion_id": str(item.occasion_id),
                    "starts_at": item.starts_at.isoformat(),
                    "closes_at": item.closes_at.isoformat(),
                }
                for item in self.occasions
            ],
            "more": self.more,
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Digest":
        """The digest that `to_json` wrote."""
        occasions = [
            item
            | {
                "occasion_id": UUID(item["occasion_id"]),
                "starts_at": datetime.fromisoformat(item["starts_at"]),
                "closes_at": datetime.fromisoformat(item["closes_at"]),
            }
            for item in raw["occasions"]
        ]
        return cls.of({**raw, "since_on": date.fromisoformat(raw["since_on"]), "occasions": occasions})
