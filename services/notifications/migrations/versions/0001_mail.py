"""Contacts, occasions, registrations, links and the send queue."""

import sqlalchemy as sa
from alembic import op

import shared.db

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contacts",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("search_text", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_contacts"),
    )
    op.create_table(
        "occasions",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("sessions", sa.JSON, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_occasions"),
    )
    op.create_table(
        "registrations",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("occasion_id", sa.Uuid, nullable=False),
        sa.Column("contact_id", sa.Uuid, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("told", sa.JSON),
        sa.PrimaryKeyConstraint("id", name="pk_registrations"),
    )
    op.create_index("ix_registrations_occasion_id", "registrations", ["occasion_id"])
    op.create_table(
        "manage_links",
        sa.Column("registration_id", sa.Uuid, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("registration_id", name="pk_manage_links"),
    )
    _create_messages()


def _create_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("template", sa.String(40), nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("contact_id", sa.Uuid, nullable=False),
        sa.Column("occasion_id", sa.Uuid),
        sa.Column("registration_id", sa.Uuid),
        sa.Column("message_id", sa.String(255), nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("token", sa.Text),
        sa.Column("expires_on", sa.Date),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("why", sa.String(40)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", shared.db.UtcDateTime, nullable=False),
        sa.Column("give_up_at", shared.db.UtcDateTime, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("created_at", shared.db.UtcDateTime, nullable=False),
        sa.Column("sent_at", shared.db.UtcDateTime),
        sa.Column("address", sa.Text),
        sa.Column("content", sa.JSON),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("event_id", "contact_id", "template", name="uq_messages_event_id"),
        sa.UniqueConstraint("message_id", name="uq_messages_message_id"),
    )
    op.create_index("ix_messages_contact_id", "messages", ["contact_id"])
    op.create_index("ix_messages_occasion_id", "messages", ["occasion_id"])
    op.create_index("ix_messages_created_at", "messages", ["created_at", "id"])
    under_way = sa.text("state IN ('queued', 'sending')")
    op.create_index(
        "ix_messages_due_at",
        "messages",
        ["due_at"],
        postgresql_where=under_way,
        sqlite_where=under_way,
    )


def downgrade() -> None:
    for table in ("messages", "manage_links", "registrations", "occasions", "contacts"):
        op.drop_table(table)
