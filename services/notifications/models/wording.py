"""The wording that the office has chosen instead of ours."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.base import Base
from shared.db import UtcDateTime


class Wording(Base):
    """One change of an e-mail's words in one language; the newest holds, and an empty one is ours again."""

    __tablename__ = "wordings"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    template: Mapped[str] = mapped_column(sa.String(40))
    language: Mapped[str] = mapped_column(sa.String(10))
    words: Mapped[dict[str, str]] = mapped_column(sa.JSON)  # by the part of the e-mail: subject, lead, after
    holds: Mapped[bool]  # False of a draft that is only looked at
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[UUID | None]  # a member of staff

    __table_args__ = (sa.Index("ix_wordings_template", "template", "language", "id"),)
