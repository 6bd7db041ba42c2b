"""What was answered: pending while an evaluation is open, anonymous from its closing on."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.evaluation.base import Base
from shared.ids import random_id


class PendingBallot(Base):
    """An answer to an open evaluation, with the place of who gave it; deleted at the closing.

    No time, and no link to the invitation it came by.
    """

    __tablename__ = "pending_ballots"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=random_id)
    evaluation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("evaluations.id"), index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    municipality: Mapped[str | None] = mapped_column(sa.String(4))
    district: Mapped[str | None] = mapped_column(sa.String(60))


class Ballot(Base):
    """One anonymous answer of a unit, without texts: what was given to the questions."""

    __tablename__ = "ballots"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=random_id)
    unit_id: Mapped[UUID] = mapped_column(sa.ForeignKey("units.id"), index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


class FreeText(Base):
    """One text of a unit, apart from its ballot: who knows a way of writing learns no figures by it."""

    __tablename__ = "free_texts"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=random_id)
    unit_id: Mapped[UUID] = mapped_column(sa.ForeignKey("units.id"), index=True)
    question: Mapped[str] = mapped_column(sa.String(40))
    text: Mapped[str] = mapped_column(sa.Text)
    is_masked: Mapped[bool] = mapped_column(default=False)
