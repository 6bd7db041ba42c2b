"""Failed events are discarded by somebody; consumers tell how long their queue is."""

import sqlalchemy as sa
from alembic import op

from shared.db import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbox_failed", sa.Column("discarded_at", UtcDateTime(timezone=True), nullable=True))
    op.add_column("inbox_failed", sa.Column("discarded_by", sa.Uuid(), nullable=True))
    op.add_column("inbox_failed", sa.Column("discarded_because", sa.Text(), nullable=True))
    op.add_column("beats", sa.Column("queue_length", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("beats", "queue_length")
    for name in ("discarded_because", "discarded_by", "discarded_at"):
        op.drop_column("inbox_failed", name)
