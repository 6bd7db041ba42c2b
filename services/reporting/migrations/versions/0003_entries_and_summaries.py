"""Entries and summaries; 0007 makes them of what there is."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OF_ATTENDANCE = sa.text("what = 'attendance'")


def upgrade() -> None:
    op.create_table(
        "entries",
        sa.Column("subject_id", sa.Uuid, nullable=False),
        sa.Column("part_id", sa.Uuid, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("occasion_id", sa.Uuid, nullable=False),
        sa.Column("contact_id", sa.Uuid),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("status", sa.String),
        sa.Column("municipality", sa.String),
        sa.Column("district", sa.String),
        sa.Column("employer", sa.String),
        sa.Column("side", sa.String),
        sa.Column("role", sa.String),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("form", sa.String, nullable=False),
        sa.Column("area", sa.String),
        sa.Column("activity_id", sa.Uuid, nullable=False),
        sa.Column("lecturer_contact_id", sa.Uuid),
        sa.PrimaryKeyConstraint("subject_id", "part_id", name="pk_entries"),
    )
    op.create_index("ix_entries_part_id", "entries", ["part_id"])
    op.create_index("ix_entries_what", "entries", ["what", "day"])
    op.create_index(
        "ix_entries_contact_id",
        "entries",
        ["contact_id", "day"],
        postgresql_where=_OF_ATTENDANCE,
        sqlite_where=_OF_ATTENDANCE,
    )
    op.create_table(
        "summaries",
        sa.Column("period", sa.String, nullable=False),
        sa.Column("dimension", sa.String, nullable=False),
        sa.Column("value", sa.String, nullable=False),
        sa.Column("count_of", sa.String, nullable=False),
        sa.Column("places", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("period", "dimension", "value", "count_of", name="pk_summaries"),
    )
    op.create_table(
        "counted_years",
        sa.Column("year", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("mark", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_counted_years"),
    )
    if op.get_bind().dialect.name == "postgresql":
        # The rows change often: room beside each for its next state, and a long one is not put elsewhere.
        op.execute("ALTER TABLE summaries SET (fillfactor = 50, toast_tuple_target = 8160)")


def downgrade() -> None:
    op.drop_table("counted_years")
    op.drop_table("summaries")
    op.drop_table("entries")
