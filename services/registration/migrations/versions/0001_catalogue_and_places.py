"""The catalogue, occasions with their sessions, participants, registrations, needs and attendance."""

import sqlalchemy as sa
from alembic import op

from shared.db import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("activities", "participants", "occasions", "sessions", "registrations", "attendances", "needs")


def upgrade() -> None:
    _create_activities()
    _create_participants()
    _create_occasions()
    _create_sessions()
    _create_registrations()
    _create_attendances()
    _create_needs()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _create_activities() -> None:
    op.create_table(
        "activities",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("form", sa.String(20), nullable=False),
        sa.Column("area", sa.String(100)),
        sa.Column("audience", sa.String(300), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("fee", sa.Integer),
        sa.Column("search_text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_activities"),
    )


def _create_participants() -> None:
    op.create_table(
        "participants",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("given_name", sa.String(100), nullable=False),
        sa.Column("family_name", sa.String(100), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("email_key", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_participants"),
        sa.UniqueConstraint("email_key", "name_key", name="uq_participants_email_key"),
    )


def _create_occasions() -> None:
    op.create_table(
        "occasions",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("activity_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("places", sa.Integer, nullable=False),
        sa.Column("waiting_places", sa.Integer),
        sa.Column("allow_passing", sa.Boolean, nullable=False),
        sa.Column("closes_at", UtcDateTime),
        sa.Column("lecturer_contact_id", sa.Uuid),
        sa.Column("cancel_reason", sa.Text),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("confirmed_count", sa.Integer, nullable=False),
        sa.Column("waiting_count", sa.Integer, nullable=False),
        sa.Column("last_queue_number", sa.Integer, nullable=False),
        sa.CheckConstraint("confirmed_count >= 0 AND waiting_count >= 0", name="ck_occasions_counts"),
        sa.CheckConstraint("places >= 1", name="ck_occasions_places"),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name="fk_occasions_activity_id_activities"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_occasions"),
    )
    op.create_index("ix_occasions_activity_id", "occasions", ["activity_id"])
    op.create_index("ix_occasions_state_starts_at", "occasions", ["state", "starts_at"])


def _create_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("occasion_id", sa.Uuid, nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("venue", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("recorded_at", UtcDateTime),
        sa.ForeignKeyConstraint(["occasion_id"], ["occasions.id"], name="fk_sessions_occasion_id_occasions"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_index("ix_sessions_occasion_id", "sessions", ["occasion_id"])


def _create_registrations() -> None:
    op.create_table(
        "registrations",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("occasion_id", sa.Uuid, nullable=False),
        sa.Column("participant_id", sa.Uuid, nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("queue_number", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("municipality", sa.String(4), nullable=False),
        sa.Column("district", sa.String(60)),
        sa.Column("employer", sa.String(30), nullable=False),
        sa.Column("side", sa.String(30), nullable=False),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("workplace", sa.String(200), nullable=False),
        sa.Column("manage_token_hash", sa.String(64), nullable=False),
        sa.Column("registered_at", UtcDateTime, nullable=False),
        sa.Column("cancelled_at", UtcDateTime),
        sa.ForeignKeyConstraint(
            ["occasion_id"], ["occasions.id"], name="fk_registrations_occasion_id_occasions"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name="fk_registrations_participant_id_participants"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_registrations"),
        sa.UniqueConstraint("manage_token_hash", name="uq_registrations_manage_token_hash"),
        sa.UniqueConstraint("occasion_id", "queue_number", name="uq_registrations_occasion_id"),
    )
    living = sa.text("status <> 'cancelled'")
    op.create_index(
        "uq_registrations_one_each",
        "registrations",
        ["participant_id", "occasion_id"],
        unique=True,
        postgresql_where=living,
        sqlite_where=living,
    )


def _create_attendances() -> None:
    op.create_table(
        "attendances",
        sa.Column("session_id", sa.Uuid, nullable=False),
        sa.Column("registration_id", sa.Uuid, nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_attendances_session_id_sessions"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_attendances_registration_id_registrations"
        ),
        sa.PrimaryKeyConstraint("session_id", "registration_id", name="pk_attendances"),
    )
    op.create_index("ix_attendances_registration_id", "attendances", ["registration_id"])


def _create_needs() -> None:
    op.create_table(
        "needs",
        sa.Column("registration_id", sa.Uuid, nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_needs_registration_id_registrations"
        ),
        sa.PrimaryKeyConstraint("registration_id", name="pk_needs"),
    )
