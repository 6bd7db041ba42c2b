"""The survey of one occasion, and who is asked."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.evaluation.base import Base
from shared.db import UtcDateTime
from shared.ids import new_id, random_id

EvaluationState = Literal["open", "closed"]
InvitationState = Literal["waiting", "issued", "answered", "withdrawn", "closed"]


class Evaluation(Base):
    """The survey of one occasion; its row is the lock under which people are invited and it closes."""

    __tablename__ = "evaluations"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    occasion_id: Mapped[UUID] = mapped_column(unique=True)
    occasion_version: Mapped[int]
    version: Mapped[int]
    activity_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[str] = mapped_column(sa.String(20))
    form: Mapped[str] = mapped_column(sa.String(20))
    lecturer_contact_id: Mapped[UUID | None]
    held_on: Mapped[date]
    tertial: Mapped[str] = mapped_column(sa.String(7))
    questionnaire: Mapped[str] = mapped_column(sa.String(40))
    questionnaire_version: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_on: Mapped[date]
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[EvaluationState] = mapped_column(sa.String(8))
    invited: Mapped[int]
    answered: Mapped[int]  # as last reported while open: no row is touched in common by the answers
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("units.id"), index=True)

    __table_args__ = (
        sa.Index("ix_evaluations_state_closes_at", "state", "closes_at"),
        sa.Index("ix_evaluations_held_on", "held_on"),
    )


class Invitation(Base):
    """One registration's place among those asked; at the closing every row is written anew, all alike.

    Until then it holds the person's four facts, which go with the answer into the pending ballot.
    """

    __tablename__ = "invitations"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=random_id)
    evaluation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("evaluations.id"))
    registration_id: Mapped[UUID]
    contact_id: Mapped[UUID]
    state: Mapped[InvitationState] = mapped_column(sa.String(10))
    token_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    municipality: Mapped[str | None] = mapped_column(sa.String(4))
    district: Mapped[str | None] = mapped_column(sa.String(60))
    employer: Mapped[str | None] = mapped_column(sa.String(30))
    side: Mapped[str | None] = mapped_column(sa.String(30))
    role: Mapped[str | None] = mapped_column(sa.String(30))

    __table_args__ = (
        sa.UniqueConstraint("evaluation_id", "registration_id"),
        sa.Index(
            "ix_invitations_waiting",
            "evaluation_id",
            postgresql_where=sa.text("state = 'waiting'"),
            sqlite_where=sa.text("state = 'waiting'"),
        ),
    )
