"""The rules of places and queue once more, as plainly as they can be said, to hold the operations against."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

TAKEN = ("confirmed", "offered", "held")


@dataclass
class Person:
    """One registration: where it stands, and since when (its number), until when (its deadline in hours)."""

    party: Any
    municipality: str
    number: int
    has_manager: bool
    status: str = "waiting"
    until: int | None = None


@dataclass
class PlacesModel:
    """An occasion with everybody on it; hours are counted from the first registration."""

    places: int
    waiting_places: int | None
    allow_passing: bool
    offers: bool
    approval: bool
    share_limit: int | None
    starts: int
    offer_hours: int
    approval_hours: int
    hour: int = 0
    people: dict[UUID, Person] = field(default_factory=dict)

    def are(self, *statuses: str) -> list[UUID]:
        """Those with one of these statuses, in the order of registration."""
        found = [key for key, person in self.people.items() if person.status in statuses]
        return sorted(found, key=lambda key: self.people[key].number)

    def party_of(self, key: UUID) -> list[UUID]:
        """The living members of somebody's group, or the one alone."""
        party = self.people[key].party
        return [other for other in self.are("waiting", *TAKEN) if self.people[other].party == party]

    def join(self, keys: list[UUID], party: Any, municipality: str, has_manager: bool) -> None:
        """Let a party join the tail, and walk."""
        number = max((person.number for person in self.people.values()), default=0)
        for step, key in enumerate(keys, 1):
            self.people[key] = Person(party, municipality, number + step, has_manager)
        self.walk(newcomers=party)

    def fits(self, size: int, municipality: str) -> bool:
        """Whether a party of newcomers would be seated or could wait."""
        trial = PlacesModel(**{**vars(self), "people": {}})
        trial.people = {key: Person(**vars(person)) for key, person in self.people.items()}
        trial.join([UUID(int=number) for number in range(size)], "newcomers", municipality, False)
        return self.waiting_places is None or (
            trial.people[UUID(int=0)].status != "waiting" or len(trial.are("waiting")) <= self.waiting_places
        )

    def end(self, *keys: UUID) -> None:
        """Take registrations away, and walk."""
        for key in keys:
            self.people[key].status, self.people[key].until = "cancelled", None
        self.walk()

    def confirm(self, *keys: UUID) -> None:
        """Let places count."""
        for key in keys:
            self.people[key].status, self.people[key].until = "confirmed", None

    def accept(self, *keys: UUID) -> None:
        """Take what was offered: it counts, or the managers are asked."""
        for key in keys:
            person = self.people[key]
            if self.approval and person.has_manager:
                person.status, person.until = "held", min(self.hour + self.approval_hours, self.starts)
            else:
                self.confirm(key)

    def expire(self) -> None:
        """Let go what was offered or held too long; as one, or the walk would begin too early."""
        gone = [key for key in self.are("offered", "held") if (self.people[key].until or 0) <= self.hour]
        if gone:
            self.end(*gone)

    def walk(self, newcomers: Any = None) -> None:
        """Seat from the head whoever is due."""
        if self.hour >= self.starts:
            return
        seen = set()
        for key in self.are("waiting"):
            person = self.people[key]
            if person.party in seen:
                continue
            seen.add(person.party)
            members = self.party_of(key)
            if not self._share_has_room(members):
                continue
            if len(self.are(*TAKEN)) + len(members) <= self.places:
                for member in members:
                    self._seat(self.people[member], is_new=person.party == newcomers)
            elif not self.allow_passing:
                return

    def _share_has_room(self, members: list[UUID]) -> bool:
        if self.share_limit is None:
            return True
        taken = Counter(self.people[key].municipality for key in [*self.are(*TAKEN), *members])
        return all(taken[self.people[key].municipality] <= self.share_limit for key in members)

    def _seat(self, person: Person, is_new: bool) -> None:
        if self.approval and person.has_manager:
            person.status, person.until = "held", min(self.hour + self.approval_hours, self.starts)
        elif self.offers and not is_new:
            person.status, person.until = "offered", min(self.hour + self.offer_hours, self.starts)
        else:
            person.status = "confirmed"
