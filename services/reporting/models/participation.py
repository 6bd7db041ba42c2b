"""Registrations and attendance, as registration last told."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.base import Base

FACTS = ("municipality", "district", "employer", "side", "role")  # of whoever takes part


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
