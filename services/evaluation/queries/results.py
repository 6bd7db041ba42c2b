"""Results over several evaluations: a course's over its occasions, a lecturer's or supplier's over time.

They are sums of published units, each of which is shown by itself as well: so they tell nothing that a reader
could not add up from the pages of the occasions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.distributions import Distribution, distributions
from services.evaluation.models import Evaluation, EvaluationPurpose, FreeText, Unit
from services.evaluation.problems import ActivityIsUnknown, LecturerIsUnknown
from services.evaluation.queries.evaluations import (
    Seen,
    occasions_in,
    own_of,
    see_own,
    seen,
    wanted_of,
    with_counts,
)
from services.evaluation.queries.questionnaires import asked, library
from services.evaluation.queries.texts import texts_of
from services.evaluation.questionnaires import SATISFACTION, Library
from services.evaluation.results import summed
from shared.web import Staff


@dataclass(frozen=True)
class Results:
    """Some evaluations and what was published of them together."""

    evaluations: Sequence[Seen]  # the earliest first
    questions: Library
    purpose: EvaluationPurpose = "occasion"
    texts: Mapping[str, Sequence[FreeText]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What the latest of the occasions is called."""
        return self.evaluations[-1].evaluation.title

    @cached_property
    def units(self) -> list[Unit]:
        """The published units, each once; those of follow-ups stand beside them."""
        return self._units(self.purpose)

    @cached_property
    def distributions(self) -> list[Distribution]:
        """The answers of all units together, question by question."""
        return self._together(self.units)

    @cached_property
    def followed_up(self) -> list[tuple[Distribution, Distribution]]:
        """The questions that were asked right after and months later again: then and now."""
        before = {item.question.code: item for item in self.distributions}
        return [(before[item.question.code], item) for item in self._later if item.question.code in before]

    @cached_property
    def later_only(self) -> list[Distribution]:
        """What was asked months later alone."""
        both = {later.question.code for _, later in self.followed_up}
        return [item for item in self._later if item.question.code not in both]

    @property
    def overall(self) -> Distribution | None:
        """The question by which satisfaction is measured."""
        return next((item for item in self.distributions if item.question.code == SATISFACTION), None)

    @property
    def held(self) -> list[Seen]:
        """The evaluations themselves, the latest first."""
        return [item for item in reversed(self.evaluations) if item.evaluation.purpose == self.purpose]

    @property
    def follow_ups(self) -> list[Seen]:
        """The follow-ups, the latest first."""
        return [item for item in reversed(self.evaluations) if item.evaluation.purpose != self.purpose]

    @property
    def closed(self) -> list[Seen]:
        """Those of them that nobody can answer any more."""
        return [item for item in self.held if item.evaluation.state == "closed"]

    @property
    def invited(self) -> int:
        """How many the closed ones asked."""
        return sum(item.evaluation.invited for item in self.closed)

    @property
    def answered(self) -> int:
        """How many answered the closed ones, also those whose answers wait for others."""
        return sum(item.answered for item in self.closed)

    @property
    def response_rate(self) -> float | None:
        """Answered of invited; None when nobody was asked."""
        return round(self.answered / self.invited, 4) if self.invited else None

    @property
    def pools(self) -> list[Unit]:
        """The units that hold the answers of several small evaluations."""
        return [unit for unit in self.units if unit.is_pool]

    @cached_property
    def _later(self) -> list[Distribution]:
        return [] if self.purpose == "follow_up" else self._together(self._units("follow_up"))

    def _units(self, purpose: EvaluationPurpose) -> list[Unit]:
        found = {item.unit.id: item.unit for item in self.evaluations if item.unit and item.unit.results}
        return [unit for unit in found.values() if unit.purpose == purpose]

    def _together(self, units: Sequence[Unit]) -> list[Distribution]:
        return distributions(self.questions, summed(self.questions, [unit.results or () for unit in units]))


