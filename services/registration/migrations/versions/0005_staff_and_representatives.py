"""The language of letters to staff; and who represents each municipality and city district."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("staff_members") as table:
        table.add_column(sa.Column("language", sa.String(2), nullable=False, server_default="sv"))
    # What a lecturer's occasions name; unless it is a lecturer's own contact, the account is its own.
    op.execute("UPDATE staff_members SET contact_id = id WHERE kind = 'person' AND contact_id IS NULL")
    op.create_table(
        "representatives",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("contact_id", sa.Uuid, nullable=False),
        sa.Column("municipality", sa.String(4), nullable=False),
        sa.Column("district", sa.String(60)),
        sa.Column("workplace", sa.String(200)),
        sa.Column("from_on", sa.Date, nullable=False),
        sa.Column("to_on", sa.Date),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name="ck_representatives_days"),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["participants.id"], name="fk_representatives_contact_id_participants"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_representatives"),
    )
    op.create_index("ix_representatives_contact_id", "representatives", ["contact_id"])
    op.create_index(
        "ix_representatives_municipality_district", "representatives", ["municipality", "district"]
    )
