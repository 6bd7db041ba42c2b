"""The send queue, which is also the record of every e-mail and what became of it."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.base import Base
from shared.db import UtcDateTime

State = Literal["queued", "sending", "sent", "failed", "bounced", "skipped"]
UNDER_WAY: tuple[State, ...] = ("queued", "sending")


class Message(Base):
    """One e-mail to one contact, because of one event.

    `content` is what the mail said, kept as data and without secrets; the mail can be shown again from it.
    """

    __tablename__ = "messages"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    template: Mapped[str] = mapped_column(sa.String(40))
    lane: Mapped[str] = mapped_column(sa.String(10))  # prompt or bulk
    event_id: Mapped[UUID]
    contact_id: Mapped[UUID] = mapped_column(index=True)
    occasion_id: Mapped[UUID | None] = mapped_column(index=True)
    registration_id: Mapped[UUID | None]
    group_id: Mapped[UUID | None]
    message_id: Mapped[str] = mapped_column(sa.String(255), unique=True)
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON)  # what the event alone could tell
    token: Mapped[str | None] = mapped_column(sa.Text)  # a secret of the link; blank once sent
    expires_on: Mapped[date | None]  # the last day on which the mail is of any use

    state: Mapped[State] = mapped_column(sa.String(10))
    why: Mapped[str | None] = mapped_column(sa.String(40))  # of what is skipped
    attempts: Mapped[int]
    # When to send it next; while it is being sent, when the sender's lease ends.
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    give_up_at: Mapped[datetime] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(sa.Text)  # the server's words

    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    address: Mapped[str | None] = mapped_column(sa.Text)  # to which it went, or was tried
    content: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))

    __table_args__ = (
        sa.UniqueConstraint("event_id", "contact_id", "template"),
        sa.Index(
            "ix_messages_lane",
            "lane",
            "due_at",
            postgresql_where=sa.text("state IN ('queued', 'sending')"),
            sqlite_where=sa.text("state IN ('queued', 'sending')"),
        ),
        sa.Index("ix_messages_created_at", "created_at", "id"),
    )


class Mention(Base):
    """A contact whom the mail about an event names, besides its reader: it waits until they are known."""

    __tablename__ = "mentions"

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
