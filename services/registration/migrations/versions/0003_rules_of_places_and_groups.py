"""Groups, offers, approvals, shares, target roles, prerequisites, certificates and charges."""

import sqlalchemy as sa
from alembic import op

from shared.db import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ZERO, _FALSE, _EMPTY = sa.text("0"), sa.false(), sa.text("''")


def upgrade() -> None:
    _extend_activities()
    _extend_occasions()
    _create_parties()
    _extend_registrations()


def _extend_activities() -> None:
    with op.batch_alter_table("activities") as table:
        table.add_column(sa.Column("target_roles", sa.Text, nullable=False, server_default="|"))
        table.add_column(sa.Column("target_rule", sa.String(6), nullable=False, server_default="none"))
        table.add_column(sa.Column("prerequisite_id", sa.Uuid))
        table.add_column(sa.Column("certificate_percent", sa.Integer))
        table.add_column(sa.Column("late_cancellation_days", sa.Integer))
        table.add_column(
            sa.Column("late_cancellation_percent", sa.Integer, nullable=False, server_default=_ZERO)
        )
        table.add_column(
            sa.Column("absence_percent", sa.Integer, nullable=False, server_default=sa.text("100"))
        )
        table.create_foreign_key(
            "fk_activities_prerequisite_id_activities", "activities", ["prerequisite_id"], ["id"]
        )


def _extend_occasions() -> None:
    with op.batch_alter_table("occasions") as table:
        table.add_column(sa.Column("queue_policy", sa.String(7), nullable=False, server_default="move_up"))
        table.add_column(sa.Column("offer_hours", sa.Integer, nullable=False, server_default=sa.text("48")))
        table.add_column(sa.Column("needs_approval", sa.Boolean, nullable=False, server_default=_FALSE))
        table.add_column(
            sa.Column("approval_hours", sa.Integer, nullable=False, server_default=sa.text("72"))
        )
        table.add_column(sa.Column("share_limit", sa.Integer))
        table.add_column(sa.Column("share_until", UtcDateTime))
        table.add_column(sa.Column("municipality", sa.String(4)))
        table.add_column(sa.Column("completes_after_hours", sa.Integer))
        table.add_column(sa.Column("series_id", sa.Uuid))
        table.add_column(sa.Column("note", sa.Text, nullable=False, server_default=_EMPTY))
        table.add_column(sa.Column("held_count", sa.Integer, nullable=False, server_default=_ZERO))
        table.drop_constraint("ck_occasions_counts", type_="check")
        table.create_check_constraint(
            "ck_occasions_counts", "confirmed_count >= 0 AND held_count >= 0 AND waiting_count >= 0"
        )


def _create_parties() -> None:
    op.create_table(
        "parties",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("occasion_id", sa.Uuid, nullable=False),
        sa.Column("booker_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("manage_token_hash", sa.String(64), nullable=False),
        sa.Column("registered_at", UtcDateTime, nullable=False),
        sa.ForeignKeyConstraint(["occasion_id"], ["occasions.id"], name="fk_parties_occasion_id_occasions"),
        sa.ForeignKeyConstraint(["booker_id"], ["participants.id"], name="fk_parties_booker_id_participants"),
        sa.PrimaryKeyConstraint("id", name="pk_parties"),
        sa.UniqueConstraint("manage_token_hash", name="uq_parties_manage_token_hash"),
    )
    op.create_index("ix_parties_occasion_id", "parties", ["occasion_id"])


def _extend_registrations() -> None:
    with op.batch_alter_table("participants") as table:
        table.add_column(sa.Column("is_protected", sa.Boolean, nullable=False, server_default=_FALSE))
    with op.batch_alter_table("registrations") as table:
        table.alter_column("participant_id", existing_type=sa.Uuid, nullable=True)
        table.add_column(sa.Column("party_id", sa.Uuid))
        table.add_column(sa.Column("cancelled_by", sa.String(12)))
        table.add_column(sa.Column("held_until", UtcDateTime))
        table.add_column(sa.Column("approver_id", sa.Uuid))
        table.add_column(sa.Column("approval_token_hash", sa.String(64)))
        table.add_column(sa.Column("approved_at", UtcDateTime))
        table.add_column(sa.Column("decline_reason", sa.String(500)))
        table.add_column(sa.Column("replaces_id", sa.Uuid))
        table.add_column(sa.Column("organisation_number", sa.String(11)))
        table.add_column(sa.Column("invoice_reference", sa.String(100)))
        table.add_column(sa.Column("note", sa.Text, nullable=False, server_default=_EMPTY))
        table.create_unique_constraint("uq_registrations_approval_token_hash", ["approval_token_hash"])
        for column, other in (
            ("party_id", "parties"),
            ("approver_id", "participants"),
            ("replaces_id", "registrations"),
        ):
            table.create_foreign_key(f"fk_registrations_{column}_{other}", other, [column], ["id"])
    op.create_index("ix_registrations_party_id", "registrations", ["party_id"])
    under_way = sa.text("status IN ('offered', 'held')")
    op.create_index(
        "ix_registrations_held_until",
        "registrations",
        ["held_until"],
        postgresql_where=under_way,
        sqlite_where=under_way,
    )
