"""Lanes, rates, reports of failure, and addresses and readers that get no mail."""

import sqlalchemy as sa
from alembic import op

import shared.db

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_UNDER_WAY = sa.text("state IN ('queued', 'sending')")


def upgrade() -> None:
    op.add_column("messages", sa.Column("lane", sa.String(10), nullable=False, server_default="prompt"))
    with op.batch_alter_table("messages") as table:
        table.alter_column("lane", existing_type=sa.String(10), server_default=None)
    op.execute("UPDATE messages SET lane = 'bulk' WHERE template = 'evaluation_invitation'")
    op.drop_index("ix_messages_due_at", "messages")
    op.create_index(
        "ix_messages_lane",
        "messages",
        ["lane", "due_at"],
        postgresql_where=_UNDER_WAY,
        sqlite_where=_UNDER_WAY,
    )
    _create_tables()


def _create_tables() -> None:
    op.create_table(
        "lane_clocks",
        sa.Column("lane", sa.String(10), nullable=False),
        sa.Column("free_at", shared.db.UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("lane", name="pk_lane_clocks"),
    )
    op.create_table(
        "bounces",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("read_at", shared.db.UtcDateTime, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_bounces"),
    )
    op.create_index("ix_bounces_read_at", "bounces", ["read_at"])
    op.create_table(
        "suppressions",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("contact_id", sa.Uuid, nullable=False),
        sa.Column("message_id", sa.Uuid, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("since", shared.db.UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_suppressions"),
        sa.UniqueConstraint("address", name="uq_suppressions_address"),
    )
    op.create_index("ix_suppressions_contact_id", "suppressions", ["contact_id"])
    op.create_index("ix_suppressions_since", "suppressions", ["since"])
    op.create_table(
        "unsubscriptions",
        sa.Column("contact_id", sa.Uuid, nullable=False),
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("since", shared.db.UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("contact_id", "topic", name="pk_unsubscriptions"),
    )


def downgrade() -> None:
    for table in ("unsubscriptions", "suppressions", "bounces", "lane_clocks"):
        op.drop_table(table)
    op.drop_index("ix_messages_lane", "messages")
    with op.batch_alter_table("messages") as messages:
        messages.drop_column("lane")
    op.create_index(
        "ix_messages_due_at",
        "messages",
        ["due_at"],
        postgresql_where=_UNDER_WAY,
        sqlite_where=_UNDER_WAY,
    )
