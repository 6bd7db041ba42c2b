"""Two surveys side by side: the questions that both ask, measured alike, and those that only one asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.evaluation.distributions import Distribution, Figures, Line, value_names
from services.evaluation.questionnaires import Question, Questionnaire


@dataclass(frozen=True)
class ComparedValue:
    """One answer to choose: how many chose it in each survey."""

    first: Line
    second: Line

    @property
    def difference(self) -> float:
        """How much its share has risen."""
        return round(self.second.share - self.first.share, 4)


@dataclass(frozen=True)
class ComparedQuestion:
    """A question that both surveys asked; differences are the second less the first."""

    first: Distribution
    second: Distribution

    @property
    def question(self) -> Question:
        """What was asked, as the second put it."""
        return self.second.question

    @property
    def mean_difference(self) -> float | None:
        """How much the mean has risen; None where there is no mean."""
        return _less(self.second.mean, self.first.mean)

    @property
    def satisfied_difference(self) -> float | None:
        """How much the share of 4 and 5 has risen; None where there is none."""
        return _less(self.second.satisfied_share, self.first.satisfied_share)

    @property
    def values(self) -> list[ComparedValue]:
        """Every answer to choose, in order; one that an older version did not have was given by nobody."""
        names = value_names(self.question)
        first, second = ({line.value: line for line in side.lines} for side in (self.first, self.second))
        return [
            ComparedValue(
                first.get(value) or Line(value, names.get(value, value), 0, 0.0),
                second.get(value) or Line(value, names.get(value, value), 0, 0.0),
            )
            for value in dict.fromkeys([*second, *first])
        ]


@dataclass(frozen=True)
class Comparison:
    """What two surveys tell together."""

    both: Sequence[ComparedQuestion]
    only_first: Sequence[Question]
    only_second: Sequence[Question]


@dataclass(frozen=True)
class Side:
    """One of the two: its questions as they were asked, and what was published of them."""

    asked: Questionnaire
    results: Sequence[Figures]

    @property
    def distributions(self) -> dict[str, Distribution]:
        """Its published questions by code, in the order in which they were asked."""
        figures = {item["code"]: item for item in self.results}
        return {
            item.code: Distribution(item, figures[item.code])
            for item in self.asked.questions
            if item.code in figures
        }


def compare(first: Side, second: Side) -> Comparison:
    """Compare the published results of two surveys, question by question, by their codes."""
    one, other = first.distributions, second.distributions
    return Comparison(
        [ComparedQuestion(one[code], other[code]) for code in other if code in one],
        [item.question for code, item in one.items() if code not in other],
        [item.question for code, item in other.items() if code not in one],
    )


def _less(later: float | None, earlier: float | None) -> float | None:
    return None if later is None or earlier is None else round(later - earlier, 4)
