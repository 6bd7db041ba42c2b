"""When a report is sent, and by which links it is read without an account.

They are no read models: a rebuilding leaves them as they are.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.base import Base


class ReportSending(Base):
    """A report that is to be sent on a day, or was; `hindrance` is why it could not be on `tried_on`."""

    __tablename__ = "report_sendings"

    period: Mapped[str] = mapped_column(primary_key=True)
    send_on: Mapped[date | None]
    tried_on: Mapped[date | None]
    hindrance: Mapped[str | None]
    sent_at: Mapped[datetime | None]


class ReportAccess(Base):
    """What a link opens: the report of a municipality or, without one, of the region; not whose it is."""

    __tablename__ = "report_accesses"

    link_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    token_hash: Mapped[str] = mapped_column(unique=True)
    period: Mapped[str]
    municipality: Mapped[str | None]
    expires_on: Mapped[date]