@dataclass(frozen=True)
class EvaluationResults(Results):
    """One evaluation with what was published of it, and its follow-up beside it."""

    evaluations_in_unit: int = 1

    @property
    def mine(self) -> Seen:
        """The evaluation itself."""
        return self.held[0]

    @property
    def together_with(self) -> int:
        """How many other evaluations of the course what is shown is of as well."""
        return max(self.evaluations_in_unit - 1, 0)


def evaluation_results(session: Session, staff: Staff, evaluation_id: UUID) -> EvaluationResults:
    """The results of one evaluation. Raises EvaluationIsUnknown, also where the caller may not see it."""
    return own_results(session, own_of(staff), evaluation_id)


def own_results(session: Session, lecturer: UUID | None, evaluation_id: UUID) -> EvaluationResults:
    """The results of one evaluation as its lecturer or supplier sees them. Raises EvaluationIsUnknown."""
    mine = see_own(session, lecturer, evaluation_id)
    questions = dict(library(session).questions)
    questions |= {item.code: item for item in asked(session, mine.evaluation).questions}
    as_asked = Library(questions)
    found = [mine]
    if mine.evaluation.purpose == "occasion":
        found += _follow_up(session, lecturer, mine.evaluation)
    return EvaluationResults(
        found,
        as_asked,
        mine.evaluation.purpose,
        texts_of(session, [mine.unit] if mine.unit else [], as_asked),
        occasions_in(session, mine.unit) if mine.unit else 1,
    )


def activity_results(session: Session, staff: Staff, activity_id: UUID) -> Results:
    """The results of a course over its occasions. Raises ActivityIsUnknown."""
    found = _found(session, own_of(staff), Evaluation.activity_id == activity_id)
    if not found:
        raise ActivityIsUnknown()
    return Results(found, library(session))


def lecturer_results(session: Session, staff: Staff, contact_id: UUID) -> Results:
    """The results of a lecturer or supplier over time; a lecturer sees their own. Raises LecturerIsUnknown.

    An answer counts where its unit is wholly theirs: else it would be somebody else's result too.
    """
    if own_of(staff) not in (None, contact_id):
        raise LecturerIsUnknown()
    found = _found(session, contact_id)
    if not found:
        raise LecturerIsUnknown()
    return Results(found, library(session))


def _found(session: Session, lecturer: UUID | None, *wanted: sa.ColumnElement[bool]) -> list[Seen]:
    rows = session.scalars(seen(lecturer).where(*wanted).order_by(Evaluation.held_on, Evaluation.id)).all()
    return with_counts(session, rows, lecturer)


def _follow_up(session: Session, lecturer: UUID | None, evaluation: Evaluation) -> list[Seen]:
    """The follow-up of an occasion's evaluation."""
    return _found(
        session,
        lecturer,
        Evaluation.occasion_id == evaluation.occasion_id,
        Evaluation.purpose == "follow_up",
    )


@dataclass(frozen=True)
class ActivityRow:
    """A course in the list of results."""

    activity_id: UUID
    results: Results


def list_activities(
    session: Session, staff: Staff, *, page: int = 1, per_page: int = 50, **wanted: Any
) -> tuple[list[ActivityRow], int]:
    """The courses with an evaluation that the caller may see, the latest held first; and how many they are.

    A course is found by the kind, period or title of any of its occasions; its results are of them all.
    """
    lecturer = own_of(staff)
    mine = seen(lecturer).where(*wanted_of(purposes=("occasion",), **wanted)).subquery()
    latest = sa.func.max(mine.c.held_on)
    courses = (
        sa.select(mine.c.activity_id).group_by(mine.c.activity_id).order_by(latest.desc(), mine.c.activity_id)
    )
    total = session.scalar(sa.select(sa.func.count(sa.distinct(mine.c.activity_id)))) or 0
    ids = session.scalars(courses.offset((page - 1) * per_page).limit(per_page)).all()
    all_of_them = _found(session, lecturer, Evaluation.activity_id.in_(ids))
    questions = library(session)
    rows = [
        ActivityRow(
            key, Results([item for item in all_of_them if item.evaluation.activity_id == key], questions)
        )
        for key in ids
        if key is not None
    ]
    return rows, total
