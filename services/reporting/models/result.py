"""What evaluation has published, and how many were asked and have answered."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.base import Base


class EvaluationCount(Base):
    """How many an evaluation has asked, and how many have answered: no answer."""

    __tablename__ = "evaluation_counts"

    evaluation_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    occasion_id: Mapped[UUID] = mapped_column(index=True)
    state: Mapped[str]
    invited: Mapped[int]
    answered: Mapped[int]


class OccasionResult(Base):
    """The published answers of one occasion, question by question."""

    __tablename__ = "occasion_results"

    evaluation_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    occasion_id: Mapped[UUID] = mapped_column(index=True)
    questions: Mapped[list[dict[str, Any]]]


class TertialResult(Base):
    """The published answers of one tertial, cut by cut."""

    __tablename__ = "tertial_results"

    tertial: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    cuts: Mapped[list[dict[str, Any]]]
