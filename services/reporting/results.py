"""Evaluation results as the evaluation service has published them: of tertials and years, and of occasions.

Nothing is computed from single answers here, and no cut is made that was not published: what the small
groups need was decided once, where the answers are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import add
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.counting.selection import Selection
from services.reporting.measures.tally import Answers, Question, questions
from services.reporting.models import EvaluationCount, Occasion, OccasionResult, TertialResult
from services.reporting.periods import Period

Place = tuple[str, str | None]

EVERYBODY_ANSWERS = "overall"  # the code of a question that no answer leaves out


class Withheld(StrEnum):
    """Why a row has no evaluation results."""

    OPEN = "open"
    TOO_FEW = "too_few"
    NOT_PUBLISHED = "not_published"


@dataclass(frozen=True)
class Result:
    """Published answers, or the reason why there are none; counts may be known while answers are not."""

    answers: Answers | None = None
    withheld: Withheld | None = None


class PublishedResults:
    """The published cuts of a period; of a year, its published tertials added up."""

    def __init__(self, session: Session, period: Period) -> None:
        rows = session.execute(
            sa.select(TertialResult.tertial, TertialResult.cuts)
            .where(TertialResult.tertial.in_(period.tertials))
            .order_by(TertialResult.tertial)
        ).all()
        self.tertials = tuple(row.tertial for row in rows)
        self._cuts: dict[tuple[str, str], Answers] = {}
        for cut in (cut for row in rows for cut in row.cuts):
            key = cut["dimension"], "" if cut["dimension"] == "all" else cut["value"]
            answers = _answers(cut)
            self._cuts[key] = self._cuts[key] + answers if key in self._cuts else answers

    def region(self) -> Result:
        """The result of the whole region."""
        return self._cut("all", "")

    def place(self, place: Place) -> Result:
        """The result of a municipality, or of one of its districts."""
        code, district = place
        return self._cut("district", f"{code}/{district}") if district else self._cut("municipality", code)

    def _cut(self, dimension: str, value: str) -> Result:
        if not self.tertials:
            return Result(withheld=Withheld.NOT_PUBLISHED)
        answers = self._cuts.get((dimension, value))
        return Result(answers) if answers else Result(withheld=Withheld.TOO_FEW)


def results_of_occasions(session: Session, occasion_ids: Iterable[UUID]) -> dict[UUID, Result]:
    """The result of each occasion that has an evaluation; while it is open, the counts alone."""
    chosen = list(occasion_ids)
    published = _published_questions(session, OccasionResult.occasion_id.in_(chosen))
    counts = session.scalars(sa.select(EvaluationCount).where(EvaluationCount.occasion_id.in_(chosen)))
    results = {occasion_id: Result(_whole(answered)) for occasion_id, answered in published.items()}
    for count in counts:
        answered = published.get(count.occasion_id, {})
        reason = Withheld.OPEN if count.state == "open" else Withheld.TOO_FEW
        results[count.occasion_id] = Result(
            Answers(count.invited, count.answered, answered), None if answered else reason
        )
    return results


def summed_over_occasions(session: Session, selection: Selection) -> Answers:
    """The published results of the occasions of a period added up.

    Only what each occasion shows by itself goes in, so that no group is smaller than those shown.
    """
    during = Occasion.last_on.between(selection.period.first, selection.period.last)
    chosen = sa.select(Occasion.id).where(during, *selection.occasion_conditions)
    published = _published_questions(session, OccasionResult.occasion_id.in_(chosen))
    return reduce(add, map(_whole, published.values()), Answers(0, 0, {}))


def closed_counts(session: Session, selection: Selection) -> tuple[int, int]:
    """How many the closed evaluations of the period's occasions asked, and how many answered."""
    during = Occasion.last_on.between(selection.period.first, selection.period.last)
    row = session.execute(
        sa.select(sa.func.sum(EvaluationCount.invited), sa.func.sum(EvaluationCount.answered))
        .select_from(sa.join(EvaluationCount, Occasion, Occasion.id == EvaluationCount.occasion_id))
        .where(EvaluationCount.state == "closed", during, *selection.occasion_conditions)
    ).one()
    return int(row[0] or 0), int(row[1] or 0)


def closed_without_results(session: Session, selection: Selection) -> int:
    """How many evaluations of the period have closed with too few answers to show."""
    during = Occasion.last_on.between(selection.period.first, selection.period.last)
    shown = sa.exists().where(OccasionResult.occasion_id == Occasion.id)
    query = (
        sa.select(sa.func.count())
        .select_from(sa.join(EvaluationCount, Occasion, Occasion.id == EvaluationCount.occasion_id))
        .where(EvaluationCount.state == "closed", during, *selection.occasion_conditions, ~shown)
    )
    return session.scalar(query) or 0


def _published_questions(
    session: Session, condition: sa.ColumnElement[bool]
) -> dict[UUID, dict[str, Question]]:
    rows = session.execute(sa.select(OccasionResult.occasion_id, OccasionResult.questions).where(condition))
    return {row.occasion_id: questions(row.questions) for row in rows}


def _answers(cut: Mapping[str, Any]) -> Answers:
    """A cut's answers; how many were invited is known of those asked the question that everybody answers."""
    asked = questions(cut["questions"])
    invited = cut.get("invited")
    answered = _most(asked) if invited is None else asked.get(EVERYBODY_ANSWERS, Question()).answered
    return Answers(invited, answered, asked)


def _whole(asked: Mapping[str, Question]) -> Answers:
    return Answers(None, _most(asked), asked)


def _most(asked: Mapping[str, Question]) -> int:
    """How many have answered: as many as answered the question that most did."""
    return max((question.answered for question in asked.values()), default=0)
