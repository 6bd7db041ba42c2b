"""What is offered: a course, a lecture, a network …, of which occasions are held."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.registration.base import Base


class Activity(Base):
    """Something the office offers, again and again; each running of it is an occasion."""

    __tablename__ = "activities"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[str] = mapped_column(sa.String(20))
    form: Mapped[str] = mapped_column(sa.String(20))
    area: Mapped[str | None] = mapped_column(sa.String(100))
    audience: Mapped[str] = mapped_column(sa.String(300))
    description: Mapped[str] = mapped_column(sa.Text)
    fee: Mapped[int | None]  # whole kronor for each participant
    # Case-folded here, since SQLite's lower() leaves Å, Ä and Ö as they are.
    search_text: Mapped[str] = mapped_column(sa.Text)
