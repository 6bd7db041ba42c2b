"""Readers of reports."""

import sqlalchemy as sa
from alembic import op

import shared.db

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_readers",
        sa.Column("contact_id", sa.Uuid, nullable=False),
        sa.Column("added_at", shared.db.UtcDateTime, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["participants.id"], name="fk_report_readers_contact_id_participants"
        ),
        sa.PrimaryKeyConstraint("contact_id", name="pk_report_readers"),
    )
    op.create_table(
        "report_links",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("municipality", sa.String(4), nullable=False),
        sa.Column("contact_id", sa.Uuid, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("sent_at", shared.db.UtcDateTime, nullable=False),
        sa.Column("expires_on", sa.Date, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["participants.id"], name="fk_report_links_contact_id_participants"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_report_links"),
        sa.UniqueConstraint("contact_id", "period", "municipality", name="uq_report_links_contact_id"),
    )
