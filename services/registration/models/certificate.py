"""Certificates: what a participant can show, and anybody can check."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.registration.base import Base
from services.registration.models.registration import Registration
from shared.db import UtcDateTime


class Certificate(Base):
    """Somebody reached the required share of an occasion's time; `code` is the certificate's address."""

    __tablename__ = "certificates"

    registration_id: Mapped[UUID] = mapped_column(sa.ForeignKey("registrations.id"), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(12), unique=True)
    minutes: Mapped[int]  # attended, of the sessions' time
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Corrected attendance fell below the share; the same certificate is valid again when it rises.
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    registration: Mapped[Registration] = relationship()
