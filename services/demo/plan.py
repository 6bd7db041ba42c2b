"""The plan of a year: who registers for what and when, who stays away, and who is pleased. Fixed by its seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, cycle, islice

from services.demo.courses import OFFERS, Offer
from services.demo.people import Person, people
from shared.clock import STOCKHOLM
from shared.region import Region

VENUES = (
    "Hantverkargatan 3, Stockholm",
    "Kommunalhuset, Sollentuna",
    "Folkets hus, Huddinge",
    "Kulturhuset, Nacka",
    "Digitalt, länk kommer före kursen",
    "Medborgarhuset, Solna",
    "Stadshuset, Södertälje",
    "Konferens Täby",
)
# How demand compares with the places: some courses fill at once, some never do.
DEMAND = (0.55, 0.7, 0.85, 0.95, 1.1, 1.3)
CANCELLED, ABSENT, ANSWERS = 0.07, 0.08, 0.72  # shares of those registered, seated and invited
SATISFIED = 0.91


@dataclass(frozen=True)
class PlannedRegistration:
    """One person's way through an occasion, as far as it is theirs to decide."""

    person: int
    at: datetime
    cancels_at: datetime | None
    absent_from: frozenset[int]
    answers_after: timedelta | None
    answers: dict[str, object]


@dataclass(frozen=True)
class PlannedOccasion:
    """An occasion with everybody who will want to come."""

    offer: Offer
    places: int
    published_at: datetime
    sessions: tuple[tuple[datetime, datetime, str], ...]
    registrations: tuple[PlannedRegistration, ...]
    is_called_off: bool


@dataclass(frozen=True)
class Plan:
    """A year: its people, and its occasions in the order of their publication."""

    people: list[Person]
    occasions: list[PlannedOccasion] = field(default_factory=list)

    @property
    def ends_at(self) -> datetime:
        """When everything planned is over and every evaluation closed."""
        return max(item.sessions[-1][1] for item in self.occasions) + timedelta(days=60)


def plan_year(
    region: Region, start: date, seed: int, *, persons: int, occasions: int, places: int | None = None
) -> Plan:
    """Plan twelve months from `start`: so many occasions of all kinds, for so many persons.

    `places` limits how many each occasion has.
    """
    dice = random.Random(seed)  # it must give the same year every time
    plan = Plan(people(region, persons, dice))
    offers = [offer for offer in OFFERS for _ in range(offer.times)]
    dice.shuffle(offers)
    everybody = list(range(persons))
    dice.shuffle(everybody)
    queue = cycle(everybody)  # so that each person comes at least once before anybody comes twice
    for number, offer in enumerate(islice(chain(offers, cycle(offers)), occasions)):
        first = _workday(start + timedelta(days=10 + round(number * 325 / occasions)), dice)
        size = min(offer.places, places or offer.places)
        called_off = number % 40 == 17
        plan.occasions.append(_occasion(offer, size, first, start, dice, queue, called_off))
    plan.occasions.sort(key=lambda item: item.published_at)
    return plan


def _occasion(
    offer: Offer,
    places: int,
    first: date,
    start: date,
    dice: random.Random,
    queue: Iterator[int],
    is_called_off: bool,
) -> PlannedOccasion:
    sessions = tuple(sorted(_sessions(offer, first, start, dice)))
    opens = sessions[0][0] - timedelta(days=dice.randint(40, 70))
    wanted = max(6, round(places * dice.choice(DEMAND)))
    persons = list(dict.fromkeys(islice(queue, wanted)))
    return PlannedOccasion(
        offer=offer,
        places=places,
        published_at=opens.replace(hour=8, minute=0),
        sessions=sessions,
        registrations=tuple(_registration(person, opens, sessions, dice) for person in persons),
        is_called_off=is_called_off,
    )


def _sessions(
    offer: Offer, first: date, start: date, dice: random.Random
) -> Iterator[tuple[datetime, datetime, str]]:
    pattern, venue = offer.pattern, dice.choice(VENUES)
    span = timedelta(days=pattern.days_between * (pattern.meetings - 1))
    latest = start + timedelta(days=350) - span
    day = min(first, latest)
    for meeting in range(pattern.meetings):
        on = _workday(day + timedelta(days=pattern.days_between * meeting), dice)
        begins = datetime.combine(on, time.fromisoformat(pattern.starts), STOCKHOLM)
        yield begins.astimezone(UTC), begins.astimezone(UTC) + timedelta(hours=pattern.hours), venue


def _workday(day: date, dice: random.Random) -> date:
    """A Tuesday, Wednesday or Thursday near a day, and outside the Swedish holidays."""
    if (day.month, day.day) > (6, 12) and (day.month, day.day) < (8, 20):
        day = day.replace(month=8, day=20) + timedelta(days=(day - day.replace(month=6, day=12)).days // 4)
    if (day.month, day.day) > (12, 17):
        day = day.replace(month=12, day=17)
    if (day.month, day.day) < (1, 12):
        day = day.replace(month=1, day=12)
    return day + timedelta(days=dice.choice((1, 2, 3)) - day.weekday())


def _registration(
    person: int, opens: datetime, sessions: tuple[tuple[datetime, datetime, str], ...], dice: random.Random
) -> PlannedRegistration:
    # Most register in the first days, the rest until the day before.
    open_for = (sessions[0][0] - opens).total_seconds() - 2 * 86_400
    at = opens.replace(hour=9, minute=0) + timedelta(seconds=open_for * dice.random() ** 2.5)
    cancels = dice.random() < CANCELLED
    left = (sessions[0][0] - timedelta(days=1) - at).total_seconds()
    absent = {number for number in range(len(sessions)) if dice.random() < ABSENT}
    pleased = dice.random() < SATISFIED
    return PlannedRegistration(
        person=person,
        at=at,
        cancels_at=at + timedelta(seconds=left * dice.random()) if cancels else None,
        absent_from=frozenset(absent),
        answers_after=timedelta(hours=dice.uniform(20, 240)) if dice.random() < ANSWERS else None,
        answers=_answers(pleased, dice),
    )


def _answers(pleased: bool, dice: random.Random) -> dict[str, object]:
    def grade() -> int:
        return dice.choice((4, 5, 5)) if pleased else dice.choice((1, 2, 3, 3, 3))

    codes = ("overall", "enough_knowledge", "relevance", "use_at_work", "lecturer", "arrangement")
    answers: dict[str, object] = {code: grade() for code in codes}
    answers["recommend"] = dice.randint(8, 10) if pleased else dice.randint(2, 7)
    if dice.random() < 0.3:
        answers["good"] = dice.choice(_GOOD)
    if dice.random() < 0.2:
        answers["improve"] = dice.choice(_IMPROVE)
    return answers


_GOOD = (
    "Exemplen från vardagen.",
    "Att vi fick öva tillsammans.",
    "Föreläsaren var kunnig och rolig.",
    "Bra blandning av teori och samtal.",
    "Nu förstår jag varför det blir som det blir.",
    "Fint att träffa kollegor från andra kommuner.",
)
_IMPROVE = (
    "Mer tid för frågor.",
    "Svårt att höra längst bak.",
    "Gärna fler pauser.",
    "Materialet kunde ha kommit före kursen.",
    "Lite långt att resa.",
)
