"""Questionnaires and their versions, and the rules by which they are sent."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.evaluation.base import Base
from shared.ids import new_id

SampleBy = Literal["share", "number"]
LecturerWhen = Literal["never", "new", "always"]


class StoredQuestionnaire(Base):
    """A questionnaire by its code; what it asks stands in its versions."""

    __tablename__ = "questionnaires"

    code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    purpose: Mapped[str] = mapped_column(sa.String(10))
    is_retired: Mapped[bool] = mapped_column(default=False)


class QuestionnaireVersion(Base):
    """What a questionnaire asks; a draft until it is published, and unchanged ever after."""

    __tablename__ = "questionnaire_versions"

    code: Mapped[str] = mapped_column(sa.ForeignKey("questionnaires.code"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    published_on: Mapped[date | None]


class Rule(Base):
    """Who is asked after an occasion of a kind and form, when and what; empty kind or form means any.

    The rule that says most of an occasion holds: kind and form, then kind, then form, then the one for all.
    `delay_hours` and `open_days` are the service's settings where they are null.
    """

    __tablename__ = "rules"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(sa.String(20), default="")
    form: Mapped[str] = mapped_column(sa.String(20), default="")
    questionnaire: Mapped[str | None] = mapped_column(sa.ForeignKey("questionnaires.code"))
    delay_hours: Mapped[int | None]
    open_days: Mapped[int | None]
    reminder_days: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    sample_by: Mapped[SampleBy | None] = mapped_column(sa.String(8))
    sample_size: Mapped[int | None]  # percent of those present, or a number of them
    lecturer_when: Mapped[LecturerWhen] = mapped_column(sa.String(8), default="never")
    lecturer_questionnaire: Mapped[str | None] = mapped_column(sa.ForeignKey("questionnaires.code"))
    follow_up_months: Mapped[int | None]
    follow_up_questionnaire: Mapped[str | None] = mapped_column(sa.ForeignKey("questionnaires.code"))

    __table_args__ = (sa.UniqueConstraint("kind", "form"),)
