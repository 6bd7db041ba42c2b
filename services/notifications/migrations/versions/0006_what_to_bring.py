"""What the participants of an occasion should bring."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("occasions", sa.Column("bring", sa.Text))


def downgrade() -> None:
    with op.batch_alter_table("occasions") as table:
        table.drop_column("bring")
