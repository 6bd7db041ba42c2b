"""What a person asked of us by law: to see all that is stored, or to be forgotten; and who has answered."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.registration.base import Base
from shared.db import UtcDateTime

RequestKind = Literal["export", "erasure"]


class PersonRequest(Base):
    """A request about one contact, which every service answers by an event."""

    __tablename__ = "person_requests"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[RequestKind] = mapped_column(sa.String(8))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PersonAnswer(Base):
    """A service's answer; it may come before its request is known here, so nothing refers to that.

    `content` is what the service stores about the person, until the export's time is over.
    """

    __tablename__ = "person_answers"

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
