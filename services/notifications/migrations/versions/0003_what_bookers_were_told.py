"""Places know their group, and groups what their booker was told last."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("registrations", sa.Column("group_id", sa.Uuid))
    op.add_column("groups", sa.Column("told", sa.JSON))


def downgrade() -> None:
    with op.batch_alter_table("groups") as table:
        table.drop_column("told")
    with op.batch_alter_table("registrations") as table:
        table.drop_column("group_id")
