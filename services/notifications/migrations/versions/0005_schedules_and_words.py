"""Reminders, the office's own messages and wording, and who was present."""

import sqlalchemy as sa
from alembic import op

import shared.db

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("occasions", sa.Column("present", sa.JSON))
    op.create_table(
        "reminders",
        sa.Column("occasion_id", sa.Uuid, nullable=False),
        sa.Column("days_before", sa.Integer, nullable=False),
        sa.Column("due_at", shared.db.UtcDateTime, nullable=False),
        sa.Column("settled_at", shared.db.UtcDateTime),
        sa.PrimaryKeyConstraint("occasion_id", "days_before", name="pk_reminders"),
    )
    not_settled = sa.text("settled_at IS NULL")
    op.create_index(
        "ix_reminders_due_at",
        "reminders",
        ["due_at"],
        postgresql_where=not_settled,
        sqlite_where=not_settled,
    )
    op.create_table(
        "wordings",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("template", sa.String(40), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("words", sa.JSON, nullable=False),
        sa.Column("holds", sa.Boolean, nullable=False),
        sa.Column("changed_at", shared.db.UtcDateTime, nullable=False),
        sa.Column("changed_by", sa.Uuid),
        sa.PrimaryKeyConstraint("id", name="pk_wordings"),
    )
    op.create_index("ix_wordings_template", "wordings", ["template", "language", "id"])
    _create_free_messages()


def _create_free_messages() -> None:
    op.create_table(
        "free_messages",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("occasion_id", sa.Uuid, nullable=False),
        sa.Column("audience", sa.String(10), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("written_at", shared.db.UtcDateTime, nullable=False),
        sa.Column("written_by", sa.Uuid),
        sa.Column("sent_at", shared.db.UtcDateTime),
        sa.Column("recipients", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_free_messages"),
    )
    op.create_index("ix_free_messages_occasion_id", "free_messages", ["occasion_id"])
    op.create_index("ix_free_messages_written_at", "free_messages", ["written_at"])


def downgrade() -> None:
    op.drop_table("free_messages")
    op.drop_table("wordings")
    op.drop_table("reminders")
    with op.batch_alter_table("occasions") as table:
        table.drop_column("present")
