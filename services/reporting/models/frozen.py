"""Frozen reports: what a tertial's or a year's report said the day it was published, kept for ever.

They are no read models: a rebuilding leaves them as they are.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.base import Base


class FrozenReport(Base):
    """A period whose report was published; `is_forced` where some of its evaluation results were not."""

    __tablename__ = "frozen_reports"

    period: Mapped[str] = mapped_column(primary_key=True)
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[UUID | None]
    is_forced: Mapped[bool]


class FrozenPart(Base):
    """A part of the report on a place, as it was: one of the parts of `files.document`.

    The place is a municipality's code, or empty for the region.
    """

    __tablename__ = "frozen_parts"

    period: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[Any] = mapped_column(JSON)


class FrozenPaper(Base):
    """The report on a place as it was printed; null until a worker has typeset it."""

    __tablename__ = "frozen_papers"

    period: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True)
    pdf: Mapped[bytes | None]
