"""What is known of delivery itself: rates, reports of failure, and addresses that get no mail."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.base import Base
from shared.db import UtcDateTime

BounceKind = Literal["permanent", "temporary", "unknown"]


class LaneClock(Base):
    """From when the next letter of a lane may leave, where the lane has a limit."""

    __tablename__ = "lane_clocks"

    lane: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    free_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Bounce(Base):
    """A report of failure that came back; known by what it said, so that reading it again adds nothing."""

    __tablename__ = "bounces"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)  # SHA-256 of the report
    read_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    kind: Mapped[BounceKind] = mapped_column(sa.String(10))


class Suppression(Base):
    """An address to which nothing is sent, since a letter to it failed for good."""

    __tablename__ = "suppressions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(sa.Text, unique=True)  # case-folded
    contact_id: Mapped[UUID] = mapped_column(index=True)  # who had it when the letter failed
    message_id: Mapped[UUID]  # the row of that letter
    reason: Mapped[str] = mapped_column(sa.Text)  # the server's words
    since: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Unsubscription(Base):
    """Somebody wants no e-mails of a topic."""

    __tablename__ = "unsubscriptions"

    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
