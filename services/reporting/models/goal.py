"""Goals, and what the office says of how they stand; no read models, so a replay leaves them alone."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.base import Base


class Goal(Base):
    """A goal: what is measured, in which cut, and what it must reach; `responsible` is a post, no person.

    The goal is one of the periods that have a day from `valid_from` to `valid_to`; None has no such end.
    """

    __tablename__ = "goals"

    code: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int]
    area: Mapped[str]
    sentence: Mapped[str]
    measure: Mapped[str]
    cut: Mapped[dict[str, Any]] = mapped_column(JSON)
    comparison: Mapped[str]
    target: Mapped[float | None]
    responsible: Mapped[str]
    position: Mapped[int]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class GoalComment(Base):
    """What the office says of a goal in a tertial; an emptied comment stays, so that its revision goes on."""

    __tablename__ = "goal_comments"

    goal: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int]
    text: Mapped[str]
    staff_id: Mapped[UUID | None]
    written_at: Mapped[datetime]
