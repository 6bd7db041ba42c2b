"""Who comes to an occasion, alone or in a group, and what each of them will do. Fixed by the dice."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.demo.offers import Offer
from services.demo.opinions import answers
from services.demo.turns import Turns

Meeting = tuple[datetime, datetime, str]
# Shares of those registered, seated and invited.
CANCELLED, REPLACED, ABSENT, ANSWERS, HAS_NEEDS = 0.07, 0.04, 0.08, 0.72, 0.06
UNNAMED, NEVER_NAMED, LARGEST_GROUP = 0.3, 0.15, 6
LATE = timedelta(days=8)  # by then the first reminder has come
NEEDS = (
    "Vegetarisk lunch",
    "Glutenfritt",
    "Hörslinga",
    "Kommer med rullstol",
    "Allergisk mot nötter",
    "Vegansk lunch",
)


@dataclass(frozen=True)
class Coming:
    """One person's way through an occasion, as far as it is theirs or their manager's to decide.

    Whoever takes no stand (None) lets an offer, or a request to approve, run out. A place of a group that
    has no name at first is named at `named_at`, or never.
    """

    person: int
    absent_from: frozenset[int]
    answers: dict[str, object]
    answers_after: timedelta | None
    cancels_at: datetime | None = None
    takes_offer: bool | None = True
    is_approved: bool | None = True
    approved_after: timedelta = timedelta()
    is_named: bool = True
    named_at: datetime | None = None
    replaced_at: datetime | None = None
    replaced_by: "Coming | None" = None
    needs: str = ""

    @property
    def needs_reminder(self) -> bool:
        """Whether they answer so late that they do so only when they have been reminded."""
        return self.answers_after is not None and self.answers_after > LATE


@dataclass(frozen=True)
class Party:
    """Those who register together; one alone is a party too. The first of a group books for it."""

    at: datetime
    members: tuple[Coming, ...]
    manager: int | None = None


class Audience:
    """Plans who comes to one occasion."""

    def __init__(
        self, offer: Offer, opens: datetime, meetings: Sequence[Meeting], turns: Turns, dice: random.Random
    ) -> None:
        self._offer = offer
        self._opens = opens
        self._last = meetings[0][0] - timedelta(days=1, hours=1)  # until then people register and cancel
        self._meetings = len(meetings)
        self._turns = turns
        self._dice = dice

    def parties(self, persons: Sequence[int], group_size: int) -> list[Party]:
        """Most of them alone; one or two bring as many colleagues as a group may have here."""
        rest, groups, chosen = list(persons), [], set(persons)
        may_group = group_size > 1 and not self._offer.prerequisite and not self._offer.rules.approval_hours
        for _ in range(self._dice.choice((0, 1, 1, 2)) if may_group else 0):
            colleagues = self._colleagues(rest[-1], min(group_size, LARGEST_GROUP) - 1, chosen)
            if colleagues:
                chosen.update(colleagues)
                groups.append(self._group([rest.pop(), *colleagues]))
        return groups + [self._alone(person, chosen) for person in rest]

    def _colleagues(self, person: int, most: int, chosen: set[int]) -> list[int]:
        return self._turns.take(
            self._dice.randint(1, most), self._turns.colleagues_of(person, self._offer, chosen)
        )

    def _group(self, persons: Sequence[int]) -> Party:
        at = self._some_time()
        first, *others = persons
        return Party(at, (self._coming(first, at), *(self._member(person, at) for person in others)))

    def _member(self, person: int, at: datetime) -> Coming:
        if self._dice.random() >= UNNAMED:
            return self._coming(person, at)
        is_ever_named = self._dice.random() >= NEVER_NAMED
        named_at = at + (self._last - at) * self._dice.random() if is_ever_named else None
        return replace(self._coming(person, None), is_named=False, named_at=named_at)

    def _alone(self, person: int, chosen: set[int]) -> Party:
        at = self._some_time()
        coming = self._coming(person, at)
        if not self._offer.prerequisite and not coming.cancels_at and self._dice.random() < REPLACED:
            coming = self._replaced(coming, at, chosen)
        manager = self._turns.manager_of(person) if self._offer.rules.approval_hours else None
        return Party(at, (coming,), manager)

    def _replaced(self, coming: Coming, at: datetime, chosen: set[int]) -> Coming:
        found = self._turns.take(1, self._turns.colleagues_of(coming.person, self._offer, chosen))
        if not found:
            return coming
        chosen.update(found)
        replaced_at = at + (self._last - at) * self._dice.random()
        return replace(coming, replaced_at=replaced_at, replaced_by=self._coming(found[0], None))

    def _some_time(self) -> datetime:
        """Most register in the first days, the rest until shortly before the start."""
        share: float = self._dice.random() ** 2.5
        return self._opens.replace(hour=9) + (self._last - self._opens) * share

    def _coming(self, person: int, at: datetime | None) -> Coming:
        """Somebody who registers `at` that time, and may cancel after it; without it never."""
        dice = self._dice
        cancels = dice.random() < CANCELLED and at is not None
        return Coming(
            person=person,
            absent_from=frozenset(number for number in range(self._meetings) if dice.random() < ABSENT),
            answers=answers(dice),
            answers_after=timedelta(hours=dice.uniform(20, 240)) if dice.random() < ANSWERS else None,
            cancels_at=at + (self._last - at) * dice.random() if at and cancels else None,
            takes_offer=dice.choices((True, False, None), (8, 1, 1))[0],
            is_approved=dice.choices((True, False, None), (36, 3, 1))[0],
            approved_after=timedelta(hours=dice.uniform(2, 80)),
            needs=dice.choice(NEEDS) if dice.random() < HAS_NEEDS else "",
        )
