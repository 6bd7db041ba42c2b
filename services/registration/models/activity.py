"""What is offered: a course, a lecture, a network …, of which occasions are held."""

from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.registration.base import Base
from services.registration.models.code_list import CodeList

TargetRule = Literal["none", "warn", "refuse"]


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
    # For whom it is meant: role codes, and what becomes of somebody with another role.
    target_roles: Mapped[tuple[str, ...]] = mapped_column(CodeList, default=())
    target_rule: Mapped[TargetRule] = mapped_column(sa.String(6), default="none")
    prerequisite_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("activities.id"))
    # The share of the sessions' time that earns a certificate, in percent; None: no certificate is given.
    certificate_percent: Mapped[int | None]
    # What is charged of the fee, in percent, for a cancellation this many days before the start or later,
    # and for a participant who never came.
    late_cancellation_days: Mapped[int | None]
    late_cancellation_percent: Mapped[int] = mapped_column(default=0)
    absence_percent: Mapped[int] = mapped_column(default=100)
    # Case-folded here, since SQLite's lower() leaves Å, Ä and Ö as they are.
    search_text: Mapped[str] = mapped_column(sa.Text)
