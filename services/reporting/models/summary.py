"""What is counted, and what it comes to: entries and summaries, which follow from the other read models."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.base import Base

ATTENDANCE = "attendance"
_OF_ATTENDANCE = sa.text(f"what = '{ATTENDANCE}'")


class What(StrEnum):
    """What an entry counts as one of."""

    REGISTRATION = "registration"
    ATTENDANCE = ATTENDANCE
    SESSION = "session"  # held: it has an attendance list
    OCCASION = "occasion"  # completed


class Entry(Base):
    """One thing that is counted, with the day it belongs to and all that it may be cut by.

    The subject is a registration, of an occasion's own entries the occasion; the part is a session, or the
    occasion. Who took part is known of registrations and attendances alone. Minutes are the session's.
    """

    __tablename__ = "entries"

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    part_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    what: Mapped[str]
    occasion_id: Mapped[UUID]
    contact_id: Mapped[UUID | None]
    day: Mapped[date]
    minutes: Mapped[int]
    status: Mapped[str | None]
    municipality: Mapped[str | None]
    district: Mapped[str | None]
    employer: Mapped[str | None]
    side: Mapped[str | None]
    role: Mapped[str | None]
    kind: Mapped[str]
    form: Mapped[str]
    area: Mapped[str | None]
    activity_id: Mapped[UUID]
    lecturer_contact_id: Mapped[UUID | None]

    __table_args__ = (
        Index(
            "ix_entries_contact_id",
            "contact_id",
            "day",
            postgresql_where=_OF_ATTENDANCE,
            sqlite_where=_OF_ATTENDANCE,
        ),
        Index("ix_entries_what", "what", "day"),
    )


class Summary(Base):
    """Some of the counts of a named period for one value of one dimension, in each place that has any.

    The region is "", a municipality its code, a district "0180/farsta", and "0180/" are those of 0180 in no
    district. Dimension and value are empty for everything together; the value also for what has none. Which
    counts stand in which order under `count_of`, counting/spreading.py says.
    """

    __tablename__ = "summaries"

    period: Mapped[str] = mapped_column(primary_key=True)
    dimension: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    count_of: Mapped[str] = mapped_column(primary_key=True)
    places: Mapped[dict[str, list[int]]] = mapped_column(JSON)


class PendingSteps(Base):
    """By how much one batch has moved counts, where the summaries do not have it yet: counting/pending.py."""

    __tablename__ = "pending_steps"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int]
    steps: Mapped[list[Any]] = mapped_column(JSON)


class CountedYear(Base):
    """A year in which something counts; the mark is another whenever anything in it counts otherwise."""

    __tablename__ = "counted_years"

    year: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[UUID]
