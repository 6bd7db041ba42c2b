"""Who takes part: persons, their registrations with the four facts, their needs and attendance."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from services.registration.base import Base
from services.registration.models.party import Party
from shared.db import UtcDateTime
from shared.i18n import gettext as _

# Offered: a free place, until `held_until`. Held: a place that the manager has yet to approve.
Status = Literal["confirmed", "waiting", "offered", "held", "cancelled"]


def domain_of(email_key: str) -> str | None:
    """What stands after the last @ of an address; of somebody erased there is none."""
    return email_key.rpartition("@")[2] if "@" in email_key else None


def shown_name(given: str, family: str, is_protected: bool, erased_at: datetime | None) -> str:
    """A name as staff see it in lists: not that of a protected identity, nor one that was erased."""
    if erased_at:
        return _("Erased person")
    return _("Protected identity") if is_protected else f"{given} {family}"


class Participant(Base):
    """A person: a normalised e-mail together with a normalised name, since units share mailboxes."""

    __tablename__ = "participants"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    given_name: Mapped[str] = mapped_column(sa.String(100))
    family_name: Mapped[str] = mapped_column(sa.String(100))
    email: Mapped[str] = mapped_column(sa.String(254))
    language: Mapped[str] = mapped_column(sa.String(2))
    email_key: Mapped[str] = mapped_column(sa.Text)
    email_domain: Mapped[str | None] = mapped_column(sa.Text, index=True)  # that of the key
    name_key: Mapped[str] = mapped_column(sa.Text)
    version: Mapped[int]
    is_protected: Mapped[bool] = mapped_column(default=False)  # has a protected identity
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (sa.UniqueConstraint("email_key", "name_key"),)

    @validates("email_key")
    def _with_domain(self, _name: str, key: str) -> str:
        self.email_domain = domain_of(key)
        return key

    @property
    def name(self) -> str:
        """The whole name as it is written to the person."""
        return f"{self.given_name} {self.family_name}"

    @property
    def shown_name(self) -> str:
        """The name as staff see it in lists: not that of a protected identity, nor one that was erased."""
        return shown_name(self.given_name, self.family_name, self.is_protected, self.erased_at)

    @property
    def shown_email(self) -> str | None:
        """The address as staff see it in lists."""
        return None if self.erased_at or self.is_protected else self.email


class Registration(Base):
    """A participant's place on an occasion, or place in its queue."""

    __tablename__ = "registrations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    occasion_id: Mapped[UUID] = mapped_column(sa.ForeignKey("occasions.id"))
    # None: a place of a group that is yet to be named.
    participant_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("participants.id"))
    party_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("parties.id"), index=True)
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
    cancelled_by: Mapped[str | None] = mapped_column(sa.String(12))
    had_place: Mapped[bool] = mapped_column(default=False)  # when it was cancelled: late ones are charged
    # When an offered or held place is given to the next.
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approver_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("participants.id"))
    approval_token_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decline_reason: Mapped[str | None] = mapped_column(sa.String(500))
    replaces_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("registrations.id"))
    organisation_number: Mapped[str | None] = mapped_column(sa.String(11))
    invoice_reference: Mapped[str | None] = mapped_column(sa.String(100))
    waiver_reason: Mapped[str | None] = mapped_column(sa.String(500))  # None: what it costs is charged
    note: Mapped[str] = mapped_column(sa.Text, default="")  # for the office only

    participant: Mapped[Participant | None] = relationship(foreign_keys=[participant_id])
    party: Mapped[Party | None] = relationship()
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
        sa.Index(
            "ix_registrations_held_until",
            "held_until",
            postgresql_where=sa.text("status IN ('offered', 'held')"),
            sqlite_where=sa.text("status IN ('offered', 'held')"),
        ),
    )

    @validates("status")
    def _remember_the_place(self, _name: str, status: Status) -> Status:
        # Here, since a registration is cancelled in several ways, and each must leave this behind.
        if status == "cancelled":
            self.had_place = self.status == "confirmed"
        return status


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
