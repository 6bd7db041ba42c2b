"""Who was chosen to get a survey, and where their address came from."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.registration.base import Base
from shared.db import UtcDateTime
from shared.ids import new_id

# Where an address came from: a list of the office's own, an earlier course, or a mandate.
RecipientSource = Literal["list", "participant", "representative"]


class SurveyRecipient(Base):
    """The office chose a contact for a survey of the evaluation service, once or more often."""

    __tablename__ = "survey_recipients"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    survey_id: Mapped[UUID] = mapped_column(index=True)
    contact_id: Mapped[UUID] = mapped_column(sa.ForeignKey("participants.id"), index=True)
    source: Mapped[RecipientSource] = mapped_column(sa.String(16))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
