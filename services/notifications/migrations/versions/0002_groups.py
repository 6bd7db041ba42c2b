"""Groups with their links, places without a name, and mails that name others."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("registrations") as table:
        table.alter_column("contact_id", existing_type=sa.Uuid, nullable=True)
    op.add_column("messages", sa.Column("group_id", sa.Uuid))
    op.create_table(
        "groups",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("occasion_id", sa.Uuid, nullable=False),
        sa.Column("contact_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_groups"),
    )
    op.create_index("ix_groups_occasion_id", "groups", ["occasion_id"])
    op.create_table(
        "group_links",
        sa.Column("group_id", sa.Uuid, nullable=False),
        sa.Column("contact_id", sa.Uuid, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("group_id", name="pk_group_links"),
    )
    op.create_index("ix_group_links_contact_id", "group_links", ["contact_id"])
    op.create_table(
        "mentions",
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("contact_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("event_id", "contact_id", name="pk_mentions"),
    )
    op.create_index("ix_mentions_contact_id", "mentions", ["contact_id"])


def downgrade() -> None:
    for name in ("mentions", "group_links", "groups"):
        op.drop_table(name)
    with op.batch_alter_table("messages") as table:
        table.drop_column("group_id")
    op.execute("DELETE FROM registrations WHERE contact_id IS NULL")
    with op.batch_alter_table("registrations") as table:
        table.alter_column("contact_id", existing_type=sa.Uuid, nullable=False)
