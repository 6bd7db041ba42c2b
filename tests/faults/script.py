"""What people do in the journey: who registers where, who thinks better of it, and who answers."""

from dataclasses import dataclass
from random import Random
from typing import Any

OCCASIONS = 10
PLACES_OF_TEN = 6  # so many of ten who want one get a place at once
PLACES = (("0182", None), ("0180", "farsta"), ("0126", None), ("0136", None), ("0180", "bromma"))
CANCEL, AGAIN, PRESENT, ANSWER = 0.2, 0.03, 0.85, 0.5  # shares of those who could


@dataclass(frozen=True)
class Deed:
    """Somebody registers, does so once more, or cancels."""

    what: str
    person: int


class Script:
    """The deeds of a seed, in their order."""

    def __init__(self, seed: int, people: int) -> None:
        self.people = people
        self._random = Random(f"script {seed}")
        self.deeds = [Deed("register", person) for person in range(people)]
        self._random.shuffle(self.deeds)
        changing = self._random.sample(range(people), int(people * (AGAIN + CANCEL)))
        again = int(people * AGAIN)
        for what, some in (("again", changing[:again]), ("cancel", changing[again:])):
            for person in some:
                begin = self.deeds.index(Deed("register", person)) + 1
                self.deeds.insert(self._random.randint(begin, len(self.deeds)), Deed(what, person))

    @property
    def places(self) -> int:
        """The places of each occasion."""
        return self.people // OCCASIONS * PLACES_OF_TEN // 10

    @property
    def steps(self) -> int:
        """How many steps the journey has, as far as can be known beforehand."""
        return len(self.deeds) + 2 * OCCASIONS + int(self.places * OCCASIONS * PRESENT * ANSWER)

    def present(self, confirmed: list[str]) -> list[str]:
        """Those of the confirmed who come."""
        return sorted(self._random.sample(sorted(confirmed), round(len(confirmed) * PRESENT)))

    def answering(self, present: list[str]) -> list[str]:
        """Those of the present who answer."""
        return self._random.sample(sorted(present), int(len(present) * ANSWER))


def participant(person: int) -> dict[str, Any]:
    """Somebody with an address of their own."""
    municipality, district = PLACES[person % len(PLACES)]
    return {
        "given_name": "Anna",
        "family_name": f"Ek {person}",
        "email": address(person),
        "municipality": municipality,
        "district": district,
        "workplace": "Gruppbostad Eken",
        "employer": "municipal",
        "side": "provider",
        "role": "base_staff",
    }


def address(person: int) -> str:
    """The address of a person."""
    return f"deltagare{person}@nacka.example"
