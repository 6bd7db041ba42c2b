"""Who takes part: persons, their registrations with the four facts, their needs and attendance."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.registration.base import Base
from shared.db import UtcDateTime

Status = Literal["confirmed", "waiting", "cancelled"]


class Participant(Base):
    """A person: a normalised e-mail together with a normalised name, since units share mailboxes."""

    __tablename__ = "participants"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    given_name: Mapped[str] = mapped_column(sa.String(100))
    family_name: Mapped[str] = mapped_column(sa.String(100))
    email: Mapped[str] = mapped_column(sa.String(254))
    language: Mapped[str] = mapped_column(sa.String(2))
    email_key: Mapped[str] = mapped_column(sa.Text)
    name_key: Mapped[str] = mapped_column(sa.Text)
    version: Mapped[int]

    __table_args__ = (sa.UniqueConstraint("email_key", "name_key"),)

    @property
    def name(self) -> str:
        """The whole name as it is written to the person."""
        return f"{self.given_name} {self.family_name}"


class Registration(Base):
    """A participant's place on an occasion, or place in its queue."""

    __tablename__ = "registrations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    occasion_id: Mapped[UUID] = mapped_column(sa.ForeignKey("occasions.id"))
    participant_id: Mapped[UUID] = mapped_column(sa.ForeignKey("participants.id"))
    status: Mapped[Status] = mapped_column(sa.String(12))
    queue_number: Mapped[int]
    version: Mapped[int]
    municipality: Mapped[str] = mapped_column(sa.String(4))
    district: Mapped[str | None] = mapped_column(sa.String(60))
    employer: Mapped[str] = mapped_column(sa.String(30))
    side: Mapped[str] = mapped_column(sa.String(30))
    role: Mapped[str] = mapped_column(sa.String(30))
    workplace: Mapped[str] = mapped_column(sa.String(200))
    # Only the hash: whoever reads the database cannot cancel anybody's place.
    manage_token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    participant: Mapped[Participant] = relationship()
    need: Mapped["Need | None"] = relationship(cascade="all, delete-orphan")

    __table_args__ = (
        sa.UniqueConstraint("occasion_id", "queue_number"),
        sa.Index(
            "uq_registrations_one_each",
            "participant_id",
            "occasion_id",
            unique=True,
            postgresql_where=sa.text("status <> 'cancelled'"),
            sqlite_where=sa.text("status <> 'cancelled'"),
        ),
    )


class Need(Base):
    """Food or accessibility: in a table of its own, which only the coordinator's list reads."""

    __tablename__ = "needs"

    registration_id: Mapped[UUID] = mapped_column(sa.ForeignKey("registrations.id"), primary_key=True)
    text: Mapped[str] = mapped_column(sa.String(500))


class Attendance(Base):
    """Somebody was present at a session; absence is no row."""

    __tablename__ = "attendances"

    session_id: Mapped[UUID] = mapped_column(sa.ForeignKey("sessions.id"), primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("registrations.id"), primary_key=True, index=True
    )
