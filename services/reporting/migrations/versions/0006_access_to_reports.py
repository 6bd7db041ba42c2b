"""Access to reports."""

import sqlalchemy as sa
from alembic import op

from shared.db import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_sendings",
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("send_on", sa.Date(), nullable=True),
        sa.Column("tried_on", sa.Date(), nullable=True),
        sa.Column("hindrance", sa.String(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_report_sendings")),
    )
    op.create_table(
        "report_accesses",
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("link_id", name=op.f("pk_report_accesses")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_report_accesses_token_hash")),
    )


def downgrade() -> None:
    for table in ("report_accesses", "report_sendings"):
        op.drop_table(table)
