"""What lecturers and suppliers are asked and shown, by name."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.evaluation.base import Base
from shared.db import UtcDateTime
from shared.ids import random_id

ReportState = Literal["waiting", "issued", "answered", "closed"]


class LecturerReport(Base):
    """A lecturer's or supplier's own view of a course, given by name and no secret to the office."""

    __tablename__ = "lecturer_reports"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=random_id)
    evaluation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("evaluations.id"), unique=True)
    contact_id: Mapped[UUID]
    questionnaire: Mapped[str] = mapped_column(sa.String(40))
    questionnaire_version: Mapped[int]
    state: Mapped[ReportState] = mapped_column(sa.String(10))
    issued_on: Mapped[date | None]
    answers: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LecturerLink(Base):
    """One link of a report; each mail has a link of its own, since none is stored in clear."""

    __tablename__ = "lecturer_links"

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    report_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("lecturer_reports.id", ondelete="CASCADE"), index=True
    )


class ResultLink(Base):
    """A link by which a lecturer sees the results of their course without an account."""

    __tablename__ = "result_links"

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    evaluation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("evaluations.id"), index=True)
    contact_id: Mapped[UUID]
    expires_on: Mapped[date]
