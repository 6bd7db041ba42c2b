"""One question's published figures as they are read: every value by its name, with its number and share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from services.evaluation.questionnaires import Library, Question
from shared.i18n import gettext as _

Figures = Mapping[str, Any]  # a question of published results
ENTHUSIASTS, CRITICS = range(9, 11), range(7)  # of those who were asked whether they would recommend it


@dataclass(frozen=True)
class Line:
    """One value: how many gave it, and their share of those who answered."""

    value: str
    name: str
    count: int
    share: float


@dataclass(frozen=True)
class Distribution:
    """A question with its figures; where several may be chosen, the shares may add up to more than one."""

    question: Question
    figures: Figures

    @property
    def answered(self) -> int:
        """How many answered the question."""
        return int(self.figures["answered"])

    @property
    def mean(self) -> float | None:
        """The mean of the figures given; None where answers are no figures."""
        return self.figures["mean"]  # type: ignore[no-any-return]

    @property
    def satisfied_share(self) -> float | None:
        """The share that gave 4 or 5; None where that has no meaning."""
        satisfied = self.figures["satisfied"]
        return None if satisfied is None else satisfied / self.answered

    @property
    def recommending(self) -> tuple[float, float] | None:
        """The shares that gave 9 or 10, and 0 to 6, where it was asked whether they would recommend it."""
        if self.question.kind != "recommendation":
            return None
        return self._share_of(ENTHUSIASTS), self._share_of(CRITICS)

    @property
    def lines(self) -> list[Line]:
        """Every value in the order in which it was asked, also those that nobody gave."""
        counts, names = self.figures["counts"], value_names(self.question)
        values = [*self.question.values, *(value for value in counts if value not in names)]
        return [
            Line(value, names.get(value, value), counts.get(value, 0), counts.get(value, 0) / self.answered)
            for value in values
        ]

    def _share_of(self, figures: Iterable[int]) -> float:
        counts = self.figures["counts"]
        return float(sum(counts.get(str(figure), 0) for figure in figures) / self.answered)


def distributions(questions: Library, published: Sequence[Figures]) -> list[Distribution]:
    """Published results, question by question in their own order."""
    return [Distribution(questions[item["code"]], item) for item in published]


def value_names(question: Question) -> dict[str, str]:
    """What each value of a question is called in the reader's language."""
    if question.kind == "yes_no":
        return {"yes": _("Yes"), "no": _("No")}
    if question.options:
        return {option.code: str(option.text) for option in question.options}
    if question.bands:
        return dict(_bands(question.bands))
    return {value: value for value in question.values}


def _bands(bands: Sequence[int]) -> Iterator[tuple[str, str]]:
    for first, following in pairwise(bands):
        last = following - 1
        yield str(first), str(first) if first == last else f"{first}–{last}"
    yield str(bands[-1]), _("%(number)s or more", number=bands[-1])
