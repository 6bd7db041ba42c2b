"""An occasion as the ledger knows it: its places and queue in plain Python, by the same rules as the services'."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from math import ceil, inf
from typing import Literal
from uuid import UUID

from services.demo.askings import Asking
from services.demo.offers import Rules
from shared import clock

Place = tuple[str, str | None]
SAMPLED, FEWEST = {"network": 0.3}, 5  # the share of those present who are asked, but at least so many
Status = Literal["confirmed", "waiting", "offered", "held", "cancelled"]


@dataclass(eq=False)
class Entry:
    """One registration: whose it is, and where it counts. Of a place without a name, the person is None."""

    id: UUID
    person: int | None
    place: Place
    party: int
    must_be_approved: bool = False
    status: Status = "waiting"
    since: datetime = field(default_factory=clock.now)  # when it got this status
    until: datetime | None = None

    @property
    def has_place(self) -> bool:
        """Whether the entry takes one of the places."""
        return self.status in ("confirmed", "offered", "held")

    def becomes(self, status: Status, until: datetime | None = None) -> None:
        """Another status from now on."""
        self.status, self.since, self.until = status, clock.now(), until


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
    kind: str
    starts_at: datetime
    ends_at: datetime
    places: int
    rules: Rules
    share_limit: int | None = None
    share_until: datetime | None = None
    entries: list[Entry] = field(default_factory=list)  # in the order of the queue
    attended: list[Attended] = field(default_factory=list)
    sessions_noted: int = 0
    state: str = "published"
    answered: int = 0
    asking: Asking | None = None  # as the letters tell of it

    def living(self, status: Status | None = None) -> list[Entry]:
        """The entries that are not cancelled, or those of one status."""
        return [
            item
            for item in self.entries
            if item.status == status or (not status and item.status != "cancelled")
        ]

    def join(self, party: Sequence[Entry]) -> None:
        """Take a party in at the tail of the queue."""
        self.entries += party
        self.walk(newcomer=party[0].party)

    def walk(self, newcomer: int | None = None) -> None:
        """Seat whoever is due, from the head of the queue."""
        if self.state != "published" or self.starts_at <= clock.now():
            return
        taken = Counter(item.place[0] for item in self.entries if item.has_place)
        free = self.places - taken.total()
        for party in self._waiting():
            wanted = Counter(item.place[0] for item in party)
            if any(taken[code] + count > self._share for code, count in wanted.items()):
                continue
            if len(party) > free and self.rules.allow_passing:
                continue
            if len(party) > free:
                return
            for item in party:
                self._seat(item, is_new=item.party == newcomer)
            taken, free = taken + wanted, free - len(party)

    def cancel(self, *entries: Entry) -> None:
        """End these; whoever is due then moves up."""
        for item in entries:
            item.becomes("cancelled")
        self.walk()

    def replace(self, old: Entry, new: Entry) -> None:
        """Let another entry have exactly the place of an old one."""
        new.status, new.until, new.must_be_approved = old.status, old.until, old.must_be_approved
        self.entries.insert(self.entries.index(old), new)
        old.becomes("cancelled")

    def accept(self, entry: Entry) -> None:
        """Take what was offered."""
        if entry.must_be_approved:
            entry.becomes("held", self._until(self.rules.approval_hours))
        else:
            entry.becomes("confirmed")

    def end_the_day(self) -> None:
        """Let run out what is over, move up whom shares kept back, and complete what completes by itself."""
        now, hours = clock.now(), self.rules.completes_after_hours
        if (
            hours
            and self.state == "published"
            and self.sessions_noted
            and self.ends_at + timedelta(hours=hours) <= now
        ):
            self.state = "completed"
        over = [item for item in self.entries if item.until and item.until <= now]
        self.cancel(*over)

    def call_off(self) -> None:
        """End everything, for everybody."""
        self.state = "cancelled"
        self.cancel(*self.living())

    def registrations(self) -> Iterator[tuple[Place, tuple[str, ...]]]:
        """Each registration's place, and the measures that it counts in."""
        kept = {"waiting": ("waiting",), "cancelled": ("cancellations",)}
        for item in self.entries:
            yield item.place, ("registrations", *kept.get(item.status, ()))

    @property
    def present(self) -> set[int]:
        """Those who attended at least one session."""
        return {item.person for item in self.attended}

    @property
    def to_ask(self) -> int:
        """How many are asked to evaluate: all who were present, or a sample of them."""
        there = len(self.present)
        share = SAMPLED.get(self.kind, 1)
        return min(there, max(ceil(round(there * share, 6)), FEWEST))

    @property
    def _share(self) -> float:
        is_over = self.share_until is not None and self.share_until <= clock.now()
        return inf if self.share_limit is None or is_over else self.share_limit

    def _waiting(self) -> list[list[Entry]]:
        return [list(party) for _, party in groupby(self.living("waiting"), key=lambda item: item.party)]

    def _seat(self, entry: Entry, *, is_new: bool) -> None:
        if entry.must_be_approved:
            entry.becomes("held", self._until(self.rules.approval_hours))
        elif self.rules.offer_hours and not is_new:
            entry.becomes("offered", self._until(self.rules.offer_hours))
        else:
            entry.becomes("confirmed")

    def _until(self, hours: int | None) -> datetime:
        return min(clock.now() + timedelta(hours=hours or 0), self.starts_at)
