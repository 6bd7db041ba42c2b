"""When representatives are next told what is coming."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.registration.base import Base
from shared.db import UtcDateTime


class DueDigest(Base):
    """The next digest of somebody who holds a mandate now, and when they got the last one.

    No foreign key: the row follows the mandates by itself, also when two entries become one person.
    """

    __tablename__ = "representative_digests"

    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
