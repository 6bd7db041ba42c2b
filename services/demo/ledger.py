"""What went in, kept beside the services and counted by plain Python: the account the report is held against."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from services.demo.held import Held, Place
from shared.clock import local

COUNTED = ("registrations", "waiting", "cancellations", "participants", "attendances", "hours")


@dataclass
class Ledger:
    """Every occasion that was played."""

    occasions: list[Held] = field(default_factory=list)

    def has_attended(self, person: int, title: str) -> bool:
        """Whether somebody was present when an activity of that title was held."""
        return any(
            item.title == title and item.state == "completed" and person in item.present
            for item in self.occasions
        )

    def counted(self, period: str) -> dict[Place | None, dict[str, float]]:
        """The participation figures of a period per municipality and district, and under None for the region."""
        persons: dict[Place | None, set[int]] = defaultdict(set)
        rows: dict[Place | None, dict[str, float]] = defaultdict(lambda: dict.fromkeys(COUNTED, 0))
        for occasion in self.occasions:
            if _within(occasion.ends_at, period):
                for home, measures in occasion.registrations():
                    for place in _counts_for(home):
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
