"""The last day on which each program's token was used."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff_access", sa.Column("used_on", sa.Date))


def downgrade() -> None:
    op.drop_column("staff_access", "used_on")
