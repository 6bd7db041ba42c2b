"""Certificates; and whether a cancelled registration had a place, for late cancellations are charged."""

import sqlalchemy as sa
from alembic import op

from shared.db import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certificates",
        sa.Column("registration_id", sa.Uuid, nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("issued_at", UtcDateTime, nullable=False),
        sa.Column("withdrawn_at", UtcDateTime),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_certificates_registration_id_registrations"
        ),
        sa.PrimaryKeyConstraint("registration_id", name="pk_certificates"),
        sa.UniqueConstraint("code", name="uq_certificates_code"),
    )
    with op.batch_alter_table("registrations") as table:
        table.add_column(sa.Column("had_place", sa.Boolean, nullable=False, server_default=sa.false()))
