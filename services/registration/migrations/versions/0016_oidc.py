"""Staff who sign in with an account kept elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("staff_members") as table:
        table.add_column(sa.Column("oidc_issuer", sa.String(300)))
        table.add_column(sa.Column("oidc_subject", sa.String(255)))
        table.create_unique_constraint(op.f("uq_staff_members_oidc_issuer"), ["oidc_issuer", "oidc_subject"])
