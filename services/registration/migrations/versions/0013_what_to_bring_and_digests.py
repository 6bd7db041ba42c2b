"""What to bring and digests."""

import sqlalchemy as sa
from alembic import op

import shared.db

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("occasions") as table:
        table.add_column(sa.Column("bring", sa.Text, nullable=False, server_default=""))
        # Of what was open before it is not known when: long ago, then.
        table.add_column(sa.Column("published_at", shared.db.UtcDateTime))
    with op.batch_alter_table("occasions") as table:
        table.alter_column("bring", server_default=None)
    op.create_table(
        "representative_digests",
        sa.Column("contact_id", sa.Uuid, nullable=False),
        sa.Column("due_at", shared.db.UtcDateTime, nullable=False),
        sa.Column("told_at", shared.db.UtcDateTime),
        sa.PrimaryKeyConstraint("contact_id", name="pk_representative_digests"),
    )
    op.create_index("ix_representative_digests_due_at", "representative_digests", ["due_at"])
