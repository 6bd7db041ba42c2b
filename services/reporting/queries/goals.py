"""Finding goals: those of a period, and what the office has written about them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.reporting.models import Goal, GoalComment
from services.reporting.periods import Period
from services.reporting.problems import GoalNotFound
from shared import clock

_ORDER = (Goal.position, Goal.code)


@dataclass(frozen=True)
class Comment:
    """A comment as it stands; `revision` is 0 where there is none yet."""

    period: str
    text: str = ""
    revision: int = 0


def goals_in(session: Session, period: Period) -> Sequence[Goal]:
    """The goals that are valid on some day of the period, area by area in their order."""
    during = (
        sa.or_(Goal.valid_from.is_(None), Goal.valid_from <= period.last),
        sa.or_(Goal.valid_to.is_(None), Goal.valid_to >= period.first),
    )
    return in_areas(session.scalars(sa.select(Goal).where(*during).order_by(*_ORDER)).all())


def all_goals(session: Session) -> Sequence[Goal]:
    """Every goal that is, was or comes, area by area in their order."""
    return in_areas(session.scalars(sa.select(Goal).order_by(*_ORDER)).all())


def in_areas(goals: Sequence[Goal]) -> list[Goal]:
    """The same goals, those of an area together, and the areas in the order of their first goals."""
    areas = list(dict.fromkeys(goal.area for goal in goals))
    return sorted(goals, key=lambda goal: areas.index(goal.area))


def find_goal(session: Session, code: str) -> Goal:
    """One goal. Raises GoalNotFound."""
    goal = session.get(Goal, code)
    if goal is None:
        raise GoalNotFound()
    return goal


def comments_in(session: Session, period: Period) -> dict[str, list[dict[str, Any]]]:
    """By goal, what is written about the tertials that make up a period, oldest first."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for comment in session.scalars(
        sa.select(GoalComment)
        .where(GoalComment.period.in_(period.tertials), GoalComment.text != "")
        .order_by(GoalComment.period)
    ):
        written_on = clock.local(comment.written_at).date()
        found[comment.goal].append(
            {"period": comment.period, "text": comment.text, "written_on": written_on.isoformat()}
        )
    return dict(found)


def comment_on(session: Session, code: str, period: str) -> Comment:
    """What is written about a goal in a tertial."""
    found = session.get(GoalComment, (code, period), populate_existing=True)
    return Comment(period, found.text, found.revision) if found else Comment(period)
