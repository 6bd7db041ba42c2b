"""Occasions that nobody was asked about, and how many were present."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("evaluations", sa.Column("present", sa.Integer(), nullable=True))
    op.create_table(
        "unasked_occasions",
        sa.Column("occasion_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("occasion_id", name=op.f("pk_unasked_occasions")),
    )
    op.create_index(op.f("ix_unasked_occasions_held_on"), "unasked_occasions", ["held_on"])


def downgrade() -> None:
    op.drop_table("unasked_occasions")
    with op.batch_alter_table("evaluations") as table:
        table.drop_column("present")
