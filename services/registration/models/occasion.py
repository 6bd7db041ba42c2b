"""One running of an activity: its places, its deadline and its days."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.registration.base import Base
from services.registration.models.activity import Activity
from shared import clock
from shared.db import UtcDateTime

State = Literal["draft", "published", "cancelled", "completed"]
QueuePolicy = Literal["move_up", "offer"]


class Occasion(Base):
    """One running of an activity; its row is the lock under which places and queue change."""

    __tablename__ = "occasions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(sa.ForeignKey("activities.id"), index=True)
    state: Mapped[State] = mapped_column(sa.String(12))
    version: Mapped[int]
    places: Mapped[int]
    waiting_places: Mapped[int | None]  # None: the waiting list has no end
    allow_passing: Mapped[bool]  # may a smaller party pass a group that does not fit?
    # Whoever is next gets a free place at once, or is offered it for so many hours.
    queue_policy: Mapped[QueuePolicy] = mapped_column(sa.String(7), default="move_up")
    offer_hours: Mapped[int] = mapped_column(default=48)
    # A place counts only when the participant's manager has approved it, within so many hours.
    needs_approval: Mapped[bool] = mapped_column(default=False)
    approval_hours: Mapped[int] = mapped_column(default=72)
    # At most so many places for each municipality until the release.
    share_limit: Mapped[int | None]
    share_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Where it is held; None for what is digital or elsewhere.
    municipality: Mapped[str | None] = mapped_column(sa.String(4))
    # Hours after the last session when it completes by itself; None: by hand.
    completes_after_hours: Mapped[int | None]
    # What the dates of a network have in common.
    series_id: Mapped[UUID | None] = mapped_column(index=True)
    bring: Mapped[str] = mapped_column(sa.Text, default="")  # what participants should bring
    note: Mapped[str] = mapped_column(sa.Text, default="")  # for the office only
    lecturer_contact_id: Mapped[UUID | None]
    cancel_reason: Mapped[str | None] = mapped_column(sa.Text)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The first start and the last end of the sessions, kept here so that lists sort by an index.
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Counted under the row's lock, so that nobody ever counts the registrations.
    confirmed_count: Mapped[int]
    held_count: Mapped[int] = mapped_column(default=0)  # offered, or waiting for the manager's approval
    waiting_count: Mapped[int]
    last_queue_number: Mapped[int]

    activity: Mapped[Activity] = relationship()
    sessions: Mapped[list["CourseSession"]] = relationship(
        order_by="CourseSession.starts_at", cascade="all, delete-orphan", back_populates="occasion"
    )

    __table_args__ = (
        sa.CheckConstraint("confirmed_count >= 0 AND held_count >= 0 AND waiting_count >= 0", "counts"),
        sa.CheckConstraint("places >= 1", "places"),
        sa.Index("ix_occasions_state_starts_at", "state", "starts_at"),
    )

    @property
    def registration_closes_at(self) -> datetime:
        """The last moment to register: the deadline, or else the first session's start."""
        return self.closes_at or self.starts_at

    @property
    def has_begun(self) -> bool:
        """Whether the first session has started."""
        return self.starts_at <= clock.now()

    @property
    def places_left(self) -> int:
        """Places that nobody has or is held for; 0 when there are fewer places now than were given."""
        return max(0, self.places - self.confirmed_count - self.held_count)


class CourseSession(Base):
    """One dated meeting of an occasion; `version` counts the changes of its attendance list."""

    __tablename__ = "sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    occasion_id: Mapped[UUID] = mapped_column(sa.ForeignKey("occasions.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    venue: Mapped[str] = mapped_column(sa.String(200))
    version: Mapped[int]
    recorded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    occasion: Mapped[Occasion] = relationship(back_populates="sessions")
