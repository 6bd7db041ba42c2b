"""Where people work: the places that the forms suggest."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.registration.base import Base


class Workplace(Base):
    """A known workplace; one that was merged into another is closed and says into which."""

    __tablename__ = "workplaces"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    name_key: Mapped[str] = mapped_column(sa.String(400))  # case-folded, as names are compared
    municipality: Mapped[str] = mapped_column(sa.String(4))
    district: Mapped[str | None] = mapped_column(sa.String(60))
    employer: Mapped[str] = mapped_column(sa.String(30))
    organisation_number: Mapped[str | None] = mapped_column(sa.String(11))
    invoice_reference: Mapped[str | None] = mapped_column(sa.String(100))
    is_active: Mapped[bool] = mapped_column(default=True)
    merged_into_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("workplaces.id"))

    __table_args__ = (
        sa.Index(
            "uq_workplaces_in_municipality",
            "municipality",
            "name_key",
            unique=True,
            postgresql_where=sa.text("district IS NULL"),
            sqlite_where=sa.text("district IS NULL"),
        ),
        sa.Index(
            "uq_workplaces_in_district",
            "municipality",
            "district",
            "name_key",
            unique=True,
            postgresql_where=sa.text("district IS NOT NULL"),
            sqlite_where=sa.text("district IS NOT NULL"),
        ),
    )
