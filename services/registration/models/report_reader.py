"""Who is sent reports besides those who represent places, and the links that were sent."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.registration.base import Base
from services.registration.models.registration import Participant
from shared.db import UtcDateTime


class ReportReader(Base):
    """Somebody who is sent the region's report, such as a member of the steering group."""

    __tablename__ = "report_readers"

    contact_id: Mapped[UUID] = mapped_column(sa.ForeignKey("participants.id"), primary_key=True)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Participant] = relationship()


class ReportLink(Base):
    """A link to one report that somebody was sent; without a municipality it is that of the region."""

    __tablename__ = "report_links"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(sa.String(10))
    municipality: Mapped[str] = mapped_column(sa.String(4))
    contact_id: Mapped[UUID] = mapped_column(sa.ForeignKey("participants.id"))
    token_hash: Mapped[str] = mapped_column(sa.String(64))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_on: Mapped[date]

    __table_args__ = (sa.UniqueConstraint("contact_id", "period", "municipality"),)
