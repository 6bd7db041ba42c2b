"""What went in, kept beside the services and counted by plain Python: the account the report is held against."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.clock import local

Place = tuple[str, str | None]
COUNTED = ("registrations", "waiting", "cancellations", "participants", "attendances", "hours")


@dataclass
class Attended:
    """One person at one session."""

    person: int
    place: Place
    on: datetime
    hours: float


@dataclass
class Held:
    """An occasion as it was: who had a place, who waited, who was asked and who answered."""

    id: UUID
    title: str
    ends_at: datetime
    confirmed: dict[int, UUID] = field(default_factory=dict)
    waiting: dict[int, UUID] = field(default_factory=dict)
    cancelled: list[int] = field(default_factory=list)
    attended: list[Attended] = field(default_factory=list)
    state: str = "published"
    answered: int = 0

    def registrations(self) -> Iterator[tuple[Any, ...]]:
        """Each registration's person, and the measures that it counts in."""
        was_called_off = self.state == "cancelled"
        for person in self.confirmed:
            yield (person, "registrations", "cancellations") if was_called_off else (person, "registrations")
        for person in self.waiting:
            yield person, "registrations", "cancellations" if was_called_off else "waiting"
        for person in self.cancelled:
            yield person, "registrations", "cancellations"

    @property
    def present(self) -> set[int]:
        """Those who attended at least one session."""
        return {item.person for item in self.attended}


@dataclass
class Ledger:
    """Every occasion that was played."""

    places: list[Place]
    occasions: list[Held] = field(default_factory=list)

    def counted(self, period: str) -> dict[Place | None, dict[str, float]]:
        """The participation figures of a period per municipality and district, and under None for the region."""
        persons: dict[Place | None, set[int]] = defaultdict(set)
        rows: dict[Place | None, dict[str, float]] = defaultdict(lambda: dict.fromkeys(COUNTED, 0))
        for occasion in self.occasions:
            if _within(occasion.ends_at, period):
                for person, *measures in occasion.registrations():
                    for place in _counts_for(self.places[person]):
                        for measure in measures:
                            rows[place][measure] += 1
            for item in occasion.attended:
                if _within(item.on, period):
                    for place in _counts_for(item.place):
                        persons[place].add(item.person)
                        rows[place]["attendances"] += 1
                        rows[place]["hours"] += item.hours
        for place, found in persons.items():
            rows[place]["participants"] = len(found)
        return rows


def _counts_for(place: Place) -> Iterator[Place | None]:
    """A district's people count for the district, for its city, and for the region."""
    code, district = place
    yield None
    yield code, None
    if district:
        yield code, district


def _within(moment: datetime, period: str) -> bool:
    year, _, tertial = period.partition("-T")
    on = local(moment)
    return on.year == int(year) and (not tertial or (on.month - 1) // 4 + 1 == int(tertial))
