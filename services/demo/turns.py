"""Who comes next, so that each person comes at least once before anybody comes twice."""

import random
from collections import deque
from collections.abc import Callable, Collection

from services.demo.offers import Offer
from services.demo.people import Person

Fits = Callable[[int], bool]


class Turns:
    """Everybody in a row; whoever was taken stands last again."""

    def __init__(self, people: list[Person], dice: random.Random) -> None:
        self._people = people
        self._dice = dice
        everybody = list(range(len(people)))
        dice.shuffle(everybody)
        self._row = deque(everybody)

    def take(self, count: int, fits: Fits) -> list[int]:
        """The first in the row that fit, as many as there are up to `count`."""
        taken: list[int] = []
        for number in self._row:
            if len(taken) == count:
                break
            if fits(number):
                taken.append(number)
        for number in taken:
            self._row.remove(number)
            self._row.append(number)
        return taken

    def for_offer(self, offer: Offer, among: Collection[int] | None = None) -> Fits:
        """Whether somebody would come to it: one in ten also to what is meant for others."""

        def fits(number: int) -> bool:
            role = self._people[number].role
            is_meant = not offer.roles or role in offer.roles
            would_come = is_meant or (offer.is_for(role) and self._dice.random() < 0.1)
            return would_come and (among is None or number in among)

        return fits

    def colleagues_of(self, person: int, offer: Offer, others: Collection[int]) -> Fits:
        """Whether somebody works in the same place and is not one of the others."""
        home = _home(self._people[person])
        fits = self.for_offer(offer)

        def is_colleague(number: int) -> bool:
            known = self._people[number]
            return number not in others and _home(known) == home and not known.is_protected and fits(number)

        return is_colleague

    def manager_of(self, person: int) -> int:
        """A manager in the same municipality, or else one from elsewhere."""
        managers = [number for number, known in enumerate(self._people) if known.role == "manager"]
        others = [number for number in managers if number != person]
        near = [
            item for item in others if self._people[item].municipality == self._people[person].municipality
        ]
        return self._dice.choice(near or others)


def _home(person: Person) -> tuple[str, str | None, str]:
    return person.municipality, person.district, person.side
