"""Reading evaluations: who may see which, and what of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, PublishedTertial, UnaskedOccasion, Unit
from services.evaluation.operations.counting import answered_so_far
from services.evaluation.problems import EvaluationIsUnknown
from services.evaluation.questionnaires import SATISFACTION
from shared import clock
from shared.web import Staff, count_pages

State = Literal["planned", "open", "closed"]
Withheld = Literal["open", "too_few"]
NobodyAsked = Literal["nobody_present", "nobody_drawn", "nobody_left"]
_NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Seen:
    """An evaluation as its readers see it: counts while it is open, results once it is closed.

    `unit` is None where it has none yet, and where it is a pool of which the reader may not see all parts.
    """

    evaluation: Evaluation
    answered: int
    unit: Unit | None

    @property
    def state(self) -> State:
        """Planned until the first are asked, then open, then closed."""
        return "planned" if self.evaluation.is_planned else self.evaluation.state

    @property
    def response_rate(self) -> float | None:
        """Answered of invited; None when nobody was asked."""
        return round(self.answered / self.evaluation.invited, 4) if self.evaluation.invited else None

    @property
    def nobody_asked(self) -> NobodyAsked | None:
        """Why nobody is asked of those who were there; None where somebody is, and of a survey."""
        if self.evaluation.invited or self.evaluation.purpose == "survey":
            return None
        if self.evaluation.present == 0:
            return "nobody_present"
        return "nobody_drawn" if self.evaluation.sample_seed else "nobody_left"

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
    session: Session, staff: Staff, *, page: int = 1, per_page: int = 50, **wanted: Any
) -> Page:
    """The evaluations a member of staff may see, the latest held first; `wanted` as in `wanted_of`."""
    only = own_of(staff)
    query = seen(only).where(*wanted_of(**wanted))
    total = session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    query = query.order_by(Evaluation.held_on.desc(), Evaluation.id)
    found = session.scalars(query.offset((page - 1) * per_page).limit(per_page)).all()
    return Page(with_counts(session, found, only), total, count_pages(total, per_page))


def see_evaluation(session: Session, staff: Staff, evaluation_id: UUID) -> Seen:
    """One evaluation. Raises EvaluationIsUnknown, also where the caller may not see it."""
    return see_own(session, own_of(staff), evaluation_id)


def see_own(session: Session, lecturer: UUID | None, evaluation_id: UUID) -> Seen:
    """One evaluation as its lecturer or supplier sees it. Raises EvaluationIsUnknown, also for another's."""
    found = session.scalars(seen(lecturer).where(Evaluation.id == evaluation_id)).all()
    if not found:
        raise EvaluationIsUnknown()
    return with_counts(session, found, lecturer)[0]


def occasions_in(session: Session, unit: Unit) -> int:
    """How many evaluations a unit is made of."""
    query = sa.select(sa.func.count()).where(Evaluation.unit_id == unit.id)
    return session.scalar(query) or 0


def own_of(staff: Staff) -> UUID | None:
    """The lecturer whose evaluations are all that the caller may see; None where the caller sees any."""
    return (staff.contact_id or _NOBODY) if staff.role == "lecturer" else None


def seen(lecturer: UUID | None) -> sa.Select[Evaluation]:
    """The evaluations that may be seen: a lecturer sees those of their own occasions only."""
    query = sa.select(Evaluation)
    return query if lecturer is None else query.where(Evaluation.lecturer_contact_id == lecturer)


def with_counts(session: Session, found: Sequence[Evaluation], lecturer: UUID | None) -> list[Seen]:
    """The evaluations with how many have answered until now, and what was published of them."""
    counts = answered_so_far(session, [item.id for item in found if item.state == "open"])
    units = _whole_units(session, {item.unit_id for item in found if item.unit_id}, lecturer)
    return [
        Seen(item, counts.get(item.id, item.answered), units.get(item.unit_id) if item.unit_id else None)
        for item in found
    ]


def _whole_units(session: Session, unit_ids: set[UUID], lecturer: UUID | None) -> dict[UUID, Unit]:
    """The units; for a lecturer those that hold nothing but answers about them."""
    query = sa.select(Unit).where(Unit.id.in_(unit_ids))
    if lecturer is not None:
        of_others = sa.select(Evaluation.unit_id).where(
            Evaluation.unit_id.in_(unit_ids), Evaluation.lecturer_contact_id.is_distinct_from(lecturer)
        )
        query = query.where(Unit.id.not_in(of_others))
    return {unit.id: unit for unit in session.scalars(query)}


def wanted_of(
    *,
    occasion: UUID | None = None,
    activity: UUID | None = None,
    lecturer: UUID | None = None,
    purposes: Sequence[str] = (),
    state: str | None = None,
    kind: str | None = None,
    period: str | None = None,
    q: str | None = None,
) -> list[sa.ColumnElement[bool]]:
    """What holds of the evaluations that were asked for; a period is a year or a tertial."""
    is_planned = Evaluation.due_at > clock.now()
    by_state = {
        "planned": sa.and_(Evaluation.state == "open", is_planned),
        "open": sa.and_(Evaluation.state == "open", sa.not_(is_planned)),
        "closed": Evaluation.state == "closed",
    }
    given = {
        Evaluation.occasion_id: occasion,
        Evaluation.activity_id: activity,
        Evaluation.lecturer_contact_id: lecturer,
        Evaluation.kind: kind,
    }
    wanted = [column == value for column, value in given.items() if value is not None]
    if purposes:
        wanted.append(Evaluation.purpose.in_(purposes))
    if state is not None:
        wanted.append(by_state[state])
    if period is not None:
        wanted.append(Evaluation.tertial.startswith(period))
    if q:
        wanted.append(Evaluation.title.icontains(q, autoescape=True))
    return wanted


def list_unasked(session: Session, *, page: int = 1, per_page: int = 50) -> tuple[list[UnaskedOccasion], int]:
    """The occasions whose rule asked nobody, the latest held first; and how many they are."""
    total = session.scalar(sa.select(sa.func.count()).select_from(UnaskedOccasion)) or 0
    found = sa.select(UnaskedOccasion).order_by(UnaskedOccasion.held_on.desc(), UnaskedOccasion.occasion_id)
    return list(session.scalars(found.offset((page - 1) * per_page).limit(per_page))), total


def list_periods(session: Session, staff: Staff) -> list[str]:
    """The years and tertials with an evaluation that the caller may see, the latest first."""
    mine = seen(own_of(staff)).subquery()
    tertials = list(session.scalars(sa.select(mine.c.tertial).distinct()))
    return sorted({*tertials, *(tertial[:4] for tertial in tertials)}, reverse=True)


@dataclass(frozen=True)
class TertialState:
    """How far a tertial has come: its evaluations, and when it was published."""

    tertial: str
    evaluations: int
    still_open: int
    published_on: date | None


def list_tertials(session: Session) -> list[TertialState]:
    """Every tertial with an evaluation of an occasion, the latest first."""
    still_open = sa.func.sum(sa.case((Evaluation.state == "open", 1), else_=0))
    rows = session.execute(
        sa.select(Evaluation.tertial, sa.func.count(), still_open, PublishedTertial.published_on)
        .outerjoin(PublishedTertial, PublishedTertial.tertial == Evaluation.tertial)
        .where(Evaluation.purpose == "occasion")
        .group_by(Evaluation.tertial, PublishedTertial.published_on)
        .order_by(Evaluation.tertial.desc())
    )
    return [TertialState(*row) for row in rows]
