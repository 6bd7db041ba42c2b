"""The plan of a year: what is held when, by which rules, and who wants to come. Fixed by its seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, cycle

from services.demo.coming import Audience, Coming, Meeting, Party
from services.demo.courses import OFFERS
from services.demo.offers import DAY, PLAIN, Offer
from services.demo.people import Person, people
from services.demo.turns import Turns
from services.demo.venues import VENUES
from shared.clock import STOCKHOLM
from shared.region import Region

# How demand compares with the places: some courses fill at once, some never do.
DEMAND = (0.55, 0.7, 0.85, 0.95, 1.1, 1.3)
SOUGHT_AFTER = (1.2, 1.35, 1.5)


@dataclass(frozen=True)
class PlannedOccasion:
    """An occasion with everybody who will want to come."""

    offer: Offer
    places: int
    share_limit: int | None
    published_at: datetime
    sessions: tuple[Meeting, ...]
    parties: tuple[Party, ...]
    is_called_off: bool

    @property
    def share_until(self) -> datetime | None:
        """When every place is free for all."""
        return self.published_at + timedelta(days=14) if self.share_limit else None

    def everybody(self) -> Iterator[Coming]:
        """All who come, those who come instead of others among them."""
        for coming in chain.from_iterable(party.members for party in self.parties):
            yield coming
            if coming.replaced_by:
                yield coming.replaced_by


@dataclass(frozen=True)
class Plan:
    """A year: its people, and its occasions in the order of their publication."""

    region: Region
    start: date
    people: list[Person]
    occasions: list[PlannedOccasion] = field(default_factory=list)

    @property
    def ends_at(self) -> datetime:
        """When everything planned is over and its evaluations are closed; some follow-ups come later."""
        return max(item.sessions[-1][1] for item in self.occasions) + timedelta(days=60)


def plan_year(
    region: Region,
    start: date,
    seed: int,
    *,
    persons: int,
    occasions: int,
    places: int | None = None,
    lately: date | None = None,
) -> Plan:
    """Plan twelve months from `start`: so many occasions of all kinds, for so many persons.

    `places` limits how many each occasion has; `lately` is a day on which one more is held.
    """
    dice = random.Random(seed)  # it must give the same year every time
    plan = Plan(region, start, people(region, persons, dice))
    turns = Turns(plan.people, dice)
    for number, offer in enumerate(_programme(occasions, dice)):
        first = _workday(start + timedelta(days=10 + round(number * 325 / occasions)), dice)
        size = min(offer.places, places or offer.places)
        sessions = tuple(sorted(_sessions(offer, first, start, dice)))
        plan.occasions.append(_occasion(plan, offer, size, sessions, turns, dice, number % 40 == 17))
    if lately:
        offer = next(item for item in OFFERS if item.pattern is DAY and item.rules is PLAIN)
        meeting = _meeting(offer, lately, dice.choice(VENUES))
        size = min(offer.places, places or offer.places)
        plan.occasions.append(_occasion(plan, offer, size, (meeting,), turns, dice, is_called_off=False))
    plan.occasions.sort(key=lambda item: item.published_at)
    return plan


def _programme(count: int, dice: random.Random) -> list[Offer]:
    """What is held, in the order of the year: what every year has in its places, the rest in any order."""
    held: dict[int, Offer] = {}
    rest = [offer for offer in OFFERS for _ in range(offer.times - len(offer.always_at))]
    dice.shuffle(rest)
    for offer in OFFERS:
        for share in offer.always_at:
            held.setdefault(int(share * count), offer)
    others = cycle(rest)
    return [held.get(number) or next(others) for number in range(count)]


def _occasion(
    plan: Plan,
    offer: Offer,
    places: int,
    sessions: tuple[Meeting, ...],
    turns: Turns,
    dice: random.Random,
    is_called_off: bool,
) -> PlannedOccasion:
    opens = (sessions[0][0] - timedelta(days=dice.randint(40, 70))).replace(hour=8, minute=0)
    demand = dice.choice(SOUGHT_AFTER if offer.rules.makes_a_queue else DEMAND)
    among = _prepared(plan, offer, opens) if offer.prerequisite else None
    persons = turns.take(max(6, round(places * demand)), turns.for_offer(offer, among))
    share_limit = max(3, places // 10) if offer.rules.has_shares else None
    audience = Audience(offer, opens, sessions, turns, dice)
    return PlannedOccasion(
        offer=offer,
        places=places,
        share_limit=share_limit,
        published_at=opens,
        sessions=sessions,
        parties=tuple(audience.parties(persons, share_limit or places)),
        is_called_off=is_called_off,
    )


def _prepared(plan: Plan, offer: Offer, by: datetime) -> set[int]:
    """Those who mean to have attended what an offer builds on."""
    return {
        coming.person
        for earlier in plan.occasions
        if earlier.offer.title == offer.prerequisite
        and earlier.sessions[-1][1] < by
        and not earlier.is_called_off
        for coming in earlier.everybody()
    }


def _sessions(offer: Offer, first: date, start: date, dice: random.Random) -> Iterator[Meeting]:
    pattern, venue = offer.pattern, dice.choice(VENUES)
    span = timedelta(days=pattern.days_between * (pattern.meetings - 1))
    latest = start + timedelta(days=350) - span
    day = min(first, latest)
    for meeting in range(pattern.meetings):
        on = _workday(day + timedelta(days=pattern.days_between * meeting), dice)
        yield _meeting(offer, on, venue)


def _meeting(offer: Offer, on: date, venue: str) -> Meeting:
    begins = datetime.combine(on, time.fromisoformat(offer.pattern.starts), STOCKHOLM).astimezone(UTC)
    return begins, begins + timedelta(hours=offer.pattern.hours), venue


def _workday(day: date, dice: random.Random) -> date:
    """A Tuesday, Wednesday or Thursday near a day, and outside the Swedish holidays."""
    if (day.month, day.day) > (6, 12) and (day.month, day.day) < (8, 20):
        day = day.replace(month=8, day=20) + timedelta(days=(day - day.replace(month=6, day=12)).days // 4)
    if (day.month, day.day) > (12, 17):
        day = day.replace(month=12, day=17)
    if (day.month, day.day) < (1, 12):
        day = day.replace(month=1, day=12)
    return day + timedelta(days=dice.choice((1, 2, 3)) - day.weekday())
