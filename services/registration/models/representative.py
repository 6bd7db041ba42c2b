"""Who represents a municipality, a city district or a workplace, and for how long."""

from datetime import date
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.registration.base import Base
from services.registration.models.registration import Participant

# The contact of a whole municipality or city district; or the one of a unit.
RepresentativeKind = Literal["cka", "competence"]


class Representative(Base):
    """A mandate: a person, a place and its days; a new holder is a new row, so that the old one stays."""

    __tablename__ = "representatives"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[RepresentativeKind] = mapped_column(sa.String(12))
    contact_id: Mapped[UUID] = mapped_column(sa.ForeignKey("participants.id"), index=True)
    municipality: Mapped[str] = mapped_column(sa.String(4))
    district: Mapped[str | None] = mapped_column(sa.String(60))
    workplace: Mapped[str | None] = mapped_column(sa.String(200))
    from_on: Mapped[date]
    to_on: Mapped[date | None]  # the last day; None: until further notice

    person: Mapped[Participant] = relationship(foreign_keys=[contact_id])

    __table_args__ = (
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", "days"),
        sa.Index("ix_representatives_municipality_district", "municipality", "district"),
    )

    def is_held(self, on: date) -> bool:
        """Whether the mandate holds on that day; both its first and its last day count."""
        return self.from_on <= on and (self.to_on is None or on <= self.to_on)
