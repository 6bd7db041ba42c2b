"""Participants who ask to see all their own registrations, and have no account."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.registration.base import Base
from shared.db import UtcDateTime


class SignIn(Base):
    """A link that was sent to an address and, once it is used, the session that it opened."""

    __tablename__ = "sign_ins"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email_key: Mapped[str] = mapped_column(sa.Text)  # as in participants; units share mailboxes
    # Of the link while it works; None from its use on, so that it works once.
    token_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)  # of the link, then of the session
