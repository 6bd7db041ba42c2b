"""The read models: what the events say, kept by their highest version, without any personal data.

No table refers to another by a foreign key, for events arrive in any order: attendance may come before
the registration it counts for. What belongs together is joined when somebody asks.
"""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, Index, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import NAMING, UtcDateTime


class Base(DeclarativeBase):
    """The tables of the reporting service."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {datetime: UtcDateTime, list[dict[str, Any]]: JSON}


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


class OccasionSession(Base):
    """One dated meeting of an occasion."""

    __tablename__ = "occasion_sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    occasion_id: Mapped[UUID] = mapped_column(index=True)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    venue: Mapped[str]


class Registration(Base):
    """A place, or a place in the queue, with the four facts; the contact id stands for the person.

    A place of a group that has no name yet has no contact.
    """

    __tablename__ = "registrations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    occasion_id: Mapped[UUID] = mapped_column(index=True)
    contact_id: Mapped[UUID | None]
    status: Mapped[str]
    cancelled_by: Mapped[str | None]
    municipality: Mapped[str]
    district: Mapped[str | None]
    employer: Mapped[str]
    side: Mapped[str]
    role: Mapped[str]


class AttendanceSheet(Base):
    """The attendance list of a session: whole, so that a newer one replaces it."""

    __tablename__ = "attendance_sheets"

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    occasion_id: Mapped[UUID] = mapped_column(index=True)
    held_on: Mapped[date] = mapped_column(index=True)
    minutes: Mapped[int]


class Attendance(Base):
    """A registration that was present at a session."""

    __tablename__ = "attendances"

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (Index("ix_attendances_registration_id", "registration_id"),)


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
