"""Reading evaluations: who may see which, and what of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, FreeText, PublishedTertial, Unit
from services.evaluation.operations.counting import answered_so_far
from services.evaluation.problems import EvaluationIsUnknown
from services.evaluation.questionnaire import SATISFACTION, asked
from shared.web import Staff

Withheld = Literal["open", "too_few"]


@dataclass(frozen=True)
class Seen:
    """An evaluation as its readers see it: counts while it is open, results once it is closed."""

    evaluation: Evaluation
    answered: int
    unit: Unit | None

    @property
    def response_rate(self) -> float | None:
        """Answered of invited; None when nobody was asked."""
        return round(self.answered / self.evaluation.invited, 4) if self.evaluation.invited else None

    @property
    def results(self) -> Mapping[str, Any] | None:
        """The evaluation's own published results."""
        if self.unit is None or self.unit.is_pool or self.unit.results is None:
            return None
        return {"questions": self.unit.results}

    @property
    def results_withheld(self) -> Withheld | None:
        """Why there are no results."""
        if self.evaluation.state == "open":
            return "open"
        return None if self.results else "too_few"

    @property
    def overall(self) -> Mapping[str, Any] | None:
        """The evaluation's own figures of the question by which satisfaction is measured."""
        questions = self.results["questions"] if self.results else ()
        return next((item for item in questions if item["code"] == SATISFACTION), None)

    @property
    def shown(self) -> Sequence[Mapping[str, Any]]:
        """What a page may show: the evaluation's own results, or its pool's once that is published."""
        return (self.unit.results if self.unit else None) or ()


@dataclass(frozen=True)
class Page:
    """A page of a list, and how long the list is."""

    items: list[Seen]
    total: int
    pages: int


def list_evaluations(
    session: Session,
    staff: Staff,
    *,
    occasion: UUID | None = None,
    state: str | None = None,
    page: int = 1,
    per_page: int = 50,
) -> Page:
    """The evaluations a member of staff may see, the latest held first."""
    wanted = _seen_by(staff)
    if occasion is not None:
        wanted = wanted.where(Evaluation.occasion_id == occasion)
    if state is not None:
        wanted = wanted.where(Evaluation.state == state)
    total = session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
    wanted = wanted.order_by(Evaluation.held_on.desc(), Evaluation.id)
    found = session.scalars(wanted.offset((page - 1) * per_page).limit(per_page)).all()
    return Page(_with_counts(session, found), total, -(-total // per_page))


def see_evaluation(session: Session, staff: Staff, evaluation_id: UUID) -> Seen:
    """One evaluation. Raises EvaluationIsUnknown, also where the caller may not see it."""
    found = session.scalars(_seen_by(staff).where(Evaluation.id == evaluation_id)).all()
    if not found:
        raise EvaluationIsUnknown()
    return _with_counts(session, found)[0]


def texts_of(session: Session, seen: Seen) -> dict[str, list[str]]:
    """What people wrote, by question; the ids are random, so their order says nothing."""
    if seen.unit is None or seen.unit.results is None:
        return {}
    questionnaire = asked(seen.evaluation.questionnaire, seen.evaluation.questionnaire_version)
    texts: dict[str, list[str]] = {item.code: [] for item in questionnaire.texts}
    mine = sa.select(FreeText).where(FreeText.unit_id == seen.unit.id).order_by(FreeText.id)
    for row in session.scalars(mine):
        texts.setdefault(row.question, []).append(row.text)
    return {code: written for code, written in texts.items() if written}


def occasions_in(session: Session, unit: Unit) -> int:
    """How many evaluations a unit is made of."""
    mine = sa.select(sa.func.count()).where(Evaluation.unit_id == unit.id)
    return session.scalar(mine) or 0


@dataclass(frozen=True)
class TertialState:
    """How far a tertial has come: its evaluations, and when it was published."""

    tertial: str
    evaluations: int
    still_open: int
    published_on: date | None


def list_tertials(session: Session) -> list[TertialState]:
    """Every tertial with an evaluation, the latest first."""
    still_open = sa.func.sum(sa.case((Evaluation.state == "open", 1), else_=0))
    rows = session.execute(
        sa.select(Evaluation.tertial, sa.func.count(), still_open, PublishedTertial.published_on)
        .outerjoin(PublishedTertial, PublishedTertial.tertial == Evaluation.tertial)
        .group_by(Evaluation.tertial, PublishedTertial.published_on)
        .order_by(Evaluation.tertial.desc())
    )
    return [TertialState(*row) for row in rows]


def _seen_by(staff: Staff) -> sa.Select[Evaluation]:
    """A lecturer sees the evaluations of their own occasions only."""
    query = sa.select(Evaluation)
    if staff.role != "lecturer":
        return query
    return query.where(
        Evaluation.lecturer_contact_id.is_not(None),
        Evaluation.lecturer_contact_id == staff.contact_id,
    )


def _with_counts(session: Session, found: Sequence[Evaluation]) -> list[Seen]:
    counts = answered_so_far(session, [item.id for item in found if item.state == "open"])
    wanted = {item.unit_id for item in found if item.unit_id}
    units = {unit.id: unit for unit in session.scalars(sa.select(Unit).where(Unit.id.in_(wanted)))}
    return [
        Seen(item, counts.get(item.id, item.answered), units.get(item.unit_id) if item.unit_id else None)
        for item in found
    ]
