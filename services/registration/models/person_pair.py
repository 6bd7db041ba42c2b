"""Persons who look as if they were one, and are not."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.registration.base import Base


class SeparatePersons(Base):
    """Somebody has seen that these two are different persons; the lower id stands first."""

    __tablename__ = "separate_persons"

    first_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True
    )
    second_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True
    )
