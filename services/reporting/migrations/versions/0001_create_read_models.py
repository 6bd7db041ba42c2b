"""The read models of reporting."""

import sqlalchemy as sa
from alembic import op

from shared.db import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "occasions",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("activity_id", sa.Uuid, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("form", sa.String, nullable=False),
        sa.Column("area", sa.String),
        sa.Column("is_new_activity", sa.Boolean, nullable=False),
        sa.Column("lecturer_contact_id", sa.Uuid),
        sa.Column("places", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("closes_at", UtcDateTime),
        sa.Column("first_on", sa.Date),
        sa.Column("last_on", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_occasions"),
    )
    op.create_index("ix_occasions_last_on", "occasions", ["last_on"])
    op.create_table(
        "occasion_sessions",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("occasion_id", sa.Uuid, nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("venue", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_occasion_sessions"),
    )
    op.create_index("ix_occasion_sessions_occasion_id", "occasion_sessions", ["occasion_id"])
    op.create_index("ix_occasion_sessions_starts_at", "occasion_sessions", ["starts_at"])
    op.create_table(
        "registrations",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("occasion_id", sa.Uuid, nullable=False),
        sa.Column("contact_id", sa.Uuid, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("cancelled_by", sa.String),
        sa.Column("municipality", sa.String, nullable=False),
        sa.Column("district", sa.String),
        sa.Column("employer", sa.String, nullable=False),
        sa.Column("side", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_registrations"),
    )
    op.create_index("ix_registrations_occasion_id", "registrations", ["occasion_id"])
    create_attendance()
    create_results()


def create_attendance() -> None:
    op.create_table(
        "attendance_sheets",
        sa.Column("session_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("occasion_id", sa.Uuid, nullable=False),
        sa.Column("held_on", sa.Date, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("session_id", name="pk_attendance_sheets"),
    )
    op.create_index("ix_attendance_sheets_occasion_id", "attendance_sheets", ["occasion_id"])
    op.create_index("ix_attendance_sheets_held_on", "attendance_sheets", ["held_on"])
    op.create_table(
        "attendances",
        sa.Column("session_id", sa.Uuid, nullable=False),
        sa.Column("registration_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("session_id", "registration_id", name="pk_attendances"),
    )
    op.create_index("ix_attendances_registration_id", "attendances", ["registration_id"])


def create_results() -> None:
    op.create_table(
        "evaluation_counts",
        sa.Column("evaluation_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("occasion_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("invited", sa.Integer, nullable=False),
        sa.Column("answered", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("evaluation_id", name="pk_evaluation_counts"),
    )
    op.create_index("ix_evaluation_counts_occasion_id", "evaluation_counts", ["occasion_id"])
    op.create_table(
        "occasion_results",
        sa.Column("evaluation_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("occasion_id", sa.Uuid, nullable=False),
        sa.Column("questions", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("evaluation_id", name="pk_occasion_results"),
    )
    op.create_index("ix_occasion_results_occasion_id", "occasion_results", ["occasion_id"])
    op.create_table(
        "tertial_results",
        sa.Column("tertial", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("cuts", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("tertial", name="pk_tertial_results"),
    )


def downgrade() -> None:
    for table in (
        "tertial_results", "occasion_results", "evaluation_counts", "attendances", "attendance_sheets",
        "registrations", "occasion_sessions", "occasions",
    ):  # fmt: skip
        op.drop_table(table)
