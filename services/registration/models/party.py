"""People who were registered together, and are seated together or not at all."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.registration.base import Base
from shared.db import UtcDateTime


class Party(Base):
    """A group on an occasion; its members are registrations, its booker a contact who may not take part."""

    __tablename__ = "parties"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    occasion_id: Mapped[UUID] = mapped_column(sa.ForeignKey("occasions.id"), index=True)
    booker_id: Mapped[UUID] = mapped_column(sa.ForeignKey("participants.id"))
    version: Mapped[int]
    # Only the hash: whoever reads the database cannot change anybody's group.
    manage_token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
