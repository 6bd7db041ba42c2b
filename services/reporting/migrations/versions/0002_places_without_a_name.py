"""Places of a group that have no name yet."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("registrations") as table:
        table.alter_column("contact_id", existing_type=sa.Uuid, nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM registrations WHERE contact_id IS NULL")
    with op.batch_alter_table("registrations") as table:
        table.alter_column("contact_id", existing_type=sa.Uuid, nullable=False)
