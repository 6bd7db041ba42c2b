"""What is made of closed answers: units, tallies, and what was published of them."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.evaluation.base import Base
from services.evaluation.models.evaluation import EvaluationPurpose
from shared.ids import random_id


class Unit(Base):
    """Answers that are published together, whole and once: an evaluation's own, or an activity's pool.

    `results` is null while a pool gathers answers, and for ever where a survey, which has no activity and so
    no pool, got too few. A published unit never grows: what came later could be read from the difference.
    """

    __tablename__ = "units"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=random_id)
    purpose: Mapped[EvaluationPurpose] = mapped_column(sa.String(10))
    activity_id: Mapped[UUID | None] = mapped_column(index=True)
    is_pool: Mapped[bool]
    tertial: Mapped[str] = mapped_column(sa.String(7), index=True)
    answered: Mapped[int]
    results: Mapped[list[dict[str, Any]] | None] = mapped_column(sa.JSON(none_as_null=True))


class Tally(Base):
    """How often a value was answered to a question by one value of one dimension, in one tertial.

    Kept apart from the ballots. The one dimension is the place (operations/tallying.py). Until the tertial is
    published a row may speak of few persons; no page or address reads it, and it is then erased.
    """

    __tablename__ = "tallies"

    tertial: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    dimension: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(70), primary_key=True)
    question: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    answer: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    count: Mapped[int]


class Reach(Base):
    """How many with this value of a dimension were asked in this unit, whether they answered or not.

    When the tertial is published its cuts tell it in sums, for the response rate. By unit it is what a
    reader of the attendance lists knows, and so what subtraction has to be guarded against; then it is
    erased.
    """

    __tablename__ = "reaches"

    unit_id: Mapped[UUID] = mapped_column(sa.ForeignKey("units.id"), primary_key=True)
    dimension: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(70), primary_key=True)
    invited: Mapped[int]


class PublishedTertial(Base):
    """The cuts of a tertial as they were computed and suppressed, once."""

    __tablename__ = "published_tertials"

    tertial: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    published_on: Mapped[date]
    cuts: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)


class Leftover(Base):
    """Rows were deleted whose freed pages still hold them: the note that these have to be rewritten."""

    __tablename__ = "leftovers"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=random_id)
