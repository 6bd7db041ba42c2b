"""Workplaces, lecturers and suppliers, and persons who only look like one."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_workplaces()
    op.create_table(
        "lecturers",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("contact_id", sa.Uuid, nullable=False),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["participants.id"], name="fk_lecturers_contact_id_participants"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_lecturers"),
        sa.UniqueConstraint("contact_id", name="uq_lecturers_contact_id"),
    )
    op.create_table(
        "separate_persons",
        sa.Column("first_id", sa.Uuid, nullable=False),
        sa.Column("second_id", sa.Uuid, nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                ["participants.id"],
                name=f"fk_separate_persons_{column}_participants",
                ondelete="CASCADE",
            )
            for column in ("first_id", "second_id")
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name="pk_separate_persons"),
    )


def _create_workplaces() -> None:
    op.create_table(
        "workplaces",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(400), nullable=False),
        sa.Column("municipality", sa.String(4), nullable=False),
        sa.Column("district", sa.String(60)),
        sa.Column("employer", sa.String(30), nullable=False),
        sa.Column("organisation_number", sa.String(11)),
        sa.Column("invoice_reference", sa.String(100)),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.Column("merged_into_id", sa.Uuid),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["workplaces.id"], name="fk_workplaces_merged_into_id_workplaces"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_workplaces"),
    )
    for name, columns, rows in (
        ("uq_workplaces_in_municipality", ["municipality", "name_key"], "district IS NULL"),
        ("uq_workplaces_in_district", ["municipality", "district", "name_key"], "district IS NOT NULL"),
    ):
        op.create_index(
            name,
            "workplaces",
            columns,
            unique=True,
            postgresql_where=sa.text(rows),
            sqlite_where=sa.text(rows),
        )
