"""What is to be done at a moment of the future: reminders, which follow their occasion."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.base import Base
from shared.db import UtcDateTime


class Reminder(Base):
    """The reminder so many days before an occasion begins; once sent it stays, so that it is sent once."""

    __tablename__ = "reminders"

    occasion_id: Mapped[UUID] = mapped_column(primary_key=True)
    days_before: Mapped[int] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when it was sent, or found too late

    __table_args__ = (
        sa.Index(
            "ix_reminders_due_at",
            "due_at",
            postgresql_where=sa.text("settled_at IS NULL"),
            sqlite_where=sa.text("settled_at IS NULL"),
        ),
    )
