"""Who teaches: lecturers by themselves, and suppliers with a person to write to."""

from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.registration.base import Base
from services.registration.models.registration import Participant

LecturerKind = Literal["lecturer", "supplier"]


class Lecturer(Base):
    """A lecturer or a supplier; the contact is whom an occasion names and mail goes to."""

    __tablename__ = "lecturers"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[LecturerKind] = mapped_column(sa.String(10))
    name: Mapped[str] = mapped_column(sa.String(200))
    organisation: Mapped[str] = mapped_column(sa.String(200))  # empty for whoever teaches in their own name
    contact_id: Mapped[UUID] = mapped_column(sa.ForeignKey("participants.id"), unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)

    contact: Mapped[Participant] = relationship()
