"""The counts that measures are made of: those of participation, and those of published answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

ENTHUSIASTIC = ("9", "10")  # who answer so are counted as recommending, as everywhere in surveys


@dataclass
class Tally:
    """Participation counted in one group: all are exact, and persons and occasions are unique ones."""

    occasions: int = 0
    registrations: int = 0
    waiting: int = 0
    cancellations: int = 0
    participants: int = 0
    attendances: int = 0
    minutes: int = 0
    municipalities: int = 0
    network_meetings: int = 0


@dataclass(frozen=True)
class Question:
    """The published answers to one question: how many, how many of them were satisfied, and their sum.

    Satisfied is 4 or 5 on the scale to 5; of a recommendation, from 0 to 10, it is 9 or 10.
    """

    answered: int = 0
    satisfied: int = 0
    points: float = 0.0

    def __add__(self, other: "Question") -> "Question":
        return Question(
            self.answered + other.answered, self.satisfied + other.satisfied, self.points + other.points
        )


@dataclass(frozen=True)
class Answers:
    """Published answers of one group; `invited` is None where it is not known for the group."""

    invited: int | None
    answered: int
    questions: Mapping[str, Question]

    def question(self, code: str) -> Question:
        """The answers to a question; empty where it was not asked or not published."""
        return self.questions.get(code, Question())

    def __add__(self, other: "Answers") -> "Answers":
        known = self.invited is not None and other.invited is not None
        codes = {*self.questions, *other.questions}
        return Answers(
            (self.invited or 0) + (other.invited or 0) if known else None,
            self.answered + other.answered,
            {code: self.question(code) + other.question(code) for code in codes},
        )


def questions(published: Iterable[Mapping[str, Any]]) -> dict[str, Question]:
    """Published questions as the evaluation service states them, ready to be added up."""
    return {item["code"]: _question(item) for item in published}


def _question(item: Mapping[str, Any]) -> Question:
    counts: Mapping[str, int] = item["counts"]
    points = sum(int(value) * count for value, count in counts.items() if value.isdigit())
    if not counts:  # only the mean is known
        points = (item["mean"] or 0) * item["answered"]
    satisfied = item["satisfied"]
    if satisfied is None:  # no scale to 5
        satisfied = sum(counts.get(value, 0) for value in ENTHUSIASTIC)
    return Question(item["answered"], satisfied, points)
