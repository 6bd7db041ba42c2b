"""Reading surveys: how far each has come, and which can be compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.comparisons import Comparison, Side, compare
from services.evaluation.models import Evaluation, Invitation, StoredQuestionnaire, Unit
from services.evaluation.operations.counting import answered_so_far
from services.evaluation.operations.recipients import FEW
from services.evaluation.problems import SurveyHasNoResults, SurveyIsUnknown
from services.evaluation.queries.questionnaires import asked
from shared import clock
from shared.web import count_pages

SurveyState = Literal["planned", "open", "closed"]


@dataclass(frozen=True)
class SeenSurvey:
    """A survey as the office sees it: what is planned, how many have answered, and whether it has results."""

    survey: Evaluation
    answered: int
    results: Sequence[dict[str, Any]]
    was_sent: bool  # to anybody
    questionnaire: str  # its name

    @property
    def state(self) -> SurveyState:
        """Planned until it opens."""
        if self.survey.state == "closed":
            return "closed"
        return "planned" if self.survey.due_at > clock.now() else "open"

    @property
    def has_results(self) -> bool:
        """Whether it is closed, and enough have answered."""
        return bool(self.results)

    @property
    def is_imported(self) -> bool:
        """Whether only the published results of an earlier survey are known."""
        return self.survey.imported_on is not None

    @property
    def is_small(self) -> bool:
        """Whether so few are asked that their answers may be guessed."""
        return not self.is_imported and 0 < self.survey.invited <= FEW

    @property
    def response_rate(self) -> float | None:
        """Answered of invited; None when nobody was asked."""
        return round(self.answered / self.survey.invited, 4) if self.survey.invited else None


@dataclass(frozen=True)
class SurveyPage:
    """A page of the list, and how long the list is."""

    items: list[SeenSurvey]
    total: int
    pages: int


@dataclass(frozen=True)
class ComparisonAtHand:
    """Where a survey with results can be compared: with the one that was chosen for it, else with any."""

    earlier: UUID | None
    later: UUID | None
    title: str | None = None  # of the other one, where it was chosen

    @property
    def query(self) -> str:
        """The part of an address that asks for it."""
        return "&".join(f"{name}={key}" for name, key in (("a", self.earlier), ("b", self.later)) if key)


@dataclass(frozen=True)
class ComparedSurveys:
    """Two surveys and what they tell together."""

    first: SeenSurvey
    second: SeenSurvey
    comparison: Comparison


def list_surveys(
    session: Session, *, state: SurveyState | None = None, page: int = 1, per_page: int = 50
) -> SurveyPage:
    """Surveys, the one that opened or opens last first."""
    wanted = sa.select(Evaluation).where(Evaluation.purpose == "survey")
    if state is not None:
        wanted = wanted.where(_is(state))
    total = session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
    wanted = wanted.order_by(Evaluation.due_at.desc(), Evaluation.id)
    found = session.scalars(wanted.offset((page - 1) * per_page).limit(per_page)).all()
    return SurveyPage(_seen(session, found), total, count_pages(total, per_page))


def see_survey(session: Session, survey_id: UUID) -> SeenSurvey:
    """One survey. Raises SurveyIsUnknown."""
    mine = sa.select(Evaluation).where(Evaluation.id == survey_id, Evaluation.purpose == "survey")
    found = session.scalars(mine).all()
    if not found:
        raise SurveyIsUnknown()
    return _seen(session, found)[0]


def others(session: Session, besides: UUID | None = None) -> list[Evaluation]:
    """Every other survey, the latest first: what a survey may be compared with once both have results."""
    query = sa.select(Evaluation).where(Evaluation.purpose == "survey")
    if besides is not None:
        query = query.where(Evaluation.id != besides)
    return list(session.scalars(query.order_by(Evaluation.held_on.desc(), Evaluation.id)))


def compared_with(session: Session, survey: Evaluation) -> Evaluation | None:
    """The survey that this one is to be compared with."""
    return session.get(Evaluation, survey.compared_with) if survey.compared_with else None


def comparable(session: Session) -> list[Evaluation]:
    """The surveys that have results, the latest first."""
    with_results = sa.select(Unit.id).where(Unit.results.is_not(None))
    query = sa.select(Evaluation).where(Evaluation.purpose == "survey", Evaluation.unit_id.in_(with_results))
    return list(session.scalars(query.order_by(Evaluation.held_on.desc(), Evaluation.id)))


def comparison_at_hand(session: Session, survey: Evaluation) -> ComparisonAtHand | None:
    """What a survey can be compared with now; None where it has no results, or no other survey has."""
    ready = comparable(session)
    others = [item for item in ready if item.id != survey.id]
    if not others or len(others) == len(ready):
        return None
    for item in others:
        if item.id == survey.compared_with:
            return ComparisonAtHand(item.id, survey.id, item.title)
    for item in others:
        if item.compared_with == survey.id:
            return ComparisonAtHand(survey.id, item.id, item.title)
    return ComparisonAtHand(survey.id, None) if survey.imported_on else ComparisonAtHand(None, survey.id)


def compare_surveys(session: Session, first_id: UUID, second_id: UUID) -> ComparedSurveys:
    """Two surveys question by question. Raises SurveyIsUnknown, SurveyHasNoResults."""
    first, second = see_survey(session, first_id), see_survey(session, second_id)
    if not first.results or not second.results:
        raise SurveyHasNoResults()
    sides = (Side(asked(session, seen.survey), seen.results) for seen in (first, second))
    return ComparedSurveys(first, second, compare(*sides))


def _is(state: SurveyState) -> sa.ColumnElement[bool]:
    if state == "closed":
        return Evaluation.state == "closed"
    is_planned = Evaluation.due_at > clock.now()
    return sa.and_(Evaluation.state == "open", is_planned if state == "planned" else ~is_planned)


def _seen(session: Session, found: Sequence[Evaluation]) -> list[SeenSurvey]:
    counts = answered_so_far(session, [item.id for item in found if item.state == "open"])
    units = {item.unit_id for item in found if item.unit_id}
    published = sa.select(Unit.id, Unit.results).where(Unit.id.in_(units), Unit.results.is_not(None))
    results = {row.id: row.results for row in session.execute(published)}
    names = dict(session.execute(sa.select(StoredQuestionnaire.code, StoredQuestionnaire.name)).all())
    sent = _sent_among(session, [item.id for item in found])
    return [
        SeenSurvey(
            item,
            counts.get(item.id, item.answered),
            results.get(item.unit_id, ()) if item.unit_id else (),
            item.id in sent,
            names[item.questionnaire],
        )
        for item in found
    ]


def _sent_among(session: Session, survey_ids: Sequence[UUID]) -> set[UUID]:
    """The surveys that somebody has been asked to answer."""
    asked = sa.exists().where(Invitation.evaluation_id == Evaluation.id, Invitation.state != "waiting")
    return set(session.scalars(sa.select(Evaluation.id).where(Evaluation.id.in_(survey_ids), asked)))
