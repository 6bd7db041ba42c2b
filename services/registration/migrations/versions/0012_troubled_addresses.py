"""Troubled addresses."""

import sqlalchemy as sa
from alembic import op

import shared.db

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "troubled_addresses",
        sa.Column("contact_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(10)),
        sa.Column("since", shared.db.UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("contact_id", name="pk_troubled_addresses"),
    )
