"""Staff: people who sign in, and programs that call with a token."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.registration.base import Base
from shared.db import UtcDateTime

StaffKind = Literal["person", "program"]


class StaffMember(Base):
    """An account; `epoch` rises to end every session, `version` with every change of what it may do."""

    __tablename__ = "staff_members"
    __table_args__ = (sa.UniqueConstraint("oidc_issuer", "oidc_subject"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[StaffKind] = mapped_column(sa.String(10))
    name: Mapped[str] = mapped_column(sa.String(200))
    email: Mapped[str | None] = mapped_column(sa.String(254))
    email_key: Mapped[str | None] = mapped_column(sa.String(254), unique=True)
    language: Mapped[str] = mapped_column(sa.String(2), default="sv")
    role: Mapped[str] = mapped_column(sa.String(20))
    municipality: Mapped[str | None] = mapped_column(sa.String(4))
    # What a lecturer's occasions name: the account itself, or the lecturer whose account it is.
    contact_id: Mapped[UUID | None]
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    # Of a program's token and of the link by which a person chooses a password only hashes are kept.
    token_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    link_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    link_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Whose account at which provider signs in to this one, once it has done so.
    oidc_issuer: Mapped[str | None] = mapped_column(sa.String(300))
    oidc_subject: Mapped[str | None] = mapped_column(sa.String(255))
    epoch: Mapped[int]
    is_active: Mapped[bool]
    version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
