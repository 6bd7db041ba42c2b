"""Whom mail does not reach, as notifications tells."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.registration.base import Base
from shared.db import UtcDateTime


class TroubledAddress(Base):
    """What was last told of mail to a contact; `reason` is bounced or stopped, None since it works again.

    The row stays when the address works, so that an older event that comes late changes nothing. No foreign
    key: it says nothing of who somebody is, and does not follow when two entries become one person.
    """

    __tablename__ = "troubled_addresses"

    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    reason: Mapped[str | None] = mapped_column(sa.String(10))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
