"""Occasions and their sessions, as registration last told."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.base import Base


class Occasion(Base):
    """One running of an activity; `first_on` and `last_on` are the Swedish dates of its sessions."""

    __tablename__ = "occasions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    activity_id: Mapped[UUID]
    title: Mapped[str]
    kind: Mapped[str]
    form: Mapped[str]
    area: Mapped[str | None]
    is_new_activity: Mapped[bool]
    lecturer_contact_id: Mapped[UUID | None]
    places: Mapped[int]
    state: Mapped[str]
    closes_at: Mapped[datetime | None]
    first_on: Mapped[date | None]
    last_on: Mapped[date | None] = mapped_column(index=True)

    __table_args__ = (
        Index("ix_occasions_activity_id", "activity_id", "last_on"),
        Index("ix_occasions_lecturer_contact_id", "lecturer_contact_id", "last_on"),
    )


class OccasionSession(Base):
    """One dated meeting of an occasion."""

    __tablename__ = "occasion_sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    occasion_id: Mapped[UUID] = mapped_column(index=True)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    venue: Mapped[str]
