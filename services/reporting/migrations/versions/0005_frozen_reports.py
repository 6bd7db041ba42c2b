"""Frozen reports."""

import sqlalchemy as sa
from alembic import op

from shared.db import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "frozen_reports",
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("frozen_at", UtcDateTime(), nullable=False),
        sa.Column("frozen_by", sa.Uuid(), nullable=True),
        sa.Column("is_forced", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_frozen_reports")),
    )
    op.create_table(
        "frozen_parts",
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("period", "place", "part", name=op.f("pk_frozen_parts")),
    )
    op.create_table(
        "frozen_papers",
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("period", "place", name=op.f("pk_frozen_papers")),
    )


def downgrade() -> None:
    for table in ("frozen_papers", "frozen_parts", "frozen_reports"):
        op.drop_table(table)
