"""Evaluations of occasions and surveys without one, and who is asked."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.evaluation.base import Base
from shared import clock
from shared.db import UtcDateTime
from shared.ids import new_id, random_id

EvaluationPurpose = Literal["occasion", "follow_up", "survey"]
EvaluationState = Literal["open", "closed"]
InvitationState = Literal["waiting", "issued", "answered", "withdrawn", "closed"]


class Evaluation(Base):
    """One asking of one questionnaire; its row is the lock under which people are invited and it closes.

    `purpose` is occasion (an evaluation right after it), follow_up (months later, of the same people) or
    survey, which has no occasion, nor what is said of one. A sample was drawn once, from `sample_seed`.
    """

    __tablename__ = "evaluations"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    purpose: Mapped[EvaluationPurpose] = mapped_column(sa.String(10))
    occasion_id: Mapped[UUID | None]
    occasion_version: Mapped[int]
    version: Mapped[int]
    activity_id: Mapped[UUID | None]
    title: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[str | None] = mapped_column(sa.String(20))
    form: Mapped[str | None] = mapped_column(sa.String(20))
    lecturer_contact_id: Mapped[UUID | None]
    held_on: Mapped[date]  # the day a survey was sent
    tertial: Mapped[str] = mapped_column(sa.String(7))
    questionnaire: Mapped[str] = mapped_column(sa.String(40))
    questionnaire_version: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_on: Mapped[date]
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reminder_days: Mapped[list[int]] = mapped_column(sa.JSON)  # days after `due_at`
    reminded: Mapped[int]
    next_reminder_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    sample_seed: Mapped[str | None] = mapped_column(sa.String(32))
    present: Mapped[int | None]  # how many were there; of an older evaluation, and of a survey, unknown
    compared_with: Mapped[UUID | None]  # an earlier survey
    imported_on: Mapped[date | None]  # of a survey of which only the published results are known
    state: Mapped[EvaluationState] = mapped_column(sa.String(8))
    invited: Mapped[int]
    answered: Mapped[int]  # as last reported while open: no row is touched in common by the answers
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("units.id"), index=True)

    @property
    def is_planned(self) -> bool:
        """Whether nobody is asked yet, as with a follow-up that is due in months."""
        return self.state == "open" and self.due_at > clock.now()

    __table_args__ = (
        sa.UniqueConstraint("occasion_id", "purpose"),
        sa.Index("ix_evaluations_state_closes_at", "state", "closes_at"),
        sa.Index("ix_evaluations_held_on", "held_on"),
    )


class UnaskedOccasion(Base):
    """An occasion that was completed while its rule asked nobody: so that its silence is no riddle."""

    __tablename__ = "unasked_occasions"

    occasion_id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[str] = mapped_column(sa.String(20))
    form: Mapped[str] = mapped_column(sa.String(20))
    held_on: Mapped[date] = mapped_column(index=True)
    present: Mapped[int]


class Invitation(Base):
    """One person's place among those asked; at the closing every row is written anew, all alike.

    The respondent is the registration by which they took part, or the contact where there is none. Until
    the closing the row holds the person's place, which goes with the answer into the pending ballot.
    """

    __tablename__ = "invitations"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=random_id)
    evaluation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("evaluations.id"))
    respondent_id: Mapped[UUID]
    contact_id: Mapped[UUID] = mapped_column(index=True)
    state: Mapped[InvitationState] = mapped_column(sa.String(10))
    issued_on: Mapped[date | None]
    reminded: Mapped[int | None]  # the number of the last reminder that was sent
    municipality: Mapped[str | None] = mapped_column(sa.String(4))
    district: Mapped[str | None] = mapped_column(sa.String(60))
    source: Mapped[str | None] = mapped_column(sa.String(16))  # of a survey's address, for its mails to tell

    __table_args__ = (
        sa.UniqueConstraint("evaluation_id", "respondent_id"),
        sa.Index(
            "ix_invitations_waiting",
            "evaluation_id",
            postgresql_where=sa.text("state = 'waiting'"),
            sqlite_where=sa.text("state = 'waiting'"),
        ),
    )


class InvitationLink(Base):
    """One link of an invitation; each mail has a link of its own, since none is stored in clear."""

    __tablename__ = "invitation_links"

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    invitation_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("invitations.id", ondelete="CASCADE"), index=True
    )
